"""Read lines of a header or footer that are a date, or a kind with its date."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from mediarel.dates.edtf import PartialDate
from mediarel.dates.printed import date_alone, find_dates, first_date
from mediarel.release.beside import is_aside
from mediarel.release.dateline import Dateline, first_of_days, read_dateline, since
from mediarel.release.issuers import is_issuer
from mediarel.release.kinds import kind_of, may_hold_kind
from mediarel.release.places import place_of
from mediarel.release.signs import BLANK
from mediarel.release.words import DATELINES

if TYPE_CHECKING:
    from mediarel.dates.typed import DayOrder

_LONGEST = 160
_LONGEST_DATE = 160
_IN = re.compile(r"\s(?:in|at|à|en|em)\s")
# A year, or digits of which the last group may be a year. Other scripts have more
# notations. This quick test avoids a slow search for a date in most lines.
_FIGURE = re.compile(r"\d|年")  # "二〇一九年" has no digits
_MAY_BE_DATED = re.compile(
    r"(?<!\d)(?:\d{4}(?!\d)|\d{1,2}(?!\d)\D{1,14}\d\d(?!\d))|[^\x00-\u024f\u2000-\u206f]"
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=\s|\Z)")
_LONGEST_BY_WHOM = 60
_RUN_TOGETHER = re.compile(r"[a-zà-ÿ][A-Z]")  # "HarbourWatch"
_BETWEEN = re.compile(r"\s?[|·•∙‧・/]\s?|\s[–—-]\s|,\s|[:：]\s")
_MOST_PARTS = 4
_SHORT = 60  # characters; a longer line is a paragraph after a dateline
_ENDS = (".", ".”", '."', "។", "။", "。", "…")


def date_line(
    line: str, order: DayOrder | None = None, *, has_title: bool = True
) -> Dateline | None:
    """Return the dateline of a line that is a date, with or without a place or label.

    Examples: `3 March 2019`, `Release: March 3, 2019`, `Kampot, 3 March 2019,`. With
    `has_title`, an event may precede the place.
    """
    if len(line) > _LONGEST_DATE or not _FIGURE.search(line):
        return None
    if not _MAY_BE_DATED.search(line):
        return None
    if made := done(line, order):
        return made
    if (compact := _COMPACT.match(line)) and len(line) <= _LONGEST_BY_WHOM:
        line = "-".join(compact.groups()) + line[compact.end() :]
        return _date_before_issuer(line, order)
    line = _without_lucky_day(without_done(_within_brackets(line)))
    if alone := date_alone(line):
        dated = _whole(alone.date(order))
        return dated and Dateline(line.strip(" .,;:"), None, dated, len(line))
    return _date_within_words(line, order, has_title=has_title) or _of_two_days(
        line, order, has_title=has_title
    )


def _within_brackets(line: str) -> str:
    """Return `line` without the brackets around it and without a list mark."""
    line = line.lstrip("•·▪ ")
    is_bracketed = line[:1] in "(（[" and line[-1:] in (")", "）", "]")
    return line[1:-1].strip() if is_bracketed else line


def _without_lucky_day(line: str) -> str:
    """Return `line` without 吉日, "lucky day", which names no day of the month."""
    return line.removesuffix("吉日") if line.endswith("月吉日") else line


def _date_before_issuer(line: str, order: DayOrder | None) -> Dateline | None:
    """Return the date at the start of `line`, alone or before the issuer."""
    date = first_date(line)
    if date is None or date.start or not (dated := _whole(date.date(order))):
        return None
    behind = line[date.end :].strip(BLANK)
    is_whole = not behind or is_issuer(behind)
    return Dateline(line, None, dated, len(line)) if is_whole else None


def _of_two_days(
    line: str, order: DayOrder | None, *, has_title: bool
) -> Dateline | None:
    """Return the dateline of a meeting of several days: `Kampot, 5 and 6 May 2019`."""
    if (cut := first_of_days(line)) is None:
        return None
    of_last = line[: cut.start] + line[cut.end :]
    found = date_line(of_last, order, has_title=has_title)
    if found is None or not found.place or not isinstance(found.dated, PartialDate):
        return None
    dated = since(cut, found.dated)
    return dated and Dateline(line.strip(" .,"), found.place, dated, len(line))


def _date_within_words(
    line: str, order: DayOrder | None, *, has_title: bool
) -> Dateline | None:
    """Return the date and place of a line that labels or names them."""
    date = first_date(line)
    dated = None if date is None else _whole(date.date(order))
    if date is None or dated is None:
        return None
    before, behind = line[: date.start].rstrip(), line[date.end :].strip(BLANK)
    if DATELINES.before_date.fullmatch(before) and DATELINES.after_date.match(behind):
        return Dateline(line[date.start : date.end], None, dated, len(line))
    if not before and is_aside(behind):  # "3 March 2019 Contact: Ann Bo"
        return Dateline(line[date.start : date.end], None, dated, len(line))
    if not before and behind.startswith(("|", "·", "•")):
        place = place_of(behind.strip("|·• "))
        printed = line if place else line[date.start : date.end]
        return Dateline(printed, place, dated, len(line))
    found = read_dateline(f"{line}\nX", 0, order)
    if found is not None and found.end > len(line) and found.dated is not None:
        place = _without_issuer(found.place) if found.place else None
        return found._replace(place=place, end=len(line))
    is_event = has_title and before.endswith(",") and not behind.strip(".,")
    event = before.removesuffix(",").rpartition(",")[2]
    place = place_of(_IN.split(event)[-1]) if is_event else None
    return Dateline(line.strip(" .,"), place, dated, len(line)) if place else None


def _without_issuer(place: str) -> str:
    """Return `place` without the issuer: `Harbour Watch, Kampot`."""
    issuer, comma, town = place.partition(", ")
    is_named = is_issuer(issuer) or _RUN_TOGETHER.search(issuer) is not None
    return town if comma and is_named else place


def date_within(line: str, order: DayOrder | None) -> Dateline | None:
    """Return the only complete date in a line, or None for no or several dates."""
    if not any(map(str.isdigit, line)):
        return None
    dates = [each for each in find_dates(line) if _whole(each.date(order))]
    if len(dates) != 1:
        return None
    printed = line[dates[0].start : dates[0].end]
    return Dateline(printed, None, dates[0].date(order), len(line))


def _whole(date: PartialDate | None) -> PartialDate | None:
    """Return `date` if it has a month. A year alone may mean anything."""
    return date if date is not None and date.month is not None else None


def kind_line(line: str, order: DayOrder | None) -> tuple[str, Dateline | None] | None:
    """Return the kind that a line names, with its date and place.

    Examples: `Statement`, `Press release · 3 March 2019`,
    `Kampot, 3 March 2019 | Statement`. The line may also name the issuer.
    """
    kind = kind_of(line)
    if kind is not None:
        return kind, date_within(line, order)
    is_text = len(line) > _SHORT and line.endswith(_ENDS)
    if is_text or len(line) > _LONGEST_DATE or not _FIGURE.search(line):
        return None
    if not (_MAY_BE_DATED.search(line) and may_hold_kind(line) and first_date(line)):
        return None
    for sign in islice(_BETWEEN.finditer(line), _MOST_PARTS):
        left, right = line[: sign.start()], line[sign.end() :]
        for named, dated in ((left, right), (right, left)):
            kind = kind_of(named)
            if kind and (found := date_line(dated, order)):
                return kind, found
    parts = _BETWEEN.split(line, maxsplit=_MOST_PARTS)
    if len(parts) == 1:
        return None
    kind = next(filter(None, map(kind_of, parts)), None)
    is_apart = "|" in line or any(map(date_line, parts))
    return (kind, date_within(line, order)) if kind and is_apart else None


@cache
def _at() -> re.Pattern[str]:
    return re.compile(r"(?:at|in|à|en|em|a)\s", re.IGNORECASE)


def done(line: str, order: DayOrder | None = None) -> Dateline | None:
    """Return the place and date of a line that states where and when a text was made.

    Examples: `Issued at Kampot on 3 March 2019`, `Dated this 3rd day of March 2019 in
    Kampot`.
    """
    if len(line) > _LONGEST or not DATELINES.may_begin_with_place.match(line):
        return None
    line = DATELINES.days_of_month.sub(r"\1 de ", line)
    date = first_date(line)
    dated = None if date is None else date.date(order)
    if date is None or dated is None or dated.month is None:
        return None
    before, behind = line[: date.start], line[date.end :].strip(" .,;:)")
    if (made := DATELINES.done_at.match(before)) and not behind:
        joined = DATELINES.between_place_and_date.search(before, made.end())
        place = place_of(
            before[made.end() : joined.start() if joined else None], is_dated=True
        )
        printed = line[made.end() :].strip(" .,;")
        return Dateline(printed, place, dated, len(line)) if place else None
    if begun := DATELINES.done_on.fullmatch(before):
        at = _at().match(behind)
        place = place_of(behind[at.end() :], is_dated=True) if at else None
        printed = line[begun.end() :].strip(" .,;")
        is_whole = bool(place) or not behind
        return Dateline(printed, place, dated, len(line)) if is_whole else None
    return None


def without_done(line: str) -> str:
    """Return `line` without a leading "Done at" or similar words."""
    found = (
        DATELINES.done_at.match(line)
        if DATELINES.may_begin_with_place.match(line)
        else None
    )
    return line[found.end() :].removesuffix(".") if found else line
