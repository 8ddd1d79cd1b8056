"""Escape text for XML and HTML, without characters that they can't hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.text import lines
from mediarel.text.damaged import NONCHARACTERS
from mediarel.text.lines import HARMFUL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


# HTML, 13.1.4: except for tabs and line feeds, text must not contain control characters
# or noncharacters, not even as references.
NOT_IN_HTML = re.compile(f"[{lines.CONTROLS}{NONCHARACTERS}]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
CONTROLS = "control characters"  # name of the loss in reports
# Not allowed in XML 1.0, 2.2; all other characters may be references.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NUMBERED = re.compile(f'[&<>"{HARMFUL}]')


class Elements:
    """Build the elements of one statement; report losses of XML to `lost`."""

    def __init__(self, lost: Callable[[str], object]) -> None:
        self._lost = lost

    def text(self, text: str) -> str:
        """Return `text` escaped for an element."""
        return xml_text(text, self._lost)

    def start(self, name: str, attributes: Mapping[str, str | None]) -> str:
        """Return the start tag of the element, without `attributes` that are None."""
        given = (
            f' {key}="{self.text(value)}"'
            for key, value in attributes.items()
            if value is not None
        )
        return f"<{name}{''.join(given)}>"

    def of(
        self, name: str, text: str, attributes: Mapping[str, str | None] | None = None
    ) -> str:
        """Return the element `name` with the content `text`."""
        return f"{self.start(name, attributes or {})}{self.text(text)}</{name}>"


def xml_text(text: str, lost: Callable[[str], object]) -> str:
    """Return `text` escaped for an element or a double-quoted attribute.

    Invisible characters with an effect become references. Characters that XML can't
    hold are removed and reported to `lost`.
    """
    kept = _NOT_IN_XML.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return _NUMBERED.sub(_numbered, kept)


def attribute_text(text: str, lost: Callable[[str], object]) -> str:
    """Return `text` escaped for a double-quoted attribute.

    Tabs and line ends are kept (XML 1.0, 3.3.3). Other characters are treated as by
    `xml_text`.
    """
    return xml_text(text, lost).replace("\t", "&#x9;").replace("\n", "&#xA;")


def _numbered(found: re.Match[str]) -> str:
    return _MARKS.get(found[0]) or f"&#x{ord(found[0]):X};"


def html_text(text: str, lost: Callable[[str], object]) -> str:
    """Return `text` escaped for an element or a double-quoted attribute.

    Bidi controls become references. Characters that HTML can't hold are removed and
    reported to `lost`.
    """
    kept = NOT_IN_HTML.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return xml_text(kept, lost)
