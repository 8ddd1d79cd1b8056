"""Read the signatories of a release from its text.

Most lists are below a heading ("Signed by:"), with one name per line. Headings within
the list are not names. The list ends at contacts, notes, or a sentence. Some lists have
no heading and begin after the last sentence of the text. Some signatories are in a
sentence: "a statement by A on behalf of B, C and D".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mediarel.release.below_heading import Listed, is_above_names, is_dated, list_below
from mediarel.release.closings import is_closing, is_of_one
from mediarel.release.columns import in_columns, of_table
from mediarel.release.ends import is_end, is_note, is_page_number
from mediarel.release.inline import (
    heading_of,
    name_beside,
    names_beside,
    names_in_sentence,
)
from mediarel.release.listed import one_a_line
from mediarel.release.namelike import is_sentence, is_title_like
from mediarel.release.officers import officers
from mediarel.release.one_name import LONGEST_NAME, clean_name, is_rest_of_list
from mediarel.release.people import is_office
from mediarel.release.signing import announced, is_heading, is_part, may_be_signed
from mediarel.release.words import SIGNING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKED_AT = 300_000  # characters, from the end
_MOST_NAMES = 5000
_MOST_LINES = 1000  # of a list without a heading, or below it
_LEAST_LINES = 5  # of a list without a heading
_MOST = 0.9
_LEAST_MARKED = 3  # of a list with a star before each name
_MANY = ("organi", "associa", "群組", "團體", "团体", "団体", "groups", "អង្គការ")


class Signatories(NamedTuple):
    """The names as printed, and their number if the text announces one.

    `start` is where in the text their heading, or the first name, begins. `end` is
    where the text below the names begins.
    """

    names: tuple[str, ...] = ()
    announced: int | None = None
    start: int | None = None
    end: int | None = None


def read_signatories(text: str) -> Signatories:
    """Return the names of the signatories of `text`, in order, without duplicates."""
    cut = max(0, len(text) - _LOOKED_AT)
    text = text[cut:]
    low = text.casefold()
    found = Signatories()
    if "\n" in text:
        lines = text.split("\n")
        if may_be_signed(lines):
            found = _below_headings(lines)
        # At least three names, and a text above them.
        if not found.names and len(lines) > _LEAST_MARKED:
            is_of_many = _speaks_of_many(low)
            found = _by_officers(lines)
            if not found.names:
                found = _after_the_last_sentence(lines, is_of_many=is_of_many)
    if not found.names and _mentions_speaker(low):
        found = Signatories(tuple(_in_a_sentence(text)))
    if not found.names:
        return found
    names = (
        name
        for name in found.names
        if not (is_rest_of_list(name) or is_office(name) or is_note(name))
    )
    return found._replace(
        names=tuple(dict.fromkeys(names))[:_MOST_NAMES],
        start=None if found.start is None else cut + found.start,
        end=None if found.end is None else cut + found.end,
    )


def _below_headings(lines: Sequence[str]) -> Signatories:
    """Return the names below each heading in `lines`, and how many are announced."""
    names: list[str] = []
    count: int | None = None
    number, first, last = 0, None, None
    while number < len(lines):
        line, above = lines[number], len(names)
        if inline := names_beside(line):
            found = Listed(inline, announced(line), number + 1)
        elif (name := name_beside(line)) and is_title_like(name):
            below = lines[number + 1 : number + _MOST_LINES]
            found = list_below([heading_of(line)[0], name, *below], 0)
            found = found._replace(end=number + found.end - 1)
        elif is_heading(line) or is_above_names(lines, number):
            found = list_below(lines, number)
        else:
            number += 1
            continue
        names += found.names
        if len(names) > above:
            count = count or found.announced
            first = number if first is None else first
            last = found.end
        number = max(found.end, number + 1)
    return Signatories(tuple(names), count, _start(lines, first), _start(lines, last))


def _start(lines: Sequence[str], number: int | None) -> int | None:
    """Return where in the text the line `number` begins."""
    return None if number is None else sum(len(line) + 1 for line in lines[:number])


def _after_the_last_sentence(lines: Sequence[str], *, is_of_many: bool) -> Signatories:
    """Return the names of a list without a heading."""
    end = len(lines)
    for number in range(end - 1, max(end - _MOST_LINES, 0) - 1, -1):
        if not lines[number].strip():
            continue
        if is_end(lines[number]) or is_note(lines[number]):
            end = number
        elif is_sentence(lines[number]):
            break
    begin = end
    while begin and end - begin < _MOST_LINES and not _ends_run(lines[begin - 1]):
        begin -= 1
    printed = [line.strip() for line in lines[begin:end]]
    run = [each for each in printed if not (is_dated(each) or is_page_number(each))]
    filled = [line for line in run if line]
    is_far = not begin or not filled or end - begin == _MOST_LINES
    if is_far or (is_closing(lines[begin - 1]) and is_of_one(printed)):
        return Signatories()
    start, below = _start(lines, begin), _start(lines, end)
    marks = [line[0] for line in filled if line[0] in "☆★✩✰※◇◆❖"]
    if len(marks) >= _LEAST_MARKED:
        marked = tuple(clean_name(line) for line in filled if line[0] in marks)
        return Signatories(marked, None, start, below)
    # "Organizations" above names is nearly a heading.
    least = _LEAST_MARKED if is_part(filled[0].rstrip(":")) else _LEAST_LINES
    above = lines[begin - 1].casefold()
    if not (_speaks_of_many(above) or is_of_many or SIGNING.first_person.search(above)):
        return Signatories()
    rows = in_columns(run)
    named = tuple(of_table(rows) if rows else one_a_line(run))
    alike = sum(map(is_title_like, named))
    is_list = len(named) >= least and alike > _MOST * len(named)
    return Signatories(named, None, start, below) if is_list else Signatories()


def _by_officers(lines: Sequence[str]) -> Signatories:
    """Return the officers who sign below the text, with their offices."""
    names, begin, end = officers(lines)
    if not names:
        return Signatories()
    return Signatories(tuple(names), None, _start(lines, begin), _start(lines, end))


def _ends_run(line: str) -> bool:
    return is_sentence(line) or len(line) > LONGEST_NAME or is_heading(line)


def _in_a_sentence(text: str) -> list[str]:
    """Return the names in "statement by … on behalf of A, B and C"."""
    for found in SIGNING.on_behalf.finditer(text):
        listed = found[1]
        end = _sentence_end().search(listed)
        names = names_in_sentence(listed[: end.start()] if end else listed)
        if len(names) > 1:
            return names
    return []


def _speaks_of_many(low: str) -> bool:
    return any(map(low.__contains__, _MANY))


def _mentions_speaker(low: str) -> bool:
    return "behalf of" in low or "au nom de" in low or "en nombre de" in low


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Z])\.(?=\s|$)|\s[–—-]\s|;")
