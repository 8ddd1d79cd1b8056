"""Split rows that were copied without the break between two parts of a page.

A date may run into the text after it (`July 18, 2013The council …`), or "Read more"
into the next title (`Read moreReopen the room`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mediarel.dates.printed import PrintedDate, date_alone
from mediarel.pages.noise import without_read_more
from mediarel.pages.page_rows import MORE, TEXT, row_of
from mediarel.pages.title_likeness import ends_sentence, is_title_like, width
from mediarel.pages.words_around import READ_MORE, folded, unaccented

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from mediarel.pages.page_rows import Row


_LEAST_GLUED = 3  # lines with a glued date
_SHARE = 0.25  # share of similar lines
_LONGEST = 40
_SIGNS = " \t-–—_|:·•.,("
_LONGEST_TITLE = 120  # after more characters, a period may end a sentence
_LETTERS = 3  # letters in the text before
_FIGURES = (
    r"\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)\d{4}"
    r"|\d{4}(?P<sign>[-/.])\d{2}(?P=sign)\d{2}"
)
_NAMED = (
    r"\d{1,2}(?:st|nd|rd|th|er|\.)?[\s-](?:de\s)?[^\W\d_]{3,10}\.?,?[\s-](?:de\s)?\d{4}"
    r"|[A-ZÀ-Þ][^\W\d_]{2,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}"
    r"|\d{4}年\d{1,2}月\d{1,2}日"
)
_BEHIND = re.compile(
    rf"(?:\s[.,]|\s{{0,2}}[-–—_|:·•]?\s{{0,2}})(?P<date>{_FIGURES}|{_NAMED})"
    r"[\s)\].]{0,3}\Z"
)
_LEAST = 2  # rows of a page with this defect
_TEXT = 60  # characters of a text after a date
_LONG = 100
_FAR = 30  # rows above that may contain a title repeated by "Read more"
_SAME = 12  # characters that identify a title
_LEAST_TITLE = 4
_TITLE = 15  # characters of a title with a text glued to it
# A sentence begins within an apparent word: "… in winterThe council …".
_CAPITAL = re.compile(r"(?<=[a-zß-ÿ!?])(?=[A-ZÀ-Þ][a-zß-ÿ\s])")
_QUOTES = frozenset("\"'“‘«„")
_BY_MORE = tuple(sorted(READ_MORE, key=len, reverse=True))
_ENDS = (*'.…]!?”")»', "。", "！", "？", "」", "។", "၊", "။")


def with_breaks(rows: list[Row]) -> list[Row]:
    """Return `rows` with joined rows split, if several are joined in the same way."""
    return _with_titles(_with_texts(_with_whole_entries(rows)))


def _with_whole_entries(rows: list[Row]) -> list[Row]:
    """Return `rows` with single lines split into title, text and date."""
    found = {n: parts for n, row in enumerate(rows) if (parts := _whole_entry(row))}
    return _split(rows, found) if len(found) >= _LEAST else rows


def _whole_entry(row: Row) -> tuple[str, ...]:
    """Return title, text and date of a line without spaces between them."""
    if row.kind != TEXT or not row.text[-1:].isdecimal() or len(row.text) < _LONG:
        return ()
    date = glued_date(row.text)
    if date is None or (row.dates and row.dates[0].start == 0):
        return ()
    text = row.text[: date.start]
    for found in _CAPITAL.finditer(text):
        title, rest = text[: found.start()], text[found.start() :]
        if len(title) >= _TITLE and len(rest) >= _TEXT and is_title_like(title):
            printed = row.text[date.start :].lstrip(" .-–—_|:·•(")
            return title, rest, printed
    return ()


def _with_texts(rows: list[Row]) -> list[Row]:
    """Return `rows` with dates separated from the texts glued to them."""
    found = {n: parts for n, row in enumerate(rows) if (parts := _dated_text(row))}
    return _split(rows, found) if len(found) >= _LEAST else rows


def _dated_text(row: Row) -> tuple[str, ...]:
    date = row.dates[0] if row.dates and row.kind == TEXT else None
    if date is None or date.start or date.year is None:
        return ()
    rest = row.text[date.end :]
    if not (rest[:1].isalpha() or rest[:1] in _QUOTES):
        return ()
    text, is_led_on = without_read_more(rest)
    is_ended = is_led_on or ends_sentence(text)
    is_text = width(rest) >= _LONG or (width(rest) >= _TEXT and is_ended)
    is_other = any(each.start == date.end for each in row.dates)
    return (row.text[: date.end], rest) if is_text and not is_other else ()


def _with_titles(rows: list[Row]) -> list[Row]:
    """Return `rows` with titles separated from the "Read more" of the entry above."""
    low = unaccented("\n".join(row.text for row in rows))
    mores = [phrase for phrase in _BY_MORE if phrase in low]
    found = {
        n: parts for n in range(len(rows)) if (parts := _led_title(rows, n, mores))
    }
    return _split(rows, found) if len(found) >= _LEAST else rows


def _led_title(rows: list[Row], n: int, mores: Sequence[str]) -> tuple[str, ...]:
    """Return the parts of a row before, in and after a glued "Read more"."""
    row = rows[n]
    if row.kind not in {TEXT, MORE}:
        return ()
    for begin, end in _mores(row.text, mores):
        title, before = row.text[end:], row.text[:begin].rstrip()
        if len(title) < _LEAST_TITLE or not _begins_title(title):
            continue
        if before and not before.endswith(_ENDS):
            continue
        low = folded(title)[:_SAME]
        above = (folded(x.text) for x in rows[max(n - _FAR, 0) : n])
        if any(text.startswith(low) for text in above):
            continue  # the title repeats the title of its own entry
        return tuple(filter(None, (before, row.text[begin:end], title)))
    return ()


def _begins_title(text: str) -> bool:
    first = text[0]
    is_letter = first.isupper() or (first.isalpha() and first.lower() == first.upper())
    return is_letter or first.isdecimal() or first in "“\"'‘«„¿¡「『《【"


def _mores(text: str, phrases: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of a "Read more" that has no space after it."""
    low = unaccented(text)
    for phrase in phrases:
        if phrase in low:
            yield from (each.span() for each in _pattern(phrase).finditer(low))


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_])[\[(«]?\s?{re.escape(phrase)}\s?[\])»›>→.…]{{0,4}}(?=\S)"
    )


def _split(rows: list[Row], parts: dict[int, tuple[str, ...]]) -> list[Row]:
    return [
        each for n, row in enumerate(rows) for each in _pieces(row, parts.get(n, ()))
    ]


def _pieces(row: Row, parts: tuple[str, ...]) -> Iterator[Row]:
    if not parts:
        yield row
    for n, text in enumerate(parts):
        yield row_of(text, row.number, 0 if n else row.blanks)


def glued_date(text: str) -> PrintedDate | None:
    """Return the date at the end of a text, even if no space precedes the date."""
    moved = max(0, len(text) - _LONGEST)
    for found in _BEHIND.finditer(text, moved):
        date = date_alone(found["date"])
        if date is None or not (date.day or date.figures):
            continue
        before = text[: found.start()]
        if before[-1:].isdecimal() and found["mark"] is found["sign"]:
            return None  # "4-5 March 2019"
        if before.endswith((".", ",")) and len(before) <= _LONGEST_TITLE:
            before = before[:-1]
        if sum(map(str.isalpha, before)) < _LETTERS:
            return None
        return date._replace(start=len(before), end=len(text))
    return None


def is_same(one: PrintedDate, glued: PrintedDate, text: str) -> bool:
    """Return whether the glued date was already read in the same place."""
    is_at_end = not any(map(str.isalnum, text[one.end :]))
    between = text[glued.start : max(one.start, glued.start)]
    return is_at_end and one.year == glued.year and not between.strip(_SIGNS)


def recurring(
    lines: Iterable[tuple[int, str]], key: Callable[[int], Hashable]
) -> dict[int, PrintedDate]:
    """Return the dates at line ends, if several lines with the same `key` have one."""
    found: dict[Hashable, dict[int, PrintedDate]] = {}
    counts: dict[Hashable, int] = {}
    for number, text in lines:
        of = key(number)
        counts[of] = counts.get(of, 0) + 1
        date = (
            glued_date(text) if text[-1:].isdecimal() or text[-1:] in ")].日" else None
        )
        if date is not None:
            found.setdefault(of, {})[number] = date
    return {
        number: date
        for of, dates in found.items()
        if len(dates) >= max(_LEAST_GLUED, _SHARE * counts[of])
        for number, date in dates.items()
    }


def with_glued_dates(rows: list[Row]) -> list[Row]:
    """Return `rows` with dates at row ends, even glued ones, if many rows have them."""
    shown = ((n, row.text) for n, row in enumerate(rows) if row.kind == TEXT)
    found = list(rows)
    for n, date in recurring(shown, lambda _: None).items():
        row = rows[n]
        if row.dates and is_same(row.dates[-1], date, row.text):
            continue
        others = [each for each in row.dates if each.end <= date.start]
        found[n] = row._replace(dates=(*others, date))
    return found
