"""Find damage in a text: misread or lost letters, lost line breaks, controls.

Damage is repaired if the text proves what it was. U+FFFD stands for a letter that no
program could read: the text doesn't say which. Control characters stand for none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.text.controls import controls_in, without_controls
from mediarel.text.lost_breaks import may_lack_breaks, with_breaks
from mediarel.text.misread import may_be_misread, may_be_misread_in, reread

if TYPE_CHECKING:
    from collections.abc import Iterator

LOST = "\ufffd"
_LOST = LOST.encode()
# C0 but tab and line ends, DEL, C1, and the noncharacters but those of higher planes.
_CONTROL_IN_DATA = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]"
    rb"|\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|[\xf0-\xf4].\xbf[\xbe\xbf]",
    re.DOTALL,
)
_ESCAPED = b"\\u"

MISREAD, LINE_BREAKS, LOST_LETTERS = "misread", "line_breaks", "lost_letters"
CONTROLS = "controls"


def may_be_damaged(text: str) -> bool:
    """Tell quickly whether `text` might show damage: most does not."""
    if controls_in(text) or may_lack_breaks(text):
        return True
    return not text.isascii() and (LOST in text or may_be_misread(text))


def may_show_damage(data: bytes) -> bool:
    """Tell quickly whether UTF-8, such as of a file or a record, might show damage.

    In JSON, letters may be escaped.
    """
    if b"rnrn" in data or b"rn rn" in data:
        return True
    if _CONTROL_IN_DATA.search(data) or _ESCAPED in data:
        return True
    if data.isascii():
        return False
    return (_LOST[:1] in data and _LOST in data) or may_be_misread_in(data)


def mended_text(text: str) -> str:
    """Return `text` with all put right that can be; `text` where there is nothing."""
    mended = with_breaks(without_controls(reread(without_controls(text))))
    return mended if mended.strip() else text


def kinds_of_damage(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each kind of damage that `text` shows, with a text before and without it.

    Of letters that are lost, nothing can be put right.
    """
    before = text
    text = without_controls(text)
    if text != before:
        yield CONTROLS, before, text
    read = reread(text)
    if read != text:
        yield MISREAD, text, read
    if (mended := with_breaks(read)) != read:
        yield LINE_BREAKS, read, mended
    if LOST in text:
        yield LOST_LETTERS, text, text
