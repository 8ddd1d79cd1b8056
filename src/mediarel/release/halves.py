"""A title that is broken over two lines, where its first does not read as one.

Or the first is its kind, and ends with a colon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.release.dated_lines import date_line
from mediarel.release.dateline import read_dateline
from mediarel.release.kinds import kind_in_title, kind_of
from mediarel.release.signing import is_heading
from mediarel.release.signs import BLANK
from mediarel.release.titles import LONGEST_TITLE, is_quotation, may_be_title

if TYPE_CHECKING:
    from mediarel.release.lines import Line

_HALVING = frozenset(":：–—,、，")
_FEW_WORDS = 3


def begins_title(text: str, line: Line) -> bool:
    """Tell whether `line` ends with a colon, and the title that it begins goes on.

    The other half is the next line; an empty one is below it, or one more line and
    that. So with a dash or a comma, where both halves have some words.
    """
    if line.text[-1:] not in _HALVING:
        return False
    end = text.find("\n", line.end + 1)
    half = text[line.end + 1 : end if end >= 0 else len(text)].strip(BLANK)
    is_apart = _is_blank_below(text, end) or (
        line.text[-1] not in ":：" and _is_above_subtitle(text, half, end)
    )
    is_long = min(_words(line.text), _words(half)) > _FEW_WORDS
    is_said = is_quotation(half or "-")
    return (
        is_apart
        and end > 0
        and (line.text[-1] in ":：" or is_long)
        and (is_said or may_be_title(half))
        and may_be_title(line.text[:-1].rstrip())
        and ((is_said and is_long) or not is_heading(line.text))
        and not date_line(half)
        and not kind_of(half)
    )


def kind_above_title(text: str, line: Line) -> str | None:
    """Return the kind in `Open letter of the harbour groups:`, apart from its title."""
    if line.text[-1:] not in _COLONS or len(line.text) > LONGEST_TITLE:
        return None
    is_apart = _is_blank_below(text, line.end)
    return kind_in_title(line.text[:-1].rstrip()) if is_apart else None


_COLONS = frozenset(":：")


def _is_blank_below(text: str, end: int) -> bool:
    """Tell whether the line below that which ends at `end` is empty."""
    return not text[end + 1 : text.find("\n", end + 1) + 1].strip(BLANK + "\n")


def _is_above_subtitle(text: str, half: str, end: int) -> bool:
    """Tell whether a line that may be a subtitle is below `half`, or the dateline."""
    if end < 0 or half[:1].islower():
        return False
    if (above := read_dateline(text, end + 1)) and above.place:
        return above.end < len(text)
    below = text.find("\n", end + 1)
    subtitle = text[end + 1 : below].strip(BLANK)
    is_short = 0 < below - end <= LONGEST_TITLE and may_be_title(subtitle)
    if not is_short or subtitle[0].islower():
        return False
    if _is_blank_below(text, below):
        return True
    above = read_dateline(text, below + 1)
    return above is not None and above.place is not None


def _words(text: str) -> int:
    """Return how many words `text` has, or about as many where none are apart."""
    return len(text) // 3 if text[:1] > "\u0dff" else len(text.split())
