"""Text in HTML: escaped, and without the characters that HTML can't hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.formats.xml_text import CONTROLS, xml_text
from mediarel.text import lines
from mediarel.text.controls import NONCHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable

# HTML, 13.1.4: neither as they are nor by a number may a text hold controls but for
# tabs and line feeds, or what is no character.
NOT_IN_HTML = re.compile(f"[{lines.CONTROLS}{NONCHARACTERS}]")


def html_text(text: str, lost: Callable[[str], object]) -> str:
    """Return `text` as it stands in an element or between double quotes.

    Bidi controls are there by their number. Characters that HTML can't hold are left
    out, and `lost` is told so.
    """
    kept = NOT_IN_HTML.sub("", text)
    if kept != text:
        lost(CONTROLS)
    return xml_text(kept, lost)
