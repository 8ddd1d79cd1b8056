"""Damage that a text shows: letters misread, line breaks lost, letters lost, U+0000.

What can be proved is put right. U+FFFD stands for a letter that no program could read:
which one it was, the text does not say. U+0000 stands for none, and many programs end a
text at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.text.lost_breaks import may_lack_breaks, with_breaks
from mediarel.text.misread import may_be_misread, may_be_misread_in, reread

if TYPE_CHECKING:
    from collections.abc import Iterator

LOST = "\ufffd"
_LOST = LOST.encode()
_ESCAPED = b"\\u"
_NULL = "\0"
_NULLS_IN_DATA = (b"\0", b"\\u0000")

MISREAD, LINE_BREAKS, LOST_LETTERS = "misread", "line_breaks", "lost_letters"
NULLS = "nulls"


def may_be_damaged(text: str) -> bool:
    """Tell quickly whether `text` might show damage: most does not."""
    if _NULL in text or may_lack_breaks(text):
        return True
    return not text.isascii() and (LOST in text or may_be_misread(text))


def may_show_damage(data: bytes) -> bool:
    """Tell quickly whether UTF-8, such as of a file or a record, might show damage.

    In JSON, letters may be escaped.
    """
    if b"rnrn" in data or b"rn rn" in data:
        return True
    if any(null in data for null in _NULLS_IN_DATA):
        return True
    if data.isascii():
        return _ESCAPED in data
    return (_LOST[:1] in data and _LOST in data) or may_be_misread_in(data)


def mended_text(text: str) -> str:
    """Return `text` with all put right that can be; `text` where there is nothing."""
    mended = with_breaks(reread(without_nulls(text)))
    return mended if mended.strip() else text


def without_nulls(text: str) -> str:
    """Return `text` without U+0000."""
    return text.replace(_NULL, "")


def kinds_of_damage(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each kind of damage that `text` shows, with a text before and without it.

    Of letters that are lost, nothing can be put right.
    """
    before = text
    text = without_nulls(text)
    if text != before:
        yield NULLS, before, text
    read = reread(text)
    if read != text:
        yield MISREAD, text, read
    if (mended := with_breaks(read)) != read:
        yield LINE_BREAKS, read, mended
    if LOST in text:
        yield LOST_LETTERS, text, text
