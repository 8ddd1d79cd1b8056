"""Keep the rows of all lists in memory.

A row has only a few fields of a statement, to save memory.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from sys import intern
from typing import NamedTuple

from mediarel.model.parts import CORRECTION, WITHDRAWN
from mediarel.model.statement import Statement
from mediarel.release.headline import teaser
from mediarel.text.lines import spaced_once

_LONGEST_HEADLINE = 300  # characters, in a list
_LONGEST_TEASER = 240
_LISTS_IN = "en"  # the preferred language in lists with several languages
# The kinds of lists, in the order shown.
KINDS = ("program", "type", "series", "tag", "signatory", "language")


def cut_short(text: str, length: int) -> str:
    """Shorten `text` to at most `length` characters.

    A shortened text ends in an ellipsis.
    """
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


class Row(NamedTuple):
    """A row of a list: the fields of a statement that are shown or used for sorting."""

    order: tuple[str, str, int]
    date: str
    program: str
    title: str
    teaser: str
    language: str
    path: str
    modified: str
    is_withdrawn: bool
    is_corrected: bool

    @property
    def id(self) -> int:
        """The id of the statement."""
        return self.order[2]

    @property
    def headline(self) -> str:
        """The title, shortened for a list."""
        return cut_short(self.title, _LONGEST_HEADLINE)


class Rows:
    """The rows of all statements, and their lists.

    A row number is an index into `all`. The versions of a release are a statement and
    its translations. Lists show only the English version, or else the version that was
    recorded first.
    """

    def __init__(self) -> None:
        self.all: list[Row] = []
        self._lists: dict[tuple[str, str], array[int]] = {}
        # Maps the path of each statement to the paths of its translations.
        self._linked: dict[str, Sequence[str]] = {}
        self._versions: dict[int, list[int]] = {}
        self._shown: Sequence[int] = ()
        self._numbers: dict[int, int] = {}  # the row number of each id
        self._places: dict[int, int] = {}  # the place of each row number in `_shown`

    def add(
        self, one: Statement, path: str, title: str, translations: Sequence[str] = ()
    ) -> None:
        """Add the row of a statement.

        `path` is the path of its page. `translations` are the paths of the pages of its
        translations.
        """
        number = len(self.all)
        self.all.append(_row(one, path, title))
        if translations:
            self._linked[path] = translations
        values = {"year": [str(one.date.year)], **values_of(one)}
        for kind, some in values.items():
            for value in some:
                self._lists.setdefault((kind, value), array("I")).append(number)

    def sort(self) -> None:
        """Sort all rows, newest first. Rows can't be added later."""
        orders = [row.order for row in self.all]
        order = sorted(range(len(orders)), key=orders.__getitem__, reverse=True)
        ranks = array("I", bytes(array("I").itemsize * len(order)))
        for rank, number in enumerate(order):
            ranks[number] = rank
        self.all = [*map(self.all.__getitem__, order)]
        for key, numbers in self._lists.items():
            self._lists[key] = array("I", sorted(map(ranks.__getitem__, numbers)))
        self._numbers = {row.id: number for number, row in enumerate(self.all)}
        self._find_versions()
        self._shown = self.once(range(len(self.all)))
        self._places = {number: place for place, number in enumerate(self._shown)}

    def _find_versions(self) -> None:
        """Find the versions of each translated release.

        The preferred version of a release is first.
        """
        if not self._linked:
            return
        numbers = {row.path: number for number, row in enumerate(self.all)}
        for path, others in self._linked.items():
            some = [numbers[each] for each in (path, *others) if each in numbers]
            self._versions[numbers[path]] = sorted(some, key=self._preferred)

    def _preferred(self, number: int) -> tuple[bool, int]:
        row = self.all[number]
        return row.language.partition("-")[0].lower() != _LISTS_IN, row.id

    def versions(self, number: int) -> Sequence[int]:
        """Return the row numbers of all versions of a release.

        `number` is the row number of any of these versions.
        """
        return self._versions.get(number, (number,))

    def once(self, numbers: Sequence[int]) -> Sequence[int]:
        """Return the row numbers that a list shows: one row for each release.

        `numbers` are the row numbers of all statements in the list.
        """
        if not self._versions:
            return numbers
        there = frozenset(numbers)

        def is_shown(number: int) -> bool:
            return number == next(n for n in self.versions(number) if n in there)

        return [*filter(is_shown, numbers)]

    def row_of(self, one: Statement) -> Row | None:
        """Return the row of a statement.

        Return None if the statement was added after the rows were read.
        """
        number = self._numbers.get(one.id)
        return None if number is None else self.all[number]

    def around(self, one: Row) -> tuple[Row | None, Row | None]:
        """Return the next older and the next newer row.

        If possible, the rows have the same language as `one`.
        """
        place = self._places[self.versions(self._numbers[one.id])[0]]
        return self._at(place + 1, one.language), self._at(place - 1, one.language)

    def _at(self, place: int, language: str) -> Row | None:
        """Return the row at a place in the list of all statements.

        The version in `language` is preferred. Return None if the place is outside of
        the list.
        """
        if not 0 <= place < len(self._shown):
            return None
        rows = [self.all[number] for number in self.versions(self._shown[place])]
        return next((row for row in rows if row.language == language), rows[0])

    def by_id(self, step: int) -> Iterator[tuple[int, list[Row]]]:
        """Yield all rows, sorted by id, in groups that cover `step` ids.

        Each group has a number: 0 for ids below `step`, and so on.
        """
        rows = sorted(self.all, key=lambda row: row.id)
        for turn, some in groupby(rows, lambda row: row.id // step):
            yield turn, [*some]

    def years(self) -> dict[int, Sequence[int]]:
        """Map each year to its row numbers. The newest year is first."""
        return {int(value): self._lists["year", value] for value in self._of("year")}

    def of_kind(self, kind: str) -> list[tuple[str, Sequence[int]]]:
        """Return pairs: a value of this kind, such as a tag, and its row numbers."""
        return [(value, self._lists[kind, value]) for value in self._of(kind)]

    def _of(self, kind: str) -> list[str]:
        values = [value for known, value in self._lists if known == kind]
        if kind == "year":
            return sorted(values, key=int, reverse=True)
        return sorted(values, key=lambda value: (value.casefold(), value))


def _row(one: Statement, path: str, title: str) -> Row:
    first, last, _ = one.date.order
    return Row(
        (first, last, one.id),
        str(one.date),
        intern(spaced_once(one.program)),
        title,
        cut_short(teaser(one), _LONGEST_TEASER),
        intern(one.language),
        path,
        one.modified,
        one.status == WITHDRAWN,
        any(note.kind == CORRECTION for note in one.notes),
    )


def values_of(one: Statement) -> dict[str, list[str]]:
    """Map each kind of list to the values of a statement, such as its tags."""
    values = (
        *((one.program,), (one.type,), (one.series,) if one.series else ()),
        *(one.tags, one.signatories, (one.language,)),
    )
    # Withheld names may occur twice.
    return {
        kind: [*dict.fromkeys(some)] for kind, some in zip(KINDS, values, strict=True)
    }
