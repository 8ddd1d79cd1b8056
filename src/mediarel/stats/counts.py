"""Count statements by year, program, tag and other fields, or by two of these.

An original and its translations are one release and are counted once. The release has
the values of the original. If the query doesn't match the original, the release has the
values of a matching translation. A direct translation of the original is preferred to a
translation of a translation. In counts by language, a release is counted once for each
language. A statement with several tags is counted for each tag.

Statements are counted in the year and month of their date. An interval is counted at
its start, or at its end if the start is unknown. Values that the index treats as equal
count as one value, such as spellings of a name and names of an organisation
(`index/crosstab.py`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

from mediarel.index import crosstab
from mediarel.index.crosstab import Key, names_of
from mediarel.index.proof import WrongIndexError
from mediarel.index.protocol import Index, in_one_snapshot
from mediarel.model.fields import FIELDS, UUIDS
from mediarel.query.tree import Query

Value = int | str | None

# Maps typed words to fields. Fields of the table are added automatically.
_TIMES = ("year", "month")
_COUNTED = [field for field in FIELDS if field.is_whole and field.kind is not UUIDS]
BY = {
    **{time: time for time in _TIMES},
    **{word: field.name for field in _COUNTED for word in field.words},
}
SHOWN = (*_TIMES, *(field.word for field in _COUNTED))  # names in help
NONE = "(none)"  # label of statements without a value


class Counts(NamedTuple):
    """Counts of statements by one field or by two.

    `by` are keys of `BY`. `values` has the values of the first field with their counts.
    `others` has the values of the second field with their counts. The value None counts
    statements without a value. `cells` has the count for each existing pair of values.
    `statements` and `releases` are the numbers of statements and releases found.
    """

    by: tuple[str, ...]
    values: tuple[tuple[Value, int], ...]
    others: tuple[tuple[Value, int], ...]
    cells: Mapping[tuple[Value, ...], int]
    statements: int
    releases: int

    def most(self) -> int:
        """Return the highest count, ignoring missing values."""
        known = (n for values, n in self.rows() if None not in values)
        return max(known, default=0)

    def title(self) -> str:
        """Return the title: `Statements by program and year`."""
        return f"Statements by {' and '.join(self.by)}"

    def rows(self) -> list[tuple[tuple[Value, ...], int]]:
        """Return each value with its count.

        If there are two fields, return each existing pair of values with its count.
        """
        if not self.others:
            return [((value,), number) for value, number in self.values]
        pairs = ((a, b) for (a, _), (b, _) in product(self.values, self.others))
        return [(pair, self.cells[pair]) for pair in pairs if pair in self.cells]


def summary(counts: Counts) -> str:
    """Return one or more sentences that describe the counts."""
    number, releases = counts.statements, counts.releases
    sentences = [f"{number:,} statement{'' if number == 1 else 's'}."]
    if others := number - releases:
        are = "is a translation" if others == 1 else "are translations"
        sentences.append(
            f"{others:,} of them {are} and counted with the original. "
            f"The total is {releases:,}."
        )
    both = zip(counts.by, (counts.values, counts.others), strict=False)
    several = [word for word, each in both if sum(n for _, n in each) > releases]
    if several:
        words = " and ".join(several)
        sentences.append(f"A statement is counted once for each {words}.")
    return " ".join(sentences)


def as_text(value: Value) -> str:
    """Return `value` for display, with four digits for a year."""
    if isinstance(value, int):
        return f"{value:04}"
    return NONE if value is None else value


@in_one_snapshot
def count(index: Index, query: Query, by: Sequence[str]) -> Counts:
    """Count the statements that match a query by one field or by two.

    `by` has one or two keys of `BY`.
    """
    fields = [_Field(index, BY[word]) for word in by]
    names = [field.name for field in fields]
    found = crosstab.counted(index, query, names, {f.name: f.same for f in fields})
    values = [f.ordered(n) for f, n in zip(fields, found.of_each, strict=True)]
    cells: Counter[tuple[Value, ...]] = Counter()
    if len(fields) > 1:
        for keys, number in found.together.items():
            pair = (f.value(key) for f, key in zip(fields, keys, strict=True))
            cells[tuple(pair)] += number
    one, other = (*values, ())[:2]
    return Counts(tuple(by), one, other, cells, found.statements, found.releases)


class _Field:
    """A field to count by, with the names of its values."""

    def __init__(self, index: Index, name: str) -> None:
        self.name = name
        self._is_time = name in _TIMES
        self._shown, self.same = ({}, {}) if self._is_time else names_of(index, name)

    def ordered(self, counts: Mapping[Key, int]) -> tuple[tuple[Value, int], ...]:
        """Return values with their counts, sorted.

        Times are in chronological order. Other values are sorted by count, highest
        first. The missing value is last.

        Raises WrongIndexError.
        """
        found: Counter[Value] = Counter()
        for key, number in counts.items():
            found[self.value(key)] += number
        if self._is_time:
            return tuple(sorted(found.items(), key=lambda e: str(e[0]).zfill(4)))
        return tuple(
            sorted(found.items(), key=lambda e: (e[0] is None, -e[1], str(e[0])))
        )

    def value(self, key: Key) -> Value:
        """Return the value to show for `key`, which is a value as stored in the index.

        Raises WrongIndexError.
        """
        if self.name == "year" and not isinstance(key, int):
            raise WrongIndexError("a year is not a number")
        if self._is_time or key is None:
            return key
        number = self.same.get(key, key) if isinstance(key, int) else None
        if number not in self._shown:
            raise WrongIndexError(f"a {self.name} has no name")
        return self._shown[number]
