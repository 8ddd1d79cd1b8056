"""Classify the lines of a release's header: kind, date, contact or title.

The header is the text above the first paragraph, at most sixteen lines.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from mediarel.dates.printed import date_alone
from mediarel.dates.typed import DayOrder
from mediarel.release import asides, titles
from mediarel.release.dateline import (
    Dateline,
    date_line,
    date_within,
    kind_line,
    read_dateline,
)
from mediarel.release.headline import BLANK
from mediarel.release.names import is_like_a_person
from mediarel.release.words import ASIDES, DATELINES

MOST_LINES = 16
_LONGEST_MOTTO = 100
_LONGEST_OPEN = 40
_LONGEST_BESIDE = 300  # characters: a longer line is body text or a title
_POINTS = frozenset("-–•*+")
_BEHIND_NAME = re.compile(r"\s?[,|(–—·:]|\s-\s")


class Class(Enum):
    """The classification of a line of the header."""

    TITLE = "title"
    KIND = "kind"
    DATE = "date"
    ASIDE = "aside"  # contact, category, addressee, download, "for immediate release"
    BODY = "body"


class Line(NamedTuple):
    """A line of the header, and its position in the text from `start` to `end`.

    `dateline` is the place and date in the line. More text may follow on the same line.
    """

    start: int
    end: int
    text: str
    is_: Class = Class.BODY
    is_apart: bool = False  # an empty line is above it
    kind: str | None = None
    dateline: Dateline | None = None


def lines_of_head(text: str, order: DayOrder | None = None) -> Iterator[Line]:
    """Yield the lines of the header of `text`, then the first line of the body."""
    place, count = 0, 0
    is_apart, has_title, has_kind, block = True, False, False, ""
    while place < len(text) and count < MOST_LINES:
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        printed = text[place:end]
        if printed.strip(BLANK):
            line = _classed(text, place, end, order, has_title=has_title)
            is_open = line.is_ is Class.BODY and not (has_title or line.dateline)
            if is_open and _is_sentence_as_title(text, line, has_kind=has_kind):
                line = line._replace(is_=Class.TITLE)
            if has_title and _is_point(line):
                line = line._replace(is_=Class.ASIDE)
            block = _block_of(text, line, block, is_apart=is_apart)
            if block:
                line = line._replace(is_=Class.ASIDE)
            yield line._replace(is_apart=True) if is_apart and count else line
            if line.is_ is Class.BODY:
                return
            has_title = has_title or line.is_ is Class.TITLE
            has_kind = has_kind or line.is_ is Class.KIND
            count += 1
            is_apart = False
        else:
            is_apart = True
        place = end + 1


def _is_sentence_as_title(text: str, line: Line, *, has_kind: bool) -> bool:
    """Return True if `line` is the title, although it is a sentence.

    Such a line is in upper case, or above the dateline, or below the line that names
    the kind of the release.
    """
    is_one = 0 < len(line.text) <= _LONGEST_SENTENCE and ". " not in line.text
    if (
        not is_one
        or not line.text.endswith(".")
        or not titles.may_be_title(line.text[:-1])
    ):
        return False
    below = _line_below(text, line)
    if line.text.isupper() or (has_kind and not below and len(line.text) < _FULL_LINE):
        return True
    found = read_dateline(text, line.end + 1) if below else None
    if found is not None and found.place:
        return True
    next_line, _, rest = text[line.end :].lstrip(f"\n{BLANK}").partition("\n")
    # A date at the end is below the text, not below a title.
    return bool(below or rest.strip()) and date_line(next_line) is not None


_FULL_LINE = 100
_LONGEST_SENTENCE = 160


def _block_of(text: str, line: Line, above: str, *, is_apart: bool) -> str:
    """Return the block that `line` is part of: "address", "contact", or "" for none.

    `above` is the block of the line above. An empty line ends a block.
    """
    if above and not is_apart:
        goes_on = _is_more_of_address if above == "address" else _is_more_of_contact
        if goes_on(line):
            return above
    behind = line.text[len(line.dateline.printed) :] if line.dateline else ""
    if asides.begins_contact(line.text) or (
        behind and asides.is_aside(behind.strip(BLANK))
    ):
        return "contact"
    return "address" if _begins_address(text, line, is_first=is_apart) else ""


def _is_more_of_contact(line: Line) -> bool:
    """Return whether `line` is a contact person, an organisation or a phone number.

    Example: `Ann Bo, Press Officer`
    """
    if line.is_ is Class.ASIDE:
        return not asides.is_notice(line.text)
    name = _BEHIND_NAME.split(line.text, maxsplit=1)[0]
    is_named = is_like_a_person(name) or asides.is_issuer(line.text)
    return line.is_ is Class.TITLE and is_named


def _begins_address(text: str, line: Line, *, is_first: bool) -> bool:
    """Return whether `line`, alone or with the next line, is an addressee."""
    if line.is_ is Class.ASIDE:
        return asides.is_addressee(line.text)
    is_other = line.is_ is not Class.TITLE and line.is_ is not Class.BODY
    if not is_first or is_other or not line.text or len(line.text) > _LONGEST_MOTTO:
        return False
    return asides.begins_address(line.text, _line_below(text, line))


def _is_more_of_address(line: Line) -> bool:
    """Return whether `line` may continue the address above it: `Reading Office,`."""
    if line.is_ is Class.BODY:
        is_open = line.text.endswith((",", "Presente.-")) or line.text[:1] in _POINTS
        return is_open and asides.goes_on_address(line.text.rstrip(";"))
    return line.is_ in {Class.TITLE, Class.ASIDE} and asides.goes_on_address(line.text)


def _line_below(text: str, line: Line) -> str:
    end = text.find("\n", line.end + 1)
    return text[line.end + 1 : end if end >= 0 else len(text)].strip(BLANK)


def _is_point(line: Line) -> bool:
    """Return whether `line` is a bullet point, as in a short list below a title."""
    return line.text[:1] in "•·▪◦●○‣➢✓" and bool(line.text)


def _classed(
    text: str, start: int, end: int, order: DayOrder | None, *, has_title: bool
) -> Line:
    bare = (
        text[start:end].strip(BLANK) if end - start <= 2 * titles.LONGEST_TITLE else ""
    )
    line = Line(start, end, bare)
    told = _told(line, order) if 0 < len(bare) <= _LONGEST_BESIDE else None
    if told and told.text != bare:  # a title after "For immediate release:"
        return told._replace(start=text.index(told.text, start))
    return told or _dated(text, line, order, has_title=has_title)


def _told(line: Line, order: DayOrder | None) -> Line | None:
    """Classify a line that has a kind, a release notice or a place, or is secondary.

    Return None for all other lines.
    """
    bare = line.text
    if found := kind_line(bare, order):
        kind, dateline = found
        return line._replace(is_=Class.KIND, kind=kind, dateline=dateline)
    if asides.is_notice(bare):
        return _noticed(line, order)
    if _is_beside(bare) and not (date_alone(bare) or date_line(bare, order)):
        return line._replace(is_=Class.ASIDE)
    return None


def _noticed(line: Line, order: DayOrder | None) -> Line:
    """Classify a line with a release notice, which may also have a title or a date."""
    dateline = date_within(line.text, order)
    if asides.is_embargo(line.text):
        return line._replace(is_=Class.ASIDE)
    if dateline is None and (title := _title_behind(line.text)):
        return line._replace(text=title, is_=Class.TITLE)
    return line._replace(is_=Class.ASIDE, dateline=dateline)


_BREADCRUMB = re.compile(r"(?:[^\n]{1,60}?(?:\s[/›»>‹]|[›»‹])\s){2}")


def _is_beside(bare: str) -> bool:
    return (
        _BREADCRUMB.match(bare) is not None
        or asides.is_aside(bare)
        or asides.is_of_use(bare)
        or asides.is_of_letterhead(bare)
    )


def _dated(text: str, line: Line, order: DayOrder | None, *, has_title: bool) -> Line:
    """Classify `line` as a date, a title or body text."""
    above = read_dateline(text, line.start, order)
    if above and above.place and above.end < line.end:  # followed by text
        return line._replace(dateline=above)
    if line.text and (found := date_line(line.text, order, has_title=has_title)):
        return line._replace(is_=Class.DATE, dateline=found)
    # A date with ambiguous day and month.
    if len(line.text) <= _LONGEST_OPEN and line.text[-1:].isdigit():
        label = DATELINES.before_date.match(line.text)
        if date_alone(line.text[label.end() if label else 0 :]) is not None:
            return line._replace(is_=Class.DATE)
    behind = text[above.end : line.end] if above else ""
    if (
        not has_title
        and 0 < len(behind) <= _LONGEST_SENTENCE
        and titles.may_be_title(behind)
    ):
        return line._replace(is_=Class.TITLE, dateline=above)
    if above:
        is_alone = above.end > line.end
        return line._replace(is_=Class.DATE if is_alone else Class.BODY, dateline=above)
    is_title = titles.may_be_title(line.text)
    return line._replace(is_=Class.TITLE) if is_title else line


def _title_behind(notice: str) -> str:
    """Return the title after a release notice on the same line, or "".

    Example: `For immediate release: Council Reopens the Reading Room`
    """
    found = ASIDES.release_notice.match(notice)
    title = _BEHIND.match(notice, found.end()) if found else None
    if title is None or len(title[1].split()) < _LEAST_WORDS:
        return ""
    is_title = title[1][0].isupper() and titles.may_be_title(title[1])
    return title[1] if is_title and not asides.is_aside(title[1]) else ""


_BEHIND = re.compile(r"\s?[)\]]?\s?[:：–—-]\s{1,4}(\S[^\n]{20,240})")
_LEAST_WORDS = 4
