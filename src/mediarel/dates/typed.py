"""Parse the dates that people type. Only this module uses dateutil."""

import datetime as dt
import re
from enum import Enum

from mediarel import errors
from mediarel.dates import edtf
from mediarel.dates.months import KHMER_MONTHS, KHMER_WEEKDAYS

ENGLISH_MONTHS = {
    **{name.lower(): number for number, name in enumerate(edtf.MONTHS, 1)},
    **{name[:3].lower(): number for number, name in enumerate(edtf.MONTHS, 1)},
    "sept": 9,
}
ENGLISH_WEEKDAYS = {
    **{name.lower(): number for number, name in enumerate(edtf.WEEKDAYS)},
    **{name[:3].lower(): number for number, name in enumerate(edtf.WEEKDAYS)},
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}


class DayOrder(Enum):
    """The order of day and month in a numeric date such as 03/04/2012."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


# Longer than any typed date, so the patterns never search a whole book.
_LONGEST = 100
_CONTROL = r"[\x00-\x1f\x7f-\x9f]"
# Zero-width characters are removed, and hyphens are unified. Dashes are kept: 2011–12
# is two years.
_AS_TYPED = {
    **dict.fromkeys((*range(0x200B, 0x2010), 0x2060, 0xFEFF)),
    **dict.fromkeys((0x2010, 0x2011), "-"),
}
# Values that dateutil fills in for missing parts. The two values differ in every part,
# so a part that is equal in both results was typed. Both days exist in every month.
_DEFAULTS = (
    dt.datetime(2001, 1, 1, tzinfo=dt.UTC),
    dt.datetime(1902, 2, 2, tzinfo=dt.UTC),
)
_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_DAYS_AGO = {"today": 0, "yesterday": 1}
_ABOUT = r"(?:circa|ca|c)(?:\. ?| |(?=[0-9]))"
_CLOCK = (
    r"(?:(?<=[0-9])t|,? (?:at )?)(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"
    r"(?::[0-5][0-9](?:[.,][0-9]+)?)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))?$"
)
_ORDINAL = r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)(?![a-z])"
_SEPARATOR = r"\.? ?[-/,] ?|\.? |\.|(?<=[0-9])(?=[^\W0-9])|(?<=[^\W0-9])(?=[0-9])"
# The parts of a date: Y a year, M a named month, N another number.
_SHAPES = {"Y", "MY", "YM", "NMY", "MNY", "YMN", "NY", "YN", "NNY", "YNN"}
_WHOLE_DAY = 3
# 07/2012 is a month, because each end of an interval has a year or is two dots.
_HAS_A_YEAR = re.compile(r"(?<![0-9០-៩])[0-9០-៩]{4}(?![0-9០-៩])")
_DOTTED = re.compile(r"(?:[a-z]+\.?,? )?[0-9]{1,2}\. ?[0-9]{1,2}\. ?[0-9]{4}")
# In a numeric date, the separators must be equal: 2012-07/08 is July and August, not 8
# July.
_TWO_FIGURES = r"[0-9] ?[-/.] ?[0-9]"
_THREE_FIGURES = r"[0-9]( ?[-/.] ?| )[0-9]{1,2}\1[0-9]"
_FIGURES = {
    **dict.fromkeys(("NY", "YN"), _TWO_FIGURES),
    **dict.fromkeys(("NNY", "YNN"), _THREE_FIGURES),
}


def read_date_or_interval(
    text: str, *, today: dt.date, order: DayOrder | None = None
) -> edtf.KeptDate:
    """Parse a date or an interval that a person has typed.

    An interval has two dates with `/` between them: `2012-10/2012-11`. Each date has a
    form that `read_date` can parse. Two dots mean an unknown date.

    Raises AmbiguousDateError or InvalidDateError.
    """
    ends = edtf.ends_of(text) if len(text) <= 2 * _LONGEST else None
    if ends is None and "/" in (text[:1], text[-1:]):
        raise errors.InvalidDateError(text, hint=edtf.HOW)
    if ends is None or not all(
        each.strip() == edtf.OPEN or _HAS_A_YEAR.search(each) for each in ends
    ):
        return read_date(text, today=today, order=order)
    begin, end = (
        None if each.strip() == edtf.OPEN else read_date(each, today=today, order=order)
        for each in ends
    )
    return edtf.interval(text, begin, end)


def read_date(
    text: str, *, today: dt.date, order: DayOrder | None = None
) -> edtf.PartialDate:
    """Parse a date that a person has typed: a day, a month or a year.

    The date is in English, in Khmer, in ISO 8601 or in EDTF, or it is "today" or
    "yesterday". Years have four digits. A time of day is ignored. `order` is the order
    of day and month in `03/04/2012`. If dots separate the numbers, the day is first.

    Raises AmbiguousDateError if both orders are possible and `order` is None. Raises
    InvalidDateError if `text` is not a single date.
    """
    clean = _clean(text)
    if clean in _DAYS_AGO:
        day = today - dt.timedelta(days=_DAYS_AGO[clean])
        return edtf.PartialDate(day.year, day.month, day.day)
    if edtf.EDTF.fullmatch(clean):
        return edtf.PartialDate.from_edtf(clean)
    clean, about = re.subn(rf"^{_ABOUT}", "", clean)
    qualifier = "~" if about else ""
    if not about and clean.endswith(("?", "~")):
        clean, qualifier = clean[:-1].rstrip(), clean[-1]
    words, shape, weekday = _words(text, clean)
    readings = [
        edtf.PartialDate(date.year, date.month, date.day, qualifier)
        for date in _readings(text, words, shape, order)
    ]
    if weekday is not None:
        readings = _on_weekday(text, readings, weekday)
    if len(readings) > 1 and not _DOTTED.match(clean):
        raise errors.AmbiguousDateError(text, [date.long() for date in readings])
    return readings[0]


def _clean(text: str) -> str:
    """Convert `text` to lower case and to English, with single spaces."""
    inner = text.strip(" \t\r\n")
    if not inner:
        raise errors.InvalidDateError(text, "is empty")
    if len(text) > _LONGEST or re.search(_CONTROL, inner):
        raise errors.InvalidDateError(text)
    spaced = " ".join(inner.translate(_AS_TYPED).lower().split())
    clean = _in_english(spaced)
    return re.sub(r"^([1-9][0-9]{3})([0-9]{2})([0-9]{2})$", r"\1-\2-\3", clean)


def _words(text: str, clean: str) -> tuple[list[str], str, int | None]:
    """Split a date into words. Return the words, their shape, and the weekday.

    The shape has one letter for each word: see `_SHAPES`. Separators, "the", "of",
    ordinal suffixes and a time of day are ignored.

    Raises InvalidDateError if there is any other text.
    """
    clean, clock = re.subn(_CLOCK, "", clean)
    parts = re.split(_SEPARATOR, re.sub(_ORDINAL, r"\1", clean))
    words = [part for part in parts if part not in ("the", "of")]
    weekday = None
    for end in (0, -1):
        if weekday is None and words and words[end] in ENGLISH_WEEKDAYS:
            weekday = ENGLISH_WEEKDAYS[words.pop(end)]
    shape = "".join(map(_kind, words))
    if "?" in shape:
        raise errors.InvalidDateError(text)
    if shape == "YY":
        one, other = words
        hint = f"A date between them: {one}/{other}. Both years: {one}..{other}"
        raise errors.InvalidDateError(text, "has two years", hint)
    if "Y" not in shape:
        raise errors.InvalidDateError(text, "has no four-digit year")
    if (
        shape not in _SHAPES
        or ((clock or weekday is not None) and len(shape) < _WHOLE_DAY)
        or not re.search(_FIGURES.get(shape, ""), clean)
    ):
        raise errors.InvalidDateError(text, "can't be read as one date")
    return words, shape, weekday


def _kind(word: str) -> str:
    if word in ENGLISH_MONTHS:
        return "M"
    if re.fullmatch(r"[1-9][0-9]{3}", word):
        return "Y"
    return "N" if re.fullmatch(r"[0-9]{1,2}", word) else "?"


def _readings(
    text: str, words: list[str], shape: str, order: DayOrder | None
) -> list[edtf.PartialDate]:
    """Return the possible dates: two if the order of day and month is unknown.

    In the first of the two dates, the day is before the month.
    """
    plain = " ".join(words)
    if shape != "NNY":
        # With day first, dateutil would read 2012/07/08 as 7 August.
        return [_by_dateutil(text, plain, DayOrder.MONTH_FIRST)]
    if order is None:
        both = (_by_dateutil(text, plain, either) for either in DayOrder)
        return list(dict.fromkeys(both))
    date = _by_dateutil(text, plain, order)
    # dateutil swaps day and month if the order is impossible.
    if int(words[0]) != (date.day if order is DayOrder.DAY_FIRST else date.month):
        raise errors.InvalidDateError(text, f"is not a valid {order.value} date")
    return [date]


def _by_dateutil(text: str, plain: str, order: DayOrder) -> edtf.PartialDate:
    """Parse a date with dateutil, and remove the parts that dateutil adds."""
    # Most commands read no typed date, and this import takes 25 ms.
    from dateutil.parser import ParserError, parse  # noqa: PLC0415

    try:
        one, other = (
            parse(plain, default=default, dayfirst=order is DayOrder.DAY_FIRST)
            for default in _DEFAULTS
        )
    except ParserError:
        raise errors.InvalidDateError(text, edtf.NOT_A_DAY) from None
    return edtf.PartialDate(
        one.year,
        one.month if one.month == other.month else None,
        one.day if one.day == other.day else None,
    )


def _on_weekday(
    text: str, readings: list[edtf.PartialDate], weekday: int
) -> list[edtf.PartialDate]:
    """Return the dates that are on `weekday`. Each date must have a day."""
    found = [dt.date.fromisoformat(date.first).weekday() for date in readings]
    if weekday not in found:
        fact = " or a ".join(edtf.WEEKDAYS[number] for number in found)
        raise errors.InvalidDateError(
            text, f"is a {fact}, not a {edtf.WEEKDAYS[weekday]}"
        )
    return [
        date for date, number in zip(readings, found, strict=True) if number == weekday
    ]


def _in_english(text: str) -> str:
    """Translate the Khmer words of a date to English.

    `ថ្ងៃចន្ទ ទី១៦ ខែកក្កដា ឆ្នាំ២០១២` becomes `monday 16 july 2012`. The words for day,
    month and year are removed only in their usual position. Elsewhere, the parser
    rejects them as unknown words.
    """
    text = text.translate(_KHMER_DIGITS)
    text = _translated(text, r"(?:ខែ ?)?", KHMER_MONTHS)
    text = re.sub(
        r"ខែ ?(0?[1-9]|1[0-2])(?![0-9])",
        lambda found: f" {edtf.MONTHS[int(found[1]) - 1].lower()} ",
        text,
    )
    text = _translated(text, r"(?:ថ្ងៃ ?)?", KHMER_WEEKDAYS)
    text = re.sub(r"(?:ថ្ងៃ ?ទី|ថ្ងៃ|ទី) ?([0-9]{1,2})(?![0-9])", r" \1 ", text)
    # The last two signs of "year" look the same in either order.
    text = re.sub(r"ឆ្ន(?:ាំ|ំា) ?([0-9]{4})(?![0-9])", r" \1 ", text)
    return " ".join(text.split())


def _translated(text: str, lead: str, names: dict[str, str]) -> str:
    """Translate names to English, and remove text that matches `lead` before a name."""
    # Longest first: some spellings are the beginning of another.
    known = "|".join(sorted(names, key=len, reverse=True))
    pattern = f"{lead}({known})"
    return re.sub(pattern, lambda found: f" {names[found[1]].lower()} ", text)
