"""Read names from the lines of a list: one per line, in a table, or in a sentence."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.release.columns import (
    in_columns,
    of_cells,
    of_rows,
    of_table,
    width_of_header,
)
from mediarel.release.inline import labelled, names_in_line
from mediarel.release.one_name import (
    bare_number,
    clean_name,
    is_marked,
    is_numbered,
    loose_number,
    without_number,
)
from mediarel.release.people import is_like_a_person
from mediarel.release.signing import is_part
from mediarel.release.words import SIGNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMBERS_NEEDED = 3


def names_of_list(lines: list[str]) -> list[str]:
    """Return the names in the lines of a list, without numbers and headings."""
    if rows := in_columns(lines):
        return list(of_table(rows))
    lines = _labelled_parts(_unwrapped(lines))
    filled = [line.strip() for line in lines]
    bare_numbers = sum(bool(bare_number().fullmatch(line)) for line in filled)
    if bare_numbers >= _NUMBERS_NEEDED:
        return list(_below_numbers(filled))
    rows = [line for line in filled if line]
    if width := width_of_header(rows):
        return of_cells(rows, width)
    if names := of_rows(rows):
        return names
    filled = _in_blocks(filled)
    if _are_people(filled):
        return [block[0] for block in _blocks(filled)]
    names = list(one_a_line(_without_heads_of_blocks(filled)))
    return _without_last_stop(names, filled)


def _unwrapped(lines: list[str]) -> list[str]:
    """Return `lines`, split into names if separators continue across all lines.

    Example: "A; B;", "C; D and", "E".
    """
    filled = [line.strip() for line in lines if line.strip()]
    for mark in (";", "、", ","):
        inner = [mark in line[:-1] for line in filled[:-1]]
        goes_on = (
            line.endswith((mark, " and", " et", " y", " e")) for line in filled[:-1]
        )
        if inner and all(inner) and all(goes_on):
            return names_in_line(" ".join(filled)) or lines
    return lines


def _labelled_parts(lines: list[str]) -> list[str]:
    """Return `lines` with one name per line, even if names follow a label."""
    parts = labelled(lines)
    return [name for line in lines for name in parts.get(line, (line,))]


def _without_last_stop(names: list[str], lines: Sequence[str]) -> list[str]:
    """Return `names` without the full stop at the end of lines with semicolons."""
    filled = [line for line in lines if line]
    marked = sum(line.endswith((";", ",")) for line in filled)
    if names and filled[-1].endswith(".") and 2 * marked > len(filled):
        names[-1] = names[-1].removesuffix(".")
    return names


def _without_heads_of_blocks(lines: Sequence[str]) -> list[str]:
    """Return `lines` without the heading of each block.

    The headings are places, usually of one word. Few names are of one word.
    """
    blocks = _blocks(lines)
    heads = [block[0] for block in blocks]
    names = [name for block in blocks for name in block[1:]]
    sure = sum(_is_word(head) or is_part(head) for head in heads)
    are_heads = (
        len(blocks) >= _BLOCKS_NEEDED
        and 3 * sure >= 2 * len(heads)
        and len(set(heads)) == len(heads)
        and all(len(block) > 1 and _is_short(block[0]) for block in blocks)
    )
    is_rare = _MOST_SHORT * sum(map(_is_word, names)) <= len(names)
    return names if are_heads and is_rare else [*lines]


_BLOCKS_NEEDED = 3
_MOST_SHORT = 6  # at most one in six names may be a single word


def _is_word(line: str) -> bool:
    """Return whether `line` is a single word without digits, as most places are."""
    bare = line.strip(" *:")
    return bool(bare) and all(letter.isalpha() or letter in "'’-" for letter in bare)


def _is_short(line: str) -> bool:
    """Return whether `line` may be a place of several words, or a part."""
    words = line.split()
    is_place = len(words) <= _WORDS_OF_PLACE and all(map(_is_word, words))
    return is_place or is_part(line)


_WORDS_OF_PLACE = 3


def one_a_line(lines: Sequence[str]) -> Iterator[str]:
    """Yield the names in `lines`, without their numbers and the headings of parts."""
    numbered = [is_numbered(line) for line in lines]
    count, filled = sum(numbered), sum(map(bool, lines))
    are_counted = count >= _NUMBERS_NEEDED and 2 * count >= filled
    cells = _cells_beside(lines, numbered) if are_counted else frozenset()
    loose = _counts_without_points(lines)
    previous = ""
    for place, line in enumerate(lines):
        if not line:
            continue
        name = line
        if numbered[place]:
            name = without_number(line)
        elif loose and (found := loose_number().match(line)):
            name = line[found.end() :]
        elif (is_part(line) and line != previous) or (place in cells):
            previous = line
            continue
        previous = line
        if name := clean_name(name):
            yield name


def _cells_beside(lines: Sequence[str], numbered: Sequence[bool]) -> frozenset[int]:
    """Return the indexes of unnumbered lines in a numbered list that are not names."""
    filled = [place for place, line in enumerate(lines) if line]
    has_number = [False, *(numbered[place] for place in filled), False]
    alone = [
        n
        for n in range(1, len(has_number) - 1)
        if has_number[n - 1] and not has_number[n]
    ]
    is_column = 2 * len(alone) > sum(has_number)
    cells = {filled[n - 1] for n in alone if is_column or has_number[n + 1]}
    # A line above a list that restarts at 1 is the heading of a part.
    heads = {
        place
        for place, below in pairwise(filled)
        if not (numbered[place] or is_marked(lines[place]))
        and _FIRST.match(lines[below])
    }
    return frozenset(cells | heads)


_FIRST = re.compile(r"\s{0,20}[(\[]?1[.)、\]]")


def _counts_without_points(lines: Sequence[str]) -> bool:
    """Return whether the numbers at the beginning of lines are consecutive: 1, 2, 3."""
    figures = [int(found[1]) for line in lines if (found := loose_number().match(line))]
    steps = sum(after == before + 1 for before, after in pairwise(figures))
    return steps >= _NUMBERS_NEEDED - 1 and 2 * steps >= len(figures) - 1


def _below_numbers(lines: Sequence[str]) -> Iterator[str]:
    """Yield the first line below each number on a line of its own."""
    is_next = False
    for line in lines:
        if bare_number().fullmatch(line):
            is_next = True
        elif line and is_next:
            is_next = False
            if name := clean_name(line):
                yield name


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _in_blocks(lines: list[str]) -> list[str]:
    """Return `lines` with an empty line above each person, if all are people.

    The role is on the line below each person. The organisation may follow.
    """
    if "" in lines[1:-1]:
        return lines
    filled = [line for line in lines if line]
    for size in (2, 3):
        rows = [filled[place : place + size] for place in range(0, len(filled), size)]
        if len(rows) > 1 and all(
            len(row) == size
            and is_like_a_person(row[0])
            and SIGNING.roles.search(row[1])
            and not SIGNING.roles.search(row[0])
            for row in rows
        ):
            return [line for row in rows for line in ("", *row)]
    return lines


def _are_people(lines: Sequence[str]) -> bool:
    """Return whether each block of `lines` is a person with the role below."""
    blocks = _blocks(lines)
    several = [block for block in blocks if 1 < len(block) <= _LINES_OF_PERSON]
    with_role = [
        SIGNING.roles.search(block[1]) and not SIGNING.roles.search(block[0])
        for block in several
    ]
    people = sum(is_like_a_person(block[0]) for block in several)
    others = sum(is_like_a_person(block[1]) for block in several)
    are_all = len(several) == len(blocks) > 1 and 5 * people >= 4 * len(blocks)
    return bool(blocks) and (
        2 * sum(map(bool, with_role)) > len(blocks)
        or (are_all and 2 * others < len(blocks))
    )


_LINES_OF_PERSON = 4
