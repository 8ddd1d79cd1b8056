"""The values of a field that count as one, each by the number of its name.

Those that fold to the same are one, under the commonest spelling; the names of an
organisation are one under its first.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from mediarel.index import organisations
from mediarel.index.proof import proved
from mediarel.index.schema import LISTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.index.protocol import Index


class Names(NamedTuple):
    """The values of a field.

    `shown` has each by its number; `same`, for a number that does not stand for itself
    alone, the one that stands for all that are the same.
    """

    shown: dict[int, str]
    same: dict[int, int]


def names_of(index: Index, field: str) -> Names:
    """Return the values of `field`, which `is_whole`."""
    rows = index.rows(
        "SELECT number, field, shown, folded, proof FROM name WHERE field = ?",
        (field,),
        proved,
    )
    is_signed = field == organisations.FIELD
    owners = organisations.numbers_of(index) if is_signed else {}
    several = organisations.organisations(index) if owners else []
    firsts = {each.number: each.names[0] for each in several}
    groups: defaultdict[int | str, list[int]] = defaultdict(list)
    for number, _, _, folded in rows:
        groups[owners.get(folded, folded)].append(number)
    shown: dict[int, str] = {number: text for number, _, text, _ in rows}
    same: dict[int, int] = {}
    for key, numbers in groups.items():
        if len(numbers) > 1:
            first = _commonest(index, field, numbers, shown)
            same.update((number, first) for number in numbers)
        if isinstance(key, int):
            shown.update((number, firsts[key]) for number in numbers)
    return Names(shown, same)


def _commonest(
    index: Index, field: str, numbers: Sequence[int], shown: dict[int, str]
) -> int:
    table, column = ("listed", "name") if field in LISTS else ("statement", field)
    marks = ", ".join("?" * len(numbers))
    counts = dict(
        index.rows(
            f'SELECT "{column}", count(*) FROM {table}'  # noqa: S608 - our own names
            f' WHERE "{column}" IN ({marks}) GROUP BY 1',
            numbers,
        )
    )
    return min(numbers, key=lambda number: (-counts.get(number, 0), shown[number]))
