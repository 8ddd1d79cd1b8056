"""Escape text for XML and HTML. Remove characters that XML or HTML can't hold."""

import re
from collections.abc import Callable, Mapping

from mediarel.text import lines
from mediarel.text.lines import HARMFUL, NONCHARACTERS

# HTML text must not contain control characters or noncharacters, not even as
# references. Tabs and line feeds are allowed (HTML, 13.1.4).
NOT_IN_HTML = re.compile(f"[{lines.CONTROLS}{NONCHARACTERS}]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
CONTROLS = "control characters"  # name of the loss in reports
# Characters that XML does not allow (XML 1.0, 2.2), not even as references.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NUMBERED = re.compile(f'[&<>"{HARMFUL}]')
_CHANGED = re.compile(f"{_NOT_IN_XML.pattern}|{_NUMBERED.pattern}")
Lost = Callable[[str], object]
"""A function that is called with the name of lost data, such as "tags"."""


class Elements:
    """Build the XML elements of a statement. Report lost characters to `lost`."""

    def __init__(self, lost: Lost) -> None:
        self._lost = lost

    def text(self, text: str) -> str:
        """Return `text` escaped for use in an element."""
        return xml_text(text, self._lost)

    def start(self, name: str, attributes: Mapping[str, str | None]) -> str:
        """Return the start tag of an element. Attributes that are None are left out."""
        given = (
            f' {key}="{self.text(value)}"'
            for key, value in attributes.items()
            if value is not None
        )
        return f"<{name}{''.join(given)}>"

    def of(
        self, name: str, text: str, attributes: Mapping[str, str | None] | None = None
    ) -> str:
        """Return an element with this name, text and attributes."""
        return f"{self.start(name, attributes or {})}{self.text(text)}</{name}>"


def xml_text(text: str, lost: Lost) -> str:
    """Return `text` escaped for use in an element or in a double-quoted attribute.

    Harmful invisible characters are replaced by references. Characters that XML can't
    hold are removed and reported to `lost`.
    """
    if not _CHANGED.search(text):
        return text
    kept = _NOT_IN_XML.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return _NUMBERED.sub(_numbered, kept)


def attribute_text(text: str, lost: Lost) -> str:
    """Return `text` escaped for use in a double-quoted attribute.

    Tabs and line ends become references, because XML parsers would replace them with
    spaces (XML 1.0, 3.3.3).
    """
    return xml_text(text, lost).replace("\t", "&#x9;").replace("\n", "&#xA;")


def _numbered(found: re.Match[str]) -> str:
    return _MARKS.get(found[0]) or f"&#x{ord(found[0]):X};"


def html_text(text: str, lost: Lost) -> str:
    """Return `text` escaped for use in an element or in a double-quoted attribute.

    Harmful invisible characters are replaced by references. Characters that HTML can't
    hold are removed and reported to `lost`.
    """
    kept = NOT_IN_HTML.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return xml_text(kept, lost)
