"""Text in XML: escaped, and without the characters that XML can't hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.text.lines import HARMFUL

if TYPE_CHECKING:
    from collections.abc import Callable

CONTROLS = "control characters"  # what is lost, as it is told

# What XML 1.0, 2.2, has not; all else may stand by its number.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NUMBERED = re.compile(f'[&<>"{HARMFUL}]')


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
