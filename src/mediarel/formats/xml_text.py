"""Text in XML and HTML: escaped, and without the characters that these can't hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.text import lines
from mediarel.text.damaged import NONCHARACTERS
from mediarel.text.lines import HARMFUL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


# HTML, 13.1.4: neither as they are nor by a number may a text hold controls but for
# tabs and line feeds, or what is no character.
NOT_IN_HTML = re.compile(f"[{lines.CONTROLS}{NONCHARACTERS}]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
CONTROLS = "control characters"  # what is lost, as it is told
# What XML 1.0, 2.2, has not; all else may stand by its number.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NUMBERED = re.compile(f'[&<>"{HARMFUL}]')


class Elements:
    """Makes the elements of one statement; `lost` is told what XML can't hold."""

    def __init__(self, lost: Callable[[str], object]) -> None:
        self._lost = lost

    def text(self, text: str) -> str:
        """Return `text` as it stands in an element."""
        return xml_text(text, self._lost)

    def start(self, name: str, attributes: Mapping[str, str | None]) -> str:
        """Return the tag that begins the element; of `attributes`, None is left out."""
        given = (
            f' {key}="{self.text(value)}"'
            for key, value in attributes.items()
            if value is not None
        )
        return f"<{name}{''.join(given)}>"

    def of(
        self, name: str, text: str, attributes: Mapping[str, str | None] | None = None
    ) -> str:
        """Return the element `name` that holds `text`."""
        return f"{self.start(name, attributes or {})}{self.text(text)}</{name}>"


def xml_text(text: str, lost: Callable[[str], object]) -> str:
    """Return `text` as it stands in an element or between double quotes.

    What nobody sees, but acts, is there by its number. Characters that XML can't hold
    are left out, and `lost` is told so.
    """
    kept = _NOT_IN_XML.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return _NUMBERED.sub(_numbered, kept)


def attribute_text(text: str, lost: Callable[[str], object]) -> str:
    """Return `text` as it stands between double quotes, where a tab would be a space.

    Otherwise as `xml_text` does (XML 1.0, 3.3.3).
    """
    return xml_text(text, lost).replace("\t", "&#x9;").replace("\n", "&#xA;")


def _numbered(found: re.Match[str]) -> str:
    return _MARKS.get(found[0]) or f"&#x{ord(found[0]):X};"


def html_text(text: str, lost: Callable[[str], object]) -> str:
    """Return `text` as it stands in an element or between double quotes.

    Bidi controls are there by their number. Characters that HTML can't hold are left
    out, and `lost` is told so.
    """
    kept = NOT_IN_HTML.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return xml_text(kept, lost)
