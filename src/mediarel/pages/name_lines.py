"""A line of each entry that names who issued it, with no word that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.pages.fields import entry_fields
from mediarel.pages.kinds import is_kind
from mediarel.pages.labels import label_of
from mediarel.pages.noise import is_noise, is_read_more
from mediarel.pages.titles import ends_sentence
from mediarel.release.issuers import is_issuer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.pages.found import Line, RawEntry

_LEAST = 4  # entries, of fewer nothing can be said
_MOST = 0.8  # of the entries, for what holds of all
_LONGEST = 60
_SURE = 0.5  # of the names that are those of organisations by their own words


def are_names(lines: Sequence[str | None]) -> bool:
    """Tell whether lines, one of each entry, are the names of who issued them.

    Organisations issue more than one statement: their names recur.
    """
    names = [line for line in lines if line is not None and _may_be_name(line)]
    if len(lines) < _LEAST or len(names) < _MOST * len(lines):
        return False
    distinct = set(names)
    sure = sum(map(is_issuer, distinct))
    return len(distinct) < len(names) and sure >= _SURE * len(distinct)


def _may_be_name(line: str) -> bool:
    return (
        len(line) <= _LONGEST
        and line[:1].isalpha()
        and not line[:1].islower()
        and not ends_sentence(line)
        and not is_kind(line)
        and label_of(line) is None
        and not is_noise(line)
        and not is_read_more(line)
    )


def with_names(entries: Sequence[RawEntry]) -> list[RawEntry]:
    """Return entries with the name that each text begins with beside its date.

    It stands on a line of its own above the text, below the title and the date.
    """
    firsts = [_first_of(each) for each in entries]
    if not are_names(firsts):
        return list(entries)
    return [
        entry
        if first is None or not _may_be_name(first)
        else entry._replace(
            beside=(f"Author: {first}", *entry.beside), body=_below(entry)
        )
        for entry, first in zip(entries, firsts, strict=True)
    ]


def _first_of(entry: RawEntry) -> str | None:
    """Return the first line of a text that goes on below, None where there is none."""
    said = [each.text.strip() for each in entry.body if each.text.strip()]
    if len(said) < 2 or is_read_more(said[1], entry.title):  # noqa: PLR2004 - and a text
        return None
    is_known = "program" in entry_fields(entry)
    return said[0] if entry.title and not is_known else None


def _below(entry: RawEntry) -> tuple[Line, ...]:
    """Return the body of an entry without its first line that says something."""
    first = next(n for n, each in enumerate(entry.body) if each.text.strip())
    begin = first + 1
    while begin < len(entry.body) and not entry.body[begin].text.strip():
        begin += 1
    return entry.body[begin:]
