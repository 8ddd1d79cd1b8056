"""The modules of formats: which functions each has, and how it is loaded."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mediarel.formats.reading import Reading, ReadOptions
    from mediarel.formats.table import Format
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


class Module(Protocol):
    """The functions of a format's module: `write`, or `sniff` and `read`, or all."""

    def write(
        self, statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
    ) -> None:
        """Write `statements` to `out`, one after the other where the format can."""

    def sniff(self, start: bytes) -> bool:
        """Tell whether data that begins with `start` is in this format and no other."""

    def read(self, data: bytes, source: str, options: ReadOptions) -> Reading:
        """Return what is read from `data`.

        `source` names where the data came from, for errors.

        Raises UnreadableInputError where nothing can be read.
        """


class FilesModule(Protocol):
    """What the module of a format has besides that `has_files`."""

    def files(
        self, statements: Iterable[Statement], name: str, options: WriteOptions
    ) -> Iterator[tuple[str, Callable[[BinaryIO], None]]]:
        """Yield the names of the files in a folder, and what writes each.

        `name` is that of the file that it would be alone. The order is that in which
        they are written.
        """

    def is_own(self, found: str, name: str) -> bool:
        """Tell whether `found` is a name that `files` gives; `name` is as there."""

    def uuids_in(self, file: BinaryIO) -> set[str]:
        """Return the UUIDs of the statements in what may be such a file."""


class PartsModule(Module, Protocol):
    """The functions of the module of a format whose files are made in parts.

    All parts, one after the other, are what `write` writes. So several processes can
    make them, of values that need not be made a statement first.
    """

    def start(self, options: WriteOptions) -> bytes:
        """Return what stands before the first statement."""

    def part(self, statements: Iterable[Iterable[Any]], options: WriteOptions) -> bytes:
        """Return what `statements` are in a file, given by their values.

        These are as in `Statement.to_json`, in the order of `ALL_FIELDS`.
        """


def module_of(wanted: Format) -> Module:
    """Return the functions of a format."""
    return cast("Module", import_module(f"{__package__}.{wanted.name}"))


def files_module_of(wanted: Format) -> FilesModule:
    """Return what writes the files of a format in a folder."""
    return cast("FilesModule", module_of(wanted))


def parts_module_of(wanted: Format) -> PartsModule:
    """Return the functions of a format whose files are made in parts."""
    return cast("PartsModule", module_of(wanted))
