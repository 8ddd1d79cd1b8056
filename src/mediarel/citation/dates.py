"""Dates of citations: as exact as they are known, and unsure where they are.

One that is only known to lie between two days is told in words: the range of a style
would say that it lasted so long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.dates.interval import Interval

if TYPE_CHECKING:
    from mediarel.citation.words import Words
    from mediarel.dates.edtf import PartialDate
    from mediarel.dates.interval import KeptDate


def apa(date: KeptDate, words: Words) -> str:
    """Return `2012, July 16`, `ca. 2012, July` (APA, 7th edition, 9.14)."""
    if isinstance(date, Interval):
        return between(date, words)
    month = "" if date.month is None else f", {words.months[date.month - 1]}"
    day = "" if date.day is None else f" {date.day}"
    circa = f"{words.circa_in_short} " if date.qualifier else ""
    return f"{circa}{date.year}{month}{day}"


def chicago(date: KeptDate, words: Words) -> str:
    """Return `July 16, 2012`, `[July 2012?]` (CMOS, 18th edition, 14.44)."""
    if isinstance(date, Interval):
        return between(date, words)
    day = "" if date.day is None else f" {date.day},"
    month = "" if date.month is None else f"{words.months[date.month - 1]}{day} "
    told = f"{month}{date.year}"
    return f"[{told}?]" if date.qualifier else told


def mla(date: KeptDate, words: Words) -> str:
    """Return `16 July 2012`, `Circa Sept. 2012` (MLA, 9th edition, 5.68)."""
    if isinstance(date, Interval):
        return between(date, words)
    told = _day_first(date, words.months_in_short)
    circa = words.circa[:1].upper() + words.circa[1:]
    return f"{circa} {told}" if date.qualifier else told


def harvard(date: KeptDate, words: Words) -> str:
    """Return the year alone: `2012`, `2012?`, `ca. 2012`; of an interval all of it."""
    if isinstance(date, Interval):
        return between(date, words)
    return _qualified(date, str(date.year), words)


def in_words(date: KeptDate, words: Words) -> str:
    """Return `16 July 2012`, `July 2012?`, `ca. 2012`, as running text has it."""
    if isinstance(date, Interval):
        return between(date, words)
    return _qualified(date, _day_first(date, words.months), words)


def between(date: Interval, words: Words) -> str:
    """Return `between October 2012 and November 2012`, `2011 or later`."""
    ends = [in_words(end, words) for end in date if end is not None]
    if date.begin and date.end:
        return words.between.format(*ends)
    return (words.or_later if date.begin else words.or_earlier).format(*ends)


def _qualified(date: PartialDate, told: str, words: Words) -> str:
    if date.qualifier == "~":
        return f"{words.circa_in_short} {told}"
    return f"{told}{date.qualifier}"


def _day_first(date: PartialDate, months: tuple[str, ...]) -> str:
    day = "" if date.day is None else f"{date.day} "
    month = "" if date.month is None else f"{months[date.month - 1]} "
    return f"{day}{month}{date.year}"
