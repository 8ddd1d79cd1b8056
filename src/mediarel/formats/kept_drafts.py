"""Drafts of very many entries, kept in a temporary file until they are recorded."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Sequence
from sys import intern
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, overload
from weakref import finalize

from mediarel.formats.drafts import MANY, Taken, packed_taken, unpacked_taken

if TYPE_CHECKING:
    from typing import IO


class KeptDrafts(Sequence[Taken]):
    """Drafts: the first few in memory, the others in a temporary file.

    Each one is read again whenever it is asked for.
    """

    def __init__(self) -> None:
        self._held: dict[int, Taken] = {}
        self._file: IO[bytes] | None = None
        self._end = 0
        self._starts = array("q")
        self._lengths = array("l")  # 0 for a draft in memory
        self._dates: list[str] = []
        self._order: array[int] | range = range(0)

    def __len__(self) -> int:
        return len(self._order)

    def append(self, taken: Taken) -> None:
        """Add a draft at the end."""
        number = len(self._starts)
        self._dates.append(intern(taken.draft.date.first))
        self._starts.append(self._end)
        self._order = range(number + 1)
        data = b"" if number < MANY else _data_of(taken)
        self._lengths.append(len(data))
        if not data:
            self._held[number] = taken
            return
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - goes with us
            finalize(self, self._file.close)
        self._file.seek(self._end)
        self._file.write(data)
        self._end += len(data)

    def cut(self, length: int) -> None:
        """Keep the first `length` drafts, in the order in which they were added."""
        for each in (self._starts, self._lengths, self._dates):
            del each[length:]
        for number in [each for each in self._held if each >= length]:
            del self._held[number]
        self._order = range(length)

    def sort_by_date(self) -> None:
        """Put the drafts in the order of their dates."""
        numbers = range(len(self._dates))
        self._order = array("q", sorted(numbers, key=self._dates.__getitem__))

    @overload
    def __getitem__(self, place: int) -> Taken: ...
    @overload
    def __getitem__(self, place: slice) -> list[Taken]: ...
    def __getitem__(self, place: int | slice) -> Taken | list[Taken]:
        if isinstance(place, slice):
            return [self._taken(number) for number in self._order[place]]
        return self._taken(self._order[place])

    def _taken(self, number: int) -> Taken:
        length = self._lengths[number]
        if not length or self._file is None:
            return self._held[number]
        self._file.seek(self._starts[number])
        data = self._file.read(length)
        values, source, line = marshal.loads(data)  # noqa: S302 - our own
        return unpacked_taken(values, intern(source), line)


def _data_of(taken: Taken) -> bytes:
    """Return a draft as bytes; none if it holds more than plain values."""
    values = packed_taken(taken)
    if values is None:
        return b""
    try:
        return marshal.dumps((values, taken.source, taken.line))
    except ValueError:  # such as the row of a sheet
        return b""
