"""How many statements there are by year, program, tag, …, or by two of these.

An original and its translations are one release, which counts once: under the values
of the original, where the query finds it, else of what is nearest to it. Under its
languages it counts in each. A statement with several tags counts under each of them.

A date stands under the year and the month that are known of it, an interval under its
first, as in a list. Values that the index takes for one count as one: spellings of a
name, the names of an organisation (`index/spellings.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from mediarel.index import tallies
from mediarel.index.damage import WrongIndexError
from mediarel.index.spellings import names_of
from mediarel.model.fields import BY_NAME, FIELDS, LANGUAGE, UUIDS
from mediarel.query.tree import Everything, Numbered
from mediarel.stats.releases import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.index.index import Index
    from mediarel.index.tallies import Key
    from mediarel.query.tree import Query

    Value = int | str | None

# What can be counted by, as it is typed: a field of the table comes by itself.
_TIMES = ("year", "month")
BY = {
    **{time: time for time in _TIMES},
    **{f.word: f.name for f in FIELDS if f.is_whole and f.kind is not UUIDS},
}
_LOT = 20_000
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
    together = _together(index, query)
    counting = _Counting(index, query, fields, together)
    statements = tallies.total(index, query)
    values, *others = (counting.ordered(name) for name in fields)
    return Counts(
        by,
        values,
        others[0] if others else (),
        {(a, b): n for (a, b), n in counting.by(fields).items()} if others else {},
        statements,
        statements - sum(len(release) - 1 for release in together),
    )


def _together(index: Index, query: Query) -> list[list[int]]:
    """Return the ids of what `query` finds that is the same release.

    In each release the original comes first, or what is nearest to it.
    """
    linked = places(tallies.links(index))
    if not linked:
        return []
    there = linked if isinstance(query, Everything) else tallies.found(index, query)
    releases: defaultdict[int | str, list[tuple[int, int]]] = defaultdict(list)
    for number, (original, steps) in linked.items():
        if number in there:
            releases[original].append((steps, number))
    return [
        [number for _, number in sorted(them)]
        for them in releases.values()
        if len(them) > 1
    ]


class _Counting:
    """What `query` finds, counted by some of `fields`.

    `together` are the ids of those that are the same release, as `_together` has them.
    """

    def __init__(
        self,
        index: Index,
        query: Query,
        fields: Sequence[str],
        together: Sequence[Sequence[int]],
    ) -> None:
        self._index, self._query, self._together = index, query, together
        named = [name for name in fields if name not in _TIMES]
        self._names = {name: names_of(index, name) for name in named}
        self._same = {name: names.same for name, names in self._names.items()}

    def by(self, fields: Sequence[str]) -> Counter[tuple[Value, ...]]:
        """Return how many releases have the values of `fields`."""
        counts = self._tallied(self._query, fields)
        if any(map(_counts_in_each, fields)):
            for ids in _lots(
                number for release in self._together for number in release
            ):
                counts -= self._tallied(Numbered(ids), fields)
            counts += self._in_each(fields)
        else:
            others = (number for release in self._together for number in release[1:])
            for ids in _lots(others):
                counts -= self._tallied(Numbered(ids), fields)
        return counts

    def ordered(self, field: str) -> tuple[tuple[Value, int], ...]:
        """Return the values of `field` with their counts: times in their order.

        Of others the commonest come first; what has no value is last.
        """
        counts = [(value, number) for (value,), number in self.by([field]).items()]
        if field in _TIMES:
            return tuple(sorted(counts, key=lambda each: str(each[0]).zfill(4)))
        return tuple(sorted(counts, key=lambda e: (e[0] is None, -e[1], str(e[0]))))

    def _tallied(
        self, query: Query, fields: Sequence[str]
    ) -> Counter[tuple[Value, ...]]:
        counts: Counter[tuple[Value, ...]] = Counter()
        rows = tallies.tallied(self._index, query, fields, self._same)
        for *keys, number in rows:
            if not isinstance(number, int):
                raise WrongIndexError("a count is no number")
            counts[self._values(fields, keys)] += number
        return counts

    def _in_each(self, fields: Sequence[str]) -> Counter[tuple[Value, ...]]:
        """Return the counts of what is together, under each of its languages."""
        keys: defaultdict[Key, list[set[Key]]] = defaultdict(
            lambda: [set() for _ in fields]
        )
        for ids in _lots(number for release in self._together for number in release):
            for number, *own in tallies.keyed(
                self._index, Numbered(ids), fields, self._same
            ):
                for those, key in zip(keys[number], own, strict=True):
                    those.add(key)
        counts: Counter[tuple[Value, ...]] = Counter()
        for release in self._together:
            first = keys[release[0]]
            of_each: list[set[Key]] = [
                {key for number in release for key in keys[number][at]}
                if _counts_in_each(field)
                else first[at]
                for at, field in enumerate(fields)
            ]
            counts.update(self._values(fields, each) for each in product(*of_each))
        return counts

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


def _counts_in_each(field: str) -> bool:
    """Tell whether a release counts under a field's value of each of its statements."""
    return field in BY_NAME and BY_NAME[field].kind is LANGUAGE


def _lots(ids: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Yield `ids` in as many as SQLite takes in a command."""
    rest = iter(ids)
    while lot := tuple(islice(rest, _LOT)):
        yield lot
