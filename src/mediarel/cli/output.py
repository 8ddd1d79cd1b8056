"""Write statements in a format, to a file or to stdout, and start the pager.

An existing file is replaced only after the new content is complete.

The pager is `MEDIAREL_PAGER`, else `PAGER`, else `less` if it is installed. An empty
value, `cat`, `--no-pager` or plain output disables the pager. Output looks the same
with and without a pager.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

import typer

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.cli.messages import counted, notify, say
from mediarel.cli.terminal.lines import is_plain, is_terminal
from mediarel.formats.table import Format, format_named, functions_of
from mediarel.formats.writing import WriteOptions
from mediarel.text.lines import harmless, joined_by_and
from mediarel.worker import surviving_broken_pipes

if TYPE_CHECKING:
    from mediarel.archive.scan import Scan
    from mediarel.model.statement import Statement


# Names of stdout. It may be a file (`> all.csv`), which must not be replaced.
_STDOUT = (Path("-"), Path("/dev/stdout"), Path("/dev/fd/1"))
NAME = "datapackage.json"
DESCRIBED = ("csv", "tsv")
_IN_MEMORY = 64 << 20  # bytes; more output waits for the scan in a temporary file


class UnwritableError(errors.AccessError):
    """The system refused to write the file."""

    def __init__(self, path: Path, error: OSError, before: int = 0) -> None:
        """Set the message; `before` is the number of files written before the error."""
        message = f" Files written before the error: {before:,}." if before else ""
        hint = f"Choose a different file.{message}"
        if isinstance(error, FileNotFoundError) and not path.parent.exists():
            hint = (
                f"Create the folder {path.parent}, or choose a different file.{message}"
            )
        super().__init__(f"{path}: {(error.strerror or str(error)).lower()}", hint)


def _write_package(path: Path, table: Path, wanted: Format, title: str) -> None:
    """Write `datapackage.json`, which describes the columns of a finished table.

    Raises UnwritableError.
    """
    # Needed only for this option.
    from hashlib import file_digest  # noqa: PLC0415

    from mediarel.formats.cell_writing import Written, data_package  # noqa: PLC0415

    try:
        with table.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        kind = wanted.name, wanted.media_types[0]
        written = Written(table.name, *kind, table.stat().st_size, digest)
        _fill_file(path, lambda file: file.writelines([data_package(written, title)]))
    except OSError as error:
        raise UnwritableError(path, error, before=1) from error


def print_format(
    context: typer.Context,
    archive: Archive,
    name: str,
    statements: Sequence[Statement],
    asked: Iterable[str],
    ids: Sequence[int] = (),
) -> None:
    """Print statements in the export format called `name`, for other programs.

    Such output has no byte order mark. If the archive has data that is hidden from the
    public, print a warning that suggests the command `export --public`. `asked` has the
    words and options that select the statements. If there are `ids`, the suggested
    command selects the statements by ID. Raises MisuseError if a terminal can't show
    the format.
    """
    from mediarel.cli.visibility import warn_not_public  # noqa: PLC0415 - for a format alone

    asked, known = list(asked), WriteOptions(bom=False)
    with paged(context):
        warn_not_public(
            archive,
            name,
            [f"id:{errors.id_word(ids).replace('-', '..')}"] if ids else asked,
        )
        options = of_archive(archive, format_named(name), known, asked)
        write(name, statements, None, options)


def of_archive(
    archive: Archive,
    wanted: Format,
    options: WriteOptions,
    asked: Iterable[str],
    *,
    is_public: bool = False,
) -> WriteOptions:
    """Return the write options with the metadata of the archive added.

    If `is_public` is True, `asked` must not contain hidden text.

    Only feeds have an identity and the time of the last change. For other formats, the
    history, about 3 MB for 100,000 statements, need not be read.
    """
    # Needed only for some formats.
    from mediarel.archive.configuration import identity, shown_name  # noqa: PLC0415
    from mediarel.archive.links import Translations  # noqa: PLC0415

    if "identity" in wanted.options:
        uuid, changed = identity(archive, asked, is_public=is_public)
        options = options._replace(identity=uuid, changed=changed)
    return options._replace(
        name=shown_name(archive), translations=Translations(archive)
    )


def write(
    format: str,
    statements: Iterable[Statement],
    path: Path | None,
    options: WriteOptions,
    *,
    package: Path | None = None,
    scan: Scan | None = None,
) -> None:
    """Write statements to the file `path`, or to stdout if no path is given.

    If `scan` is given, the complete output is scanned before any of it is written. If
    `package` is a path, a description of the table is written there. Data that the
    format can't contain is reported on stderr.

    Raises MisuseError, LeakError or UnwritableError.
    """
    wanted = format_named(format)
    if scan is not None and path is not None:
        scan.check_name(str(path), path.name)
    if scan is not None and package is not None:
        scan.check(str(package), io.BytesIO((options.name or "").encode()))
    write_to = functions_of(wanted).write

    def fill(out: BinaryIO) -> None:
        if scan is None:
            write_to(statements, out, counting)
            return
        with _scanned(scan, str(path or wanted.name), out) as kept:
            write_to(statements, kept, counting)

    suffix = "" if wanted.is_text else wanted.suffixes[0]
    command = errors.Command("export", "--output", f"statements{suffix}")
    with _report_losses(wanted, options) as counting:
        write_other(
            fill,
            path,
            unshown="" if wanted.is_text else wanted.name,
            hint=errors.Hint("Write to a file: ", command),
        )
    if package and path:
        _write_package(package, path, wanted, options.name)


@contextmanager
def _scanned(scan: Scan, name: str, out: BinaryIO | None = None) -> Iterator[BinaryIO]:
    """Yield a temporary file. After the block, scan it and copy it to `out`.

    Raises LeakError before anything is copied.
    """
    with SpooledTemporaryFile(_IN_MEMORY) as temporary:
        kept = cast("BinaryIO", temporary)
        yield kept
        kept.seek(0)
        scan.check(name, kept)
        kept.seek(0)
        if out is not None:
            copyfileobj(kept, out)


def scan_files(
    wanted: Format,
    statements: Sequence[Statement],
    path: Path,
    options: WriteOptions,
    scan: Scan,
) -> None:
    """Scan the files of an export before they are written.

    `path` is the main file. The other files are written to the same folder.

    Raises LeakError.
    """

    def write_main(out: BinaryIO) -> None:
        functions_of(wanted).write(statements, out, options)

    if wanted.has_files:
        files = functions_of(wanted).files(statements, path.name, options)
    else:
        files = iter([(path.name, write_main)])
    for name, fill in files:
        place = str(path.with_name(name))
        scan.check_name(place, name)
        with _scanned(scan, place) as kept:
            fill(kept)


def write_files(
    wanted: Format, statements: Iterable[Statement], path: Path, options: WriteOptions
) -> int:
    """Write an export that has several files, and return their number.

    `path` is the main file. The other files are written to the same folder. Each file
    is written completely or not at all. Raises UnwritableError.
    """
    number = 0
    with _report_losses(wanted, options) as counting:
        files = functions_of(wanted).files(statements, path.name, counting)
        for name, fill in files:
            place = path.with_name(name)
            try:
                _fill_file(place, fill)
            except OSError as error:
                raise UnwritableError(place, error, number) from error
            number += 1
    return number


@contextmanager
def _report_losses(wanted: Format, options: WriteOptions) -> Iterator[WriteOptions]:
    """Yield write options for the block, then report the data that was not exported.

    The format can't contain such data.
    """
    lost: dict[str, int] = {}

    def count(what: str) -> None:
        lost[what] = lost.get(what, 0) + 1

    yield options._replace(lost=count)
    if lost:
        named = joined_by_and([f"{each} ({counted(n)})" for each, n in lost.items()])
        message = f"Not exported: {named}. The format {wanted.name} can't contain them."
        notify(f"{message} To export everything: ", "export", "--format", "json")


def write_other(
    fill: Callable[[BinaryIO], None],
    path: Path | None,
    *,
    unshown: str = "",
    hint: str = "",
) -> None:
    """Write output to the file `path`, or to stdout if no path is given.

    `fill` writes the output to an open file. On a terminal, control characters are made
    visible. If `unshown` names a format, such as `xlsx`, the output is not printed on a
    terminal. Instead, a MisuseError with the hint `hint` is raised.

    Raises MisuseError or UnwritableError.
    """

    def show(show: Callable[[str], object]) -> None:
        if unshown:
            raise errors.MisuseError(
                f"a terminal can't show {unshown}",
                hint or f"Write to a file: --output counts.{unshown}",
            )
        output = io.BytesIO()
        fill(output)
        text = output.getvalue().decode(errors="backslashreplace")
        # The byte order mark is for files; here it would be made visible.
        show(harmless(text.removeprefix("\ufeff").replace("\r\n", "\n")))

    def fill_file(file: BinaryIO) -> None:
        # The path may also be a terminal: /dev/tty, /dev/stderr.
        if file.isatty():
            show(lambda text: file.write(text.encode()))
        else:
            fill(file)

    if path is not None and not is_stdout(path):
        try:
            _fill_file(path, fill_file)
        except OSError as error:
            raise UnwritableError(path, error) from error
    elif sys.stdout.isatty():
        show(sys.stdout.write)
    else:
        sys.stdout.flush()  # keep the order of output
        fill(sys.stdout.buffer)


def _fill_file(path: Path, fill: Callable[[BinaryIO], None]) -> None:
    from mediarel.atomic import replace_file  # noqa: PLC0415 - only for a file

    if path.exists() and not path.is_file():  # a device or a pipe
        with path.open("wb") as file:
            fill(file)
        return
    replace_file(path, fill)


def package_beside(path: Path | None, wanted: Format) -> Path:
    """Return the path of the description of the table in the file `path`.

    The file may not exist yet. Raises MisuseError if the output is not written to a
    file, or if the format is not a table.
    """
    if wanted.name not in DESCRIBED:
        raise errors.MisuseError(
            f"--package has no effect on {wanted.name}",
            f"It is only for tables ({', '.join(DESCRIBED)}). Leave out --package.",
        )
    file = f"statements{wanted.suffixes[0]}"
    hint = errors.Hint(
        "For example: ", errors.Command("export", "--output", file, "--package")
    )
    if path is None or is_stdout(path) or (path.exists() and not path.is_file()):
        raise errors.MisuseError("--package needs an output file", hint)
    if path.name.lower() == NAME:
        raise errors.MisuseError(f"{path} is reserved for the table description", hint)
    return path.with_name(NAME)


def is_stdout(path: Path) -> bool:
    """Return whether `path` is a name of stdout: `-`, `/dev/stdout` or `/dev/fd/1`."""
    return path in _STDOUT


def is_to_file(path: Path | None) -> bool:
    """Return whether the output is written to a regular file.

    The output goes to `path`, or to stdout if no path is given. If the result is False,
    the output may go to a terminal, possibly through a pager.
    """
    if path is not None and not is_stdout(path):
        return path.is_file() or not path.exists()
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def would_replace(path: Path) -> bool:
    """Return whether writing to `path` replaces an existing file.

    Standard output, devices and pipes are written to, but not replaced.
    """
    return not is_stdout(path) and path.is_file()


# Options of less: quit if the output fits the screen, show colours, keep the output.
_OF_LESS = "FRX"
_NOT_RUN = (126, 127)  # the exit codes of a shell that could not run a command
VARIABLES = ("MEDIAREL_PAGER", "PAGER")
_USUAL = "less"
_NONE = ("", "cat")


class _Output(io.StringIO):
    """A buffer that replaces stdout, and looks like a terminal to other code."""

    def __init__(self, terminal: TextIO) -> None:
        super().__init__()
        self._terminal = terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._terminal.encoding

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._terminal.fileno()


@contextmanager
def paged(context: typer.Context) -> Iterator[None]:
    """Show the output of the block in a pager if stdout is a terminal.

    If the user quits the pager early, this is not an error.
    """
    command = _chosen()
    unwanted = is_plain() or "--no-pager" in context.meta
    if unwanted or not command or not is_terminal():
        yield
        return

    output = _Output(sys.stdout)
    with redirect_stdout(output):
        yield
    if text := output.getvalue():
        sys.stdout.flush()
        _show(text, command)


def _chosen() -> str:
    """Return the command that starts the pager, or an empty string if none is used."""
    given = next((os.environ[n] for n in VARIABLES if n in os.environ), None)
    command = (_USUAL if given is None else given).strip()
    if command in _NONE or not os.environ.get("TERM"):
        return ""
    return command if given is not None or shutil.which(command) else ""


def _show(text: str, command: str) -> None:
    """Show `text` in the pager. If the pager can't run, print `text`."""
    with (
        surviving_broken_pipes(),
        subprocess.Popen(  # noqa: S602 - the command that the user has chosen
            command,
            shell=True,
            stdin=subprocess.PIPE,
            env={"LESS": _OF_LESS, "LV": "-c", **os.environ},
        ) as process,
    ):
        # Ignore Ctrl-C here: in the pager, it stops a search.
        interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            process.communicate(text.encode(sys.stdout.encoding, "backslashreplace"))
        finally:
            signal.signal(signal.SIGINT, interrupt)
    if process.returncode in _NOT_RUN:
        print(text, end="")
        say(
            f"Can't start the pager {command!r}: exit code {process.returncode}."
            f" Set {' or '.join(VARIABLES)}, or use --no-pager."
        )
