"""Writing statements in a format: to a file as a whole, or to stdout."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, NamedTuple, cast

from mediarel.cli.environment import counted, tell
from mediarel.cli.output_place import is_in_place, is_stdout
from mediarel.cli.terminal_stream import TerminalStream
from mediarel.errors import AccessError, Command, Hint, MisuseError
from mediarel.formats.choosing import format_named
from mediarel.formats.modules import files_module_of, module_of
from mediarel.formats.writing import WriteOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from mediarel.archive.archive import Archive
    from mediarel.archive.parts import Parts
    from mediarel.archive.scan import Scan
    from mediarel.cli.output_package import Package
    from mediarel.formats.table import Format
    from mediarel.model.statement import Statement

_IN_MEMORY = 64 << 20  # bytes of output that are scanned before they are written


class UnwritableError(AccessError):
    """The system refused to write the file."""

    def __init__(self, path: Path, error: OSError, before: int = 0) -> None:
        """Say what was written: `before` is how many other files were."""
        # Of a file that is in its place, the error itself says so.
        told = "" if is_in_place(error) else "; nothing was written"
        if before:
            told = f"; files written before it: {before:,}"
        hint = f"Name another file with --output{told}."
        if isinstance(error, FileNotFoundError) and not path.parent.exists():
            hint = f"Make the folder {path.parent}, or name another file{told}."
        super().__init__(f"{path}: {(error.strerror or str(error)).lower()}", hint)


class BinaryOnTerminalError(MisuseError):
    """A terminal can't show the format."""

    def __init__(self, wanted: Format) -> None:
        super().__init__(
            f"a terminal can't show {wanted.name}",
            Hint(
                "Write a file: ",
                Command("export", "--output", f"statements{wanted.suffixes[0]}"),
            ),
        )


def for_programs(
    archive: Archive,
    wanted: str,
    asked: Iterable[str],
    ids: Sequence[int] = (),
) -> WriteOptions:
    """Return the options of `list`, `search` and `show` for statements of `archive`.

    They feed programs, few of which expect the mark. `wanted` is the format; `asked`
    are the words and options that find these statements, which `export` finds by them
    too, or by `ids`.
    """
    from mediarel.cli.public import tell_whole  # noqa: PLC0415 - for a format alone

    asked = list(asked)
    by_ids = [f"id:{','.join(map(str, ids))}"] if ids else asked
    tell_whole(archive, wanted, by_ids)
    return _with_archive(archive, WriteOptions(bom=False), asked)


def of_archive(
    archive: Archive, wanted: Format, options: WriteOptions, asked: Iterable[str]
) -> WriteOptions:
    """Return `options` with what `archive` knows that `wanted` may say.

    What is in parts says nothing of its archive but, beside it, the name. To know more
    of one, the change is read that added what it began with: 3 MB of 100,000.
    """
    if wanted.in_parts:
        return options._replace(name=_name(archive))
    return _with_archive(archive, options, asked)


def _name(archive: Archive) -> str:
    from mediarel.archive.name import shown_name  # noqa: PLC0415 - for a format alone

    return shown_name(archive)


def _with_archive(
    archive: Archive, options: WriteOptions, asked: Iterable[str]
) -> WriteOptions:
    """Return `options` with what `archive` knows of itself and of translations."""
    # For a format alone.
    from mediarel.archive.archive import identity  # noqa: PLC0415
    from mediarel.archive.translations import Translations  # noqa: PLC0415

    uuid, changed = identity(archive, asked)
    return options._replace(
        name=_name(archive),
        identity=uuid,
        changed=changed,
        translations=Translations(archive),
    )


def write(
    format: str,  # noqa: A002 - the option's name
    statements: Iterable[Statement] | Parts,
    path: Path | None,
    options: WriteOptions,
    *,
    package: Package | None = None,
    scan: Scan | None = None,
) -> int:
    """Write `statements` to the file at `path`, to stdout with None; count them.

    With `scan`, the finished output is scanned before any of it is written.

    What the format can't hold is told on stderr. With `package`, what the table is is
    written beside it: both, or neither.

    Raises MisuseError, LeakError or UnwritableError.
    """
    wanted = format_named(format)
    with _telling_what_is_lost(wanted, options) as counting:
        output = _Output(wanted, counting, scan, str(path or wanted.name))
        return _write_somewhere(output, statements, path, package=package)


class _Output(NamedTuple):
    """How to write: the format, its options, and the scan of the finished output."""

    wanted: Format
    options: WriteOptions
    scan: Scan | None
    name: str

    def write(self, statements: Iterable[Statement] | Parts, out: BinaryIO) -> int:
        """Write `statements` to `out`; return how many there were.

        Raises LeakError, and then nothing is written.
        """
        if self.scan is None:
            return _write(self.wanted, statements, out, self.options)
        with SpooledTemporaryFile(_IN_MEMORY) as kept:
            finished = cast("BinaryIO", kept)
            count = _write(self.wanted, statements, finished, self.options)
            kept.seek(0)
            self.scan.check(self.name, finished)
            kept.seek(0)
            copyfileobj(kept, out)
            return count


def scan_files(
    wanted: Format,
    statements: Sequence[Statement],
    path: Path,
    options: WriteOptions,
    scan: Scan,
) -> None:
    """Scan the files that would be written to the folder of `path`, the main one.

    Raises LeakError.
    """

    def write_main(out: BinaryIO) -> None:
        _write(wanted, statements, out, options)

    if wanted.has_files:
        files = files_module_of(wanted).files(statements, path.name, options)
    else:
        files = iter([(path.name, write_main)])
    for name, fill in files:
        with SpooledTemporaryFile(_IN_MEMORY) as kept:
            fill(cast("BinaryIO", kept))
            kept.seek(0)
            scan.check(str(path.with_name(name)), cast("BinaryIO", kept))


def write_files(
    wanted: Format, statements: Iterable[Statement], path: Path, options: WriteOptions
) -> int:
    """Write the files of `wanted`, of which `path` would be the only one; count them.

    Each is written whole or not at all. Raises UnwritableError.
    """
    number = 0
    with _telling_what_is_lost(wanted, options) as counting:
        files = files_module_of(wanted).files(statements, path.name, counting)
        for name, fill in files:
            place = path.with_name(name)
            try:
                _fill_file(place, fill)
            except OSError as error:
                raise UnwritableError(place, error, number) from error
            number += 1
    return number


@contextmanager
def _telling_what_is_lost(
    wanted: Format, options: WriteOptions
) -> Iterator[WriteOptions]:
    """Yield options for writing, and tell at the end what the format could not hold."""
    lost: dict[str, int] = {}

    def count(what: str) -> None:
        lost[what] = lost.get(what, 0) + 1

    yield options._replace(lost=count)
    if lost:
        _tell_what_is_lost(wanted, lost)


def _write_somewhere(
    output: _Output,
    statements: Iterable[Statement] | Parts,
    path: Path | None,
    *,
    package: Package | None,
) -> int:
    if path is None or is_stdout(path):
        return _write_to_stdout(output, statements)
    written = 0

    def fill(file: BinaryIO) -> None:
        nonlocal written
        # By its name too a terminal can be written to: /dev/tty, /dev/stderr.
        if file.isatty():
            written = _draw(output, statements, lambda text: file.write(text.encode()))
        else:
            out = package.watched(file) if package else file
            written = output.write(statements, out)

    def describe() -> None:
        if package:
            try:
                package.put(output.options.name)
            except OSError as error:
                raise UnwritableError(package.path, error) from error

    try:
        with package.or_neither() if package else nullcontext():
            _fill_file(path, fill, describe)
    except OSError as error:
        raise UnwritableError(path, error) from error
    return written


def write_other(
    fill: Callable[[BinaryIO], None], path: Path | None, *, unshown: str = ""
) -> None:
    """Have `fill` write to the file at `path`, to stdout with None: no statements.

    `unshown` names a format that a terminal can't show.

    Raises MisuseError or UnwritableError.
    """
    is_terminal = sys.stdout.isatty()
    if path is not None and not is_stdout(path):
        try:
            _fill_file(path, fill)
        except OSError as error:
            raise UnwritableError(path, error) from error
    elif unshown and is_terminal:
        raise MisuseError(
            f"a terminal can't show {unshown}",
            f"Write a file: --output counts.{unshown}",
        )
    elif is_terminal:
        fill(cast("BinaryIO", TerminalStream(sys.stdout.write)))
    else:
        sys.stdout.flush()  # what was printed before stands before it
        fill(sys.stdout.buffer)


def _tell_what_is_lost(wanted: Format, lost: dict[str, int]) -> None:
    """Tell what of the statements the format can't hold, and of how many that is so."""
    of_each = [f"{what} ({counted(number)})" for what, number in lost.items()]
    *first, last = of_each
    named = f"{', '.join(first)} and {last}" if first else last
    told = f"Not all of it is in {wanted.name}, which can't hold: {named}. "
    tell(Hint(told, "What holds all: ", Command("export", "--format", "json")))


def _write_to_stdout(output: _Output, statements: Iterable[Statement] | Parts) -> int:
    if sys.stdout.isatty():
        return _draw(output, statements, sys.stdout.write)
    sys.stdout.flush()  # what was printed before stands before it
    return output.write(statements, sys.stdout.buffer)


def _draw(
    output: _Output,
    statements: Iterable[Statement] | Parts,
    show: Callable[[str], object],
) -> int:
    """Write `statements` to a terminal; return how many there were."""
    if not output.wanted.is_text:
        raise BinaryOnTerminalError(output.wanted)
    # The mark is for files: here it would be made visible too.
    drawn = output._replace(options=output.options._replace(bom=False))
    return drawn.write(statements, cast("BinaryIO", TerminalStream(show)))


def _write(
    wanted: Format,
    statements: Iterable[Statement] | Parts,
    out: BinaryIO,
    options: WriteOptions,
) -> int:
    """Write `statements` to `out`; return how many there were."""
    from mediarel.archive.parts import Parts  # noqa: PLC0415 - where there is one it is

    written = 0
    if isinstance(statements, Parts):
        for number, part in statements.of(wanted, options):
            out.write(part)
            written += number
        return written

    def counted() -> Iterator[Statement]:
        nonlocal written
        for written, statement in enumerate(statements, 1):  # noqa: B007 - counts
            yield statement

    module_of(wanted).write(counted(), out, options)
    return written


def _fill_file(
    path: Path,
    fill: Callable[[BinaryIO], None],
    before_replace: Callable[[], None] = lambda: None,
) -> None:
    from mediarel.atomic import replace_file  # noqa: PLC0415 - only for a file

    if path.exists() and not path.is_file():  # a device, a pipe: nothing to replace
        with path.open("wb") as file:
            fill(file)
        return
    replace_file(path, fill, before_replace=before_replace)
