"""Parse the day at an edge of a row below its month: `30 – Title`, `Title (12/17)`."""

from __future__ import annotations

import re

_MOST_DAYS = 31
_UNIT = r"(?:st|nd|rd|th|er|º|ª|°|日|號|号)?"
_WORDS = r"(?:[^\W\d_]{2,12}\.?,?\s{1,3}|ថ្ងៃទី\s?|ទី\s?|วันที่\s?|ວັນທີ\s?)?"
_AT_START = re.compile(
    rf"(?:[•*–—-]\s{{0,4}})?(?P<day>[(\[]?{_WORDS}(?P<number>\d{{1,2}}){_UNIT})(?![\w])"
    r"(?P<sign>\s{0,4}(?:[–—|:：·)\]•-]|\.(?=\s)|\t)\s{0,4}|\s{1,4}|\Z)",
    re.IGNORECASE,
)
_AT_END = re.compile(rf"[(\[](?P<day>(?P<number>\d{{1,2}}){_UNIT})(?P<sign>[)\]])\Z")
# The month is repeated: "12/17", "17.12.".
_PAIR = r"(?P<first>\d{1,2})\s?[-/.．／]\s?(?P<second>\d{1,2})\.?"
_PAIR_AT_START = re.compile(
    rf"(?:[•*–—-]\s{{0,4}})?(?P<day>[(\[]?{_PAIR})"
    r"(?P<sign>[)\]]?\s{0,4}(?:[–—|:：·•-]|\t)\s{0,4}|[)\]]?\s{1,4}|\Z)"
)
_PAIR_AT_END = re.compile(rf"[(\[](?P<day>{_PAIR})(?P<sign>[)\]])\Z")


def day_behind(text: str, month: int) -> tuple[int, int] | None:
    """Return the day in brackets at the end of a title, and its position.

    Returns None if there is no day, or the day is in a different month.
    """
    for found in (at_end(text), pair_at_end(text)):
        number = 0 if found is None else number_of(found, month)
        if found is not None and 1 <= number <= _MOST_DAYS:
            return number, found.start()
    return None


def number_of(found: re.Match[str], month: int) -> int:
    """Return the day in a match, or 0 if the match names a different month."""
    if "number" in found.re.groupindex:
        return int(found["number"])
    first, second = int(found["first"]), int(found["second"])
    return second if first == month else first if second == month else 0


def pair_at_start(text: str) -> re.Match[str] | None:
    """Return the match of a day and month at the beginning of a row."""
    return _PAIR_AT_START.match(text)


def pair_at_end(text: str) -> re.Match[str] | None:
    """Return the match of a day and month in brackets at the end of a row."""
    return _PAIR_AT_END.search(text[-12:]) and _PAIR_AT_END.search(text)


def at_start(text: str) -> re.Match[str] | None:
    """Return the match of a day at the beginning of a row: `30 – Title`."""
    return _AT_START.match(text)


def at_end(text: str) -> re.Match[str] | None:
    """Return the match of a day in brackets at the end of a row."""
    return _AT_END.search(text[-8:]) and _AT_END.search(text)
