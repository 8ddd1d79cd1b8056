"""Dates in figures alone: `3/4/2019`, `03.13.19`, `2019-03-04`, `3/4`.

They look like numbers of many kinds: versions, telephones, scores, paths.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mediarel.dates.forms import (
    BLANK,
    FLAGS,
    IN,
    LETTER,
    MARK,
    YEAR,
    YEAR_END,
    YEAR_WORD,
    S,
    behind,
)
from mediarel.dates.parts import (
    FIRST_WITHOUT_DAY,
    MOST_DAYS,
    MOST_MONTHS,
    Parts,
    short_year_of,
    year_of,
)
from mediarel.dates.surroundings import lead_of

if TYPE_CHECKING:
    from mediarel.dates.parts import Spot

_DOTS = frozenset(".．")
_STROKES = frozenset("/／")
_MARKS = frozenset("-/.\u2010\u2011／．－")
_IN_A_PATH = frozenset("/_-=.")
# `3/4` is a date where it stands between these, or begins a line of text.
_COLUMN_BEFORE = re.compile(rf"(?:\A|[\n\r\t|]|{BLANK}{{2}}){BLANK}?\Z")
_COLUMN = re.compile(rf"{BLANK}?(?:\Z|[\n\r\t|]|{BLANK}{{2}}|[:：–—-]{BLANK})")
_LINE = re.compile(rf"(?:\A|[\n\r]){BLANK}{{0,2}}(?:[*•·–-]{BLANK})?\Z")
_BEGUN = re.compile(
    rf"{BLANK}(?![a-z])(?:{LETTER}|[\"'“‘«(\[¿¡]|\d{{1,4}}{BLANK}{LETTER})"
)
_SAYINGS = frozenset({"24/7", "9/11"})


@cache
def _figures() -> re.Pattern[str]:
    return re.compile(
        rf"""(?P<first>\d{{1,2}})(?P<mark>{S}{MARK}{S})(?P<second>\d{{1,2}})(?P=mark)
        (?P<year>\d{{4}}{YEAR_END}|\d\d(?!\d|-\w))(?!(?P=mark)\d|[/／]\w)""",
        FLAGS,
    )


@cache
def _two_figures() -> re.Pattern[str]:
    return re.compile(r"(?P<first>\d{1,2})[/／](?P<second>\d{1,2})(?![\d/%.,])")


@cache
def _iso() -> re.Pattern[str]:
    return re.compile(
        rf"""{YEAR}(?P<mark>{S}{MARK}{S})(?P<month>\d{{1,2}})(?P=mark)
        (?P<day>\d{{1,2}})(?!\d)(?!(?P=mark)\w|_|-{LETTER}|\.[a-z]{{2,4}}\b)""",
        FLAGS,
    )


@cache
def _without_day() -> re.Pattern[str]:
    return re.compile(
        rf"""(?P<month_before>\d{{1,2}}){MARK}(?P<year_behind>\d{{4}})
        | {IN}{YEAR}(?:{YEAR_WORD}|{MARK}(?P<month>\d\d))?""",
        FLAGS,
    )


def year_first(spot: Spot) -> Parts | None:
    """Return `2019-03-04`, `2019/3/4` or `2019.3.4`, at its year."""
    match = _iso().match(spot.text, spot.start) if behind(spot) in _MARKS else None
    if match is None:
        return None
    is_version = match["mark"] == "." and spot.before(1).isalpha()
    if is_version or _is_in_a_path(spot):
        return None
    year, month, day = year_of(match["year"]), int(match["month"]), int(match["day"])
    found = Parts(*match.span(), year, month, day)
    return found if year and found.is_possible() else None


def year_last(spot: Spot) -> Parts | None:
    """Return `3/4/2019` or `03/04/19`, at its first figure."""
    match = _figures().match(spot.text, spot.start) if behind(spot) in _MARKS else None
    if match is None or _is_in_a_path(spot):
        return None
    is_short = len(match["year"]) == len("19")
    if is_short and not spot.is_alone and _is_number(spot, match):
        return None
    year = (short_year_of if is_short else year_of)(match["year"])
    figures = int(match["first"]), int(match["second"])
    if year is None or not _are_day_and_month(*figures):
        return None
    is_dotted = not is_short and match["mark"].strip() in _DOTS
    return Parts(*match.span(), year, figures=figures, is_dotted=is_dotted)


def _is_in_a_path(spot: Spot) -> bool:
    """Tell whether what comes before is a mark that no other date ends at."""
    is_next = 0 < spot.floor == spot.start - 1
    return spot.before(1) in _IN_A_PATH and not is_next


def _is_number(spot: Spot, match: re.Match[str]) -> bool:
    """Tell whether figures with a year in two may be a version or a score."""
    mark = match["mark"]
    if spot.before(1).isalpha() or len(mark) > 1:
        return True
    if mark in _STROKES:
        return False
    is_padded = len(match["first"]) == len(match["second"]) == len("03")
    return not is_padded or (mark != "." and not _is_column(spot, match.end()))


def without_year(spot: Spot) -> Parts | None:
    """Return `3/4` where it is a column, begins its line or has a weekday."""
    match = _two_figures().match(spot.text, spot.start)
    if match is None or match[0] in _SAYINGS:
        return None
    figures = int(match["first"]), int(match["second"])
    if not _are_day_and_month(*figures):
        return None
    lead = lead_of(spot)
    is_led = lead is not None and not lead[0].isspace() and lead[0] != ""
    if not (spot.is_alone or is_led or _is_column(spot, match.end())):
        return None
    return Parts(*match.span(), None, figures=figures)


def without_day(text: str, start: int) -> Parts | None:
    """Return `2019`, `2019-03` or `03/2019`, which are dates only by themselves."""
    match = _without_day().match(text, start)
    if match is None:
        return None
    year = year_of(match["year"] or match["year_behind"])
    month = match["month"] or match["month_before"]
    if year is None or year < FIRST_WITHOUT_DAY:
        return None
    found = Parts(start, match.end(), year, int(month) if month else None)
    return found if found.is_possible() else None


def _is_column(spot: Spot, end: int) -> bool:
    """Tell whether what ends there is a column, or the beginning of a line."""
    before = spot.text[max(0, spot.start - 5) : spot.start]
    if _COLUMN.match(spot.text, end):
        return _COLUMN_BEFORE.search(before) is not None
    return bool(_BEGUN.match(spot.text, end) and _LINE.search(before))


def _are_day_and_month(first: int, second: int) -> bool:
    lower, higher = sorted((first, second))
    return 1 <= lower <= MOST_MONTHS and higher <= MOST_DAYS
