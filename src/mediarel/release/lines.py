"""What each line of a release's head is: its kind, a date, a contact, a title.

The head is what stands above the first paragraph. It has at most ten lines.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mediarel.dates.printed import date_alone, find_dates, first_date
from mediarel.release.beside import is_addressee, is_aside, is_notice
from mediarel.release.dateline import Dateline, read_dateline
from mediarel.release.kinds import kind_of
from mediarel.release.places import labelled_place, place_of
from mediarel.release.signing import is_heading
from mediarel.release.signs import DASH, DIGIT, WHITE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.dates.typed import DayOrder, PartialDate

MOST_LINES = 10
LONGEST_TITLE = 250
_LONGEST_UNSPACED_TITLE = 160  # in a script without spaces between words
_LONGEST_DATE = 160


_IN = re.compile(r"\s(?:in|at|à|en|em)\s")
_DONE = re.compile(
    r"(?:done|issued|signed|adopted|made|given|fait|hecho|dado|dada|feito|fatto)\s"
    r"(?:at|in|à|en|em|a)\s|ធ្វើនៅ\s?",
    re.IGNORECASE,
)


class Class(Enum):
    """What a line of the head is."""

    TITLE = "title"
    KIND = "kind"
    DATE = "date"
    ASIDE = "aside"  # contact, category, addressee, download, "for immediate release"
    BODY = "body"


class Line(NamedTuple):
    """A line of the head, from `start` to `end` of the text.

    `dateline` is what it says of place and date, on its own or above its text;
    `embargo` is the date before which it may not be published.
    """

    start: int
    end: int
    text: str
    is_: Class = Class.BODY
    is_apart: bool = False  # an empty line is above it
    kind: str | None = None
    dateline: Dateline | None = None
    embargo: Dateline | None = None


def lines_of_head(text: str, order: DayOrder | None = None) -> Iterator[Line]:
    """Yield the lines of the head of `text`; the last may be the one it ends with."""
    place, count = 0, 0
    is_apart = has_title = is_address = False
    while place < len(text) and count < MOST_LINES:
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        printed = text[place:end]
        if printed.strip(_BLANK):
            line = _classed(text, place, end, order, has_title=has_title)
            if not has_title and _is_half_a_title(text, line):
                line = line._replace(is_=Class.TITLE)
            is_address = is_address and not is_apart and line.is_ is Class.TITLE
            if is_address or (has_title and _is_point(line)):
                line = line._replace(is_=Class.ASIDE)
            is_address = is_address or (
                line.is_ is Class.ASIDE and is_addressee(line.text)
            )
            yield line._replace(is_apart=True) if is_apart else line
            if line.is_ is Class.BODY:
                return
            has_title = has_title or line.is_ is Class.TITLE
            count += 1
            is_apart = False
        else:
            is_apart = True
        place = end + 1


def _is_half_a_title(text: str, line: Line) -> bool:
    """Tell whether `line` ends with a colon, and the title that it begins goes on.

    The other half is the next line; an empty one is below it.
    """
    if line.is_ is not Class.BODY or not line.text.endswith((":", "：")):
        return False
    end = text.find("\n", line.end + 1)
    half = text[line.end + 1 : max(end, 0)].strip(_BLANK)
    is_apart = not text[end + 1 : text.find("\n", end + 1) + 1].strip(_BLANK + "\n")
    return (
        is_apart
        and may_be_title(half)
        and may_be_title(line.text[:-1])
        and not is_heading(line.text)
        and not date_line(half)
    )


def _is_point(line: Line) -> bool:
    """Tell whether `line` is a point of a short list, such as stands below a title."""
    return line.text[:1] in "•·▪◦●○‣➢✓" and bool(line.text)


_BLANK = " \t\r\u00a0\u200b\u200c\u200d\u2060\ufeff"


def _classed(
    text: str, start: int, end: int, order: DayOrder | None, *, has_title: bool
) -> Line:
    bare = text[start:end].strip(_BLANK) if end - start <= 2 * LONGEST_TITLE else ""
    line = Line(start, end, bare)
    if bare and (kind := _kind_beside(bare)):
        dateline = _date_within(bare, order)
        return line._replace(is_=Class.KIND, kind=kind, dateline=dateline)
    if bare and is_notice(bare):
        dateline = _date_within(bare, order)
        if "mbargo" in bare.casefold():
            return line._replace(is_=Class.ASIDE, embargo=dateline)
        return line._replace(is_=Class.ASIDE, dateline=dateline)
    if bare and (place := labelled_place(bare)):
        dateline = Dateline(place, place, None, len(bare))
        return line._replace(is_=Class.DATE, dateline=dateline)
    if bare and is_aside(bare) and not date_alone(bare):
        return line._replace(is_=Class.ASIDE)
    return _dated(text, line, order, has_title=has_title)


def _kind_beside(line: str) -> str | None:
    """Return the kind that a line is, or has beside its date: `2019 | Statement`."""
    kind = kind_of(line)
    if kind is None and "|" in line and len(line) <= _LONGEST_DATE:
        kinds = (kind_of(part) for part in line.split("|"))
        return next(filter(None, kinds), None) if first_date(line) else None
    return kind


def _dated(text: str, line: Line, order: DayOrder | None, *, has_title: bool) -> Line:
    """Return `line`, which is a date, a title or a text, with what it is."""
    above = read_dateline(text, line.start, order)
    if above and above.place and above.end < line.end:  # with the text behind it
        return line._replace(dateline=above)
    if line.text and (found := date_line(line.text, order, has_title=has_title)):
        return line._replace(is_=Class.DATE, dateline=found)
    if above:
        is_alone = above.end > line.end
        return line._replace(is_=Class.DATE if is_alone else Class.BODY, dateline=above)
    return line._replace(is_=Class.TITLE if may_be_title(line.text) else Class.BODY)


# A year, or figures of which the last may be one; other scripts have more ways. Most
# lines have none, and it takes long to look for a date.
_FIGURE = re.compile(r"\d|年")  # "二〇一九年" has none
_MAY_BE_DATED = re.compile(
    r"(?<!\d)(?:\d{4}(?!\d)|\d{1,2}(?!\d)\D{1,14}\d\d(?!\d))|[^\x00-\u024f\u2000-\u206f]"
)


def date_line(
    line: str, order: DayOrder | None = None, *, has_title: bool = True
) -> Dateline | None:
    """Return what a line that is a date, or says whose date it is, says of it.

    `3 March 2019`, `Release: March 3, 2019`, `Kampot, 3 March 2019,`; below a title
    also an event before the place.
    """
    if len(line) > _LONGEST_DATE or not _FIGURE.search(line):
        return None
    if not _MAY_BE_DATED.search(line):
        return None
    if done := _DONE.match(line):
        line = line[done.end() :].removesuffix(".")
    if alone := date_alone(line):
        dated = _whole(alone.date(order))
        return dated and Dateline(line.strip(" .,;:"), None, dated, len(line))
    return _date_within_words(line, order, has_title=has_title)


def _date_within_words(
    line: str, order: DayOrder | None, *, has_title: bool
) -> Dateline | None:
    """Return the date and place of a line that says whose they are, or names both."""
    date = first_date(line)
    dated = None if date is None else _whole(date.date(order))
    if date is None or dated is None:
        return None
    before, behind = line[: date.start].rstrip(), line[date.end :].strip(_BLANK)
    if _said_before().fullmatch(before) and _may_be_behind().match(behind):
        return Dateline(line[date.start : date.end], None, dated, len(line))
    if not before and behind.startswith("|"):
        place = place_of(behind.strip("| "))
        printed = line if place else line[date.start : date.end]
        return Dateline(printed, place, dated, len(line))
    found = read_dateline(f"{line}\nX", 0, order)
    if found is not None and found.end > len(line) and found.dated is not None:
        return found._replace(end=len(line))
    is_event = has_title and before.endswith(",") and not behind.strip(".,")
    event = before.removesuffix(",").rpartition(",")[2]
    place = place_of(_IN.split(event)[-1]) if is_event else None
    return Dateline(line.strip(" .,"), place, dated, len(line)) if place else None


def _date_within(line: str, order: DayOrder | None) -> Dateline | None:
    """Return the one whole date in a line, None where it has none or several."""
    if not any(map(str.isdigit, line)):
        return None
    dates = [each for each in find_dates(line) if _whole(each.date(order))]
    if len(dates) != 1:
        return None
    printed = line[dates[0].start : dates[0].end]
    return Dateline(printed, None, dates[0].date(order), len(line))


def _whole(date: PartialDate | None) -> PartialDate | None:
    """Return a date that is at least a month; a year alone may be anything."""
    return date if date is not None and date.month is not None else None


def may_be_title(line: str) -> bool:
    """Tell whether a line reads as a headline.

    It is no sentence, quotation, salutation, list item or date; but it may end with
    an exclamation mark or a question mark.
    """
    longest = LONGEST_TITLE if line[:1] < "\u0e00" else _LONGEST_UNSPACED_TITLE
    return (
        0 < len(line) <= longest
        and any(map(str.isalpha, line))
        and not _sentence_end().search(line[-10:])
        and not _no_title().match(line)
        and not is_quotation(line)
    )


_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“", "「": "」"}


def is_quotation(title: str) -> bool:
    """Tell whether the quote that `title` opens with is closed at its very end."""
    closing = _QUOTES.get(title[0])
    if closing is None or not title.endswith(closing):
        return False
    return title[0] not in title[1:-1]


# Compiled when first needed.
@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(rf"(?:[.;:,…។៕៖။。；，：{DASH}]|\.\.\.)[\"'”’»)\]\s]{{0,8}}\Z")


@cache
def _no_title() -> re.Pattern[str]:
    return re.compile(
        rf"[•·▪◦●○‣➢✓>]|[*+{DASH}]+\s|\(?(?:{DIGIT}{{1,2}}|[a-z])[.)]\s|[၀-၉๐-๙]{{1,2}}[.)။]\s?"
        r"|(?:dear|estimad[oa]s?|monsieur|madame|sehr geehrte|señor|excellency|caro"
        r"|cara"
        r"|prezad[oa]s?|yth|kính gửi|we,|nous,)\b|សូមគោរព|យើងខ្ញុំ|[-_*=~.]+\Z",
        re.IGNORECASE,
    )


@cache
def _may_be_behind() -> re.Pattern[str]:
    """Return what finds that behind a date on its line comes nothing of it."""
    return re.compile(r"[;,|–—(.:/·-]|(?:by|par|por|von|oleh|in|da|at)\s|\Z")


@cache
def _said_before() -> re.Pattern[str]:
    """Return what finds the words before the date of a release, on its line."""
    return re.compile(
        rf"(?:(?:for|immediate|press|media|news|release[ds]?|published|publication|posted"
        r"|issued|date[ds]?|on|at|of|the|as|statement|joint|letter|open"
        r"|pressemitteilung"
        r"|medienmitteilung|stand|vom|den|datum|communiqué|de|du|presse|publié[es]?|le"
        r"|la"
        r"|date|fecha|publicad[oa]|el|em|data|comunicado|prensa|pubblicato|il|del"
        r"|comunicato|stampa|diterbitkan|dipublikasikan|tanggal|pada|siaran|pers|ngày"
        r"|đăng"
        r"|ရက်စွဲ|နေ့စွဲ|ថ្ងៃខែ|เผยแพร่วันที่|ລົງວັນທີ|ວັນທີ"
        r"|日付|發表日期|発行日|배포일|날짜"
        r"|fecha de|date de|ngày đăng|ចេញផ្សាយ|ថ្ងៃចេញផ្សាយ"
        r"|កាលបរិច្ឆេទ|ធ្វើនៅ|เผยแพร่|วันที่|เผยแพร่เมื่อ|發布日期|日期"
        rf"|发布日期|發佈日期|公開日|発表日|by)[\s.:：៖၊|,{WHITE}{DASH}]{{0,4}}){{1,8}}",
        re.IGNORECASE,
    )
