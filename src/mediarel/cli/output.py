"""Writing statements in a format: to a file as a whole, or to stdout."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from mediarel.errors import AccessError, MisuseError
from mediarel.formats import format_named
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from mediarel.model.statement import Statement


class UnwritableError(AccessError):
    """The system refused to write the file."""

    def __init__(self, path: Path, error: OSError) -> None:
        from mediarel.atomic import UnsyncedError  # noqa: PLC0415 - only for an error

        # Of a file that is in its place, the error itself says so.
        told = "" if isinstance(error, UnsyncedError) else "; nothing was written"
        super().__init__(
            f"{path}: {(error.strerror or str(error)).lower()}",
            f"Name another file with --output{told}.",
        )


# By these names it may be a file (`> all.csv`), which is not to be replaced.
_STDOUT = (Path("-"), Path("/dev/stdout"), Path("/dev/fd/1"))


class _Drawn(io.TextIOBase):
    """A terminal, as which `out` was opened: what could drive it is made visible."""

    def __init__(self, out: IO[str]) -> None:
        super().__init__()
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(harmless(text.replace("\r\n", "\n")))


def write(
    format: str,  # noqa: A002 - the option's name
    statements: Iterable[Statement],
    path: Path | None,
    *,
    raw: bool = False,
) -> int:
    """Write `statements` to the file at `path`, to stdout with None; count them.

    Raises MisuseError or UnwritableError.
    """
    if path in _STDOUT:
        path = None
    written = 0

    def counted() -> Iterator[Statement]:
        nonlocal written
        for written, statement in enumerate(statements, 1):  # noqa: B007 - counts
            yield statement

    writer = format_named(format).write
    if raw:
        if format != "csv":
            raise MisuseError(f"--raw says nothing for {format}", "Leave it out.")
        from mediarel.formats.csv import write_raw  # noqa: PLC0415 - only here

        writer = write_raw
    if path is None:
        if sys.stdout.isatty():
            writer(counted(), cast("IO[str]", _Drawn(sys.stdout)))
        else:
            # Line ends are the format's own, and all formats are UTF-8.
            cast("io.TextIOWrapper", sys.stdout).reconfigure(
                encoding="utf-8", newline=""
            )
            writer(counted(), sys.stdout)
        return written

    def fill(file: BinaryIO) -> None:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        # By its name too a terminal can be written to: /dev/tty, /dev/stderr.
        drawn = cast("IO[str]", _Drawn(text)) if file.isatty() else text
        writer(counted(), drawn)
        text.flush()
        text.detach()

    try:
        _fill_file(path, fill)
    except OSError as error:
        raise UnwritableError(path, error) from error
    return written


def _fill_file(path: Path, fill: Callable[[BinaryIO], None]) -> None:
    from mediarel.atomic import replace_file  # noqa: PLC0415 - only for a file

    if path.exists() and not path.is_file():  # a device, a pipe: nothing to replace
        with path.open("wb") as file:
            fill(file)
        return
    replace_file(path, fill)
