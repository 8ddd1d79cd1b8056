"""How many statements there are by year, program, tag, …, or by two of these.

An original and its translations are one release, which counts once: under the values
of the original, where the query finds it, else of what is nearest to it. Under its
languages it counts in each. A statement with several tags counts under each of them.

A date stands under the year and the month that are known of it, an interval under its
first, as in a list. Values that the index takes for one count as one: spellings of a
name, the names of an organisation (`index/spellings.py`).
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from mediarel.index import tallies
from mediarel.index.damage import WrongIndexError
from mediarel.index.spellings import names_of
from mediarel.index.tallies import EACH
from mediarel.model.fields import FIELDS, UUIDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.index.index import Index
    from mediarel.index.tallies import Found, Key, Those
    from mediarel.query.tree import Query

    Value = int | str | None

# What can be counted by, as it is typed: a field of the table comes by itself.
_TIMES = ("year", "month")
BY = {
    **{time: time for time in _TIMES},
    **{f.word: f.name for f in FIELDS if f.is_whole and f.kind is not UUIDS},
}
NONE = "(none)"  # what a statement without a value stands under


class Counts(NamedTuple):
    """The counts by one thing, or by two.

    `by` are of `BY`. `values` are those of the first with their counts, `others` those
    of the second; a value is None for what has none. `cells` has the count of each
    pair that there is. `statements` are found, of so many `releases`.
    """

    by: tuple[str, ...]
    values: tuple[tuple[Value, int], ...]
    others: tuple[tuple[Value, int], ...]
    cells: Mapping[tuple[Value, Value], int]
    statements: int
    releases: int

    def most(self) -> int:
        """Return the highest of the counts, but for those of what has no value."""
        known = (n for values, n in self.rows() if None not in values)
        return max(known, default=0)

    def title(self) -> str:
        """Return what it is, in a line: `Statements by program and year`."""
        return f"Statements by {' and '.join(self.by)}"

    def rows(self) -> list[tuple[tuple[Value, ...], int]]:
        """Return each value, or each pair that there is, with its count."""
        if not self.others:
            return [((value,), number) for value, number in self.values]
        pairs = ((a, b) for (a, _), (b, _) in product(self.values, self.others))
        return [(pair, self.cells[pair]) for pair in pairs if pair in self.cells]


def count(index: Index, query: Query, by: Sequence[str]) -> Counts:
    """Return how many statements `query` finds `by` one of `BY`, or two."""
    return index.asked(partial(_count, index, query, tuple(by)))


def told(counts: Counts) -> str:
    """Return in a sentence or two what was counted, and what counts how."""
    number, releases = counts.statements, counts.releases
    sentences = [f"{number:,} statement{'' if number == 1 else 's'}."]
    if others := number - releases:
        are, count = ("is", "counts") if others == 1 else ("are", "count")
        sentences.append(
            f"{others:,} of them {are} the same in another language, and {count} with"
            f" the original: {releases:,} in all."
        )
    both = zip(counts.by, (counts.values, counts.others), strict=False)
    several = [word for word, each in both if sum(n for _, n in each) > releases]
    if several:
        words = " and ".join(several)
        sentences.append(f"Each is counted under every {words} that it has.")
    return " ".join(sentences)


def as_text(value: Value) -> str:
    """Return `value` as it is shown."""
    return NONE if value is None else str(value)


def _count(index: Index, query: Query, by: tuple[str, ...]) -> Counts:
    """Return the counts; called again where the index turns out to be wrong.

    Raises WrongIndexError.
    """
    fields = [BY[word] for word in by]
    found = tallies.found(index, query)
    counting = _Counting(index, query, fields, found)
    values, *others = (counting.ordered(name) for name in fields)
    return Counts(
        by,
        values,
        others[0] if others else (),
        {(a, b): n for (a, b), n in counting.by(fields).items()} if others else {},
        found.statements,
        found.releases,
    )


class _Counting:
    """What `query` finds, counted by some of `fields`."""

    def __init__(
        self, index: Index, query: Query, fields: Sequence[str], found: Found
    ) -> None:
        self._index, self._query, self._found = index, query, found
        named = [name for name in fields if name not in _TIMES]
        self._names = {name: names_of(index, name) for name in named}
        self._same = {name: names.same for name, names in self._names.items()}

    def by(self, fields: Sequence[str]) -> Counter[tuple[Value, ...]]:
        """Return how many releases have the values of `fields`."""
        counts: Counter[tuple[Value, ...]] = Counter()
        for those in self._parts(fields):
            rows = tallies.tallied(self._index, those, fields, self._same)
            for *keys, number in rows:
                if not isinstance(number, int):
                    raise WrongIndexError("a count is no number")
                counts[self._values(fields, keys)] += number
        return counts

    def _parts(self, fields: Sequence[str]) -> Iterator[Those]:
        """Yield what is counted by `fields`."""
        if EACH in fields and self._found.releases < self._found.statements:
            yield tallies.alone(self._index, self._query)
            yield tallies.in_each(self._index, self._query, self._same)
        else:
            yield self._found.once

    def ordered(self, field: str) -> tuple[tuple[Value, int], ...]:
        """Return the values of `field` with their counts: times in their order.

        Of others the commonest come first; what has no value is last.
        """
        counts = [(value, number) for (value,), number in self.by([field]).items()]
        if field in _TIMES:
            return tuple(sorted(counts, key=lambda each: str(each[0]).zfill(4)))
        return tuple(sorted(counts, key=lambda e: (e[0] is None, -e[1], str(e[0]))))

    def _values(self, fields: Sequence[str], keys: Iterable[Key]) -> tuple[Value, ...]:
        return tuple(map(self._value, fields, keys))

    def _value(self, field: str, key: Key) -> Value:
        """Return the value that a key of the index is.

        Raises WrongIndexError.
        """
        if field == "year" and not isinstance(key, int):
            raise WrongIndexError("a year is no number")
        if field in _TIMES or key is None:
            return key
        shown, same = self._names[field]
        number = same.get(key, key) if isinstance(key, int) else None
        if number not in shown:
            raise WrongIndexError(f"a {field} has no name")
        return shown[number]
