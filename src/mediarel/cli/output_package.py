"""`--package`: a table's description beside it, both written or neither."""

from __future__ import annotations

import hashlib
import io
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

from mediarel.cli.output_place import is_in_place, is_stdout
from mediarel.errors import AccessError, Command, Hint, MisuseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from typing_extensions import Buffer

    from mediarel.formats.table import Format

NAME = "datapackage.json"
DESCRIBED = ("csv", "tsv")


class StrayDescriptionError(AccessError):
    """There is a description of a table that could not be put in its place."""

    def __init__(self, path: Path, table: str, error: OSError) -> None:
        super().__init__(
            f"{path} describes a {table} that could not be written, and stays:"
            f" {(error.strerror or str(error)).lower()}",
            "Export it again, or delete that file.",
        )


class DigestedStream(io.RawIOBase):
    """Passes on what is written to it, and knows its length and SHA-256."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__()
        self._out = out
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was written until now."""
        return self._digest.hexdigest()

    def writable(self) -> bool:
        """Tell that it is there to be written to."""
        return True

    def write(self, data: Buffer) -> int:
        """Pass `data` on."""
        self._digest.update(data)
        length = memoryview(data).nbytes
        self.size += length
        self._out.write(data)
        return length


class Package:
    """The description of a table that is being written to `table`."""

    def __init__(self, table: Path, wanted: Format) -> None:
        self.path = table.with_name(NAME)
        self._name = table.name
        self._format = wanted
        self._stream: DigestedStream | None = None
        self._before: bytes | None = None
        self._is_put = False

    def watched(self, out: BinaryIO) -> BinaryIO:
        """Return `out` so that what is written to it is known here."""
        self._stream = DigestedStream(out)
        return cast("BinaryIO", self._stream)

    def put(self, title: str) -> None:
        """Write what the table is, all of which has been written by now.

        Raises OSError.
        """
        if self._stream is None:
            return
        content = _described(self._name, self._format, self._stream, title)
        with suppress(FileNotFoundError):
            self._before = self.path.read_bytes()
        try:
            _replace(self.path, content)
        except OSError as error:
            self._is_put = is_in_place(error)
            if not self._is_put:
                raise
            # It will be as it was, so that it can't be said that it is written.
            why = os.strerror(error.errno or 0)
            raise OSError(error.errno, why, str(self.path)) from error
        self._is_put = True

    @contextmanager
    def or_neither(self) -> Iterator[None]:
        """Have the description as it was where what is done within fails.

        Raises StrayDescriptionError where that is not possible.
        """
        try:
            yield
        except BaseException as error:
            if self._is_put and not is_in_place(error):  # the table is not
                self._put_back()
            raise

    def _put_back(self) -> None:
        try:
            if self._before is None:
                self.path.unlink(missing_ok=True)
            else:
                _replace(self.path, self._before)
        except OSError as error:
            raise StrayDescriptionError(self.path, self._name, error) from error


def _described(name: str, format_: Format, table: DigestedStream, title: str) -> bytes:
    from mediarel.formats.data_package import Written, data_package  # noqa: PLC0415

    media_type = format_.media_types[0]
    written = Written(name, format_.name, media_type, table.size, table.sha256)
    return data_package(written, title)


def _replace(path: Path, content: bytes) -> None:
    from mediarel.atomic import replace_file  # noqa: PLC0415 - only for a file

    def fill(file: BinaryIO) -> None:
        file.write(content)

    replace_file(path, fill)


def package_beside(path: Path | None, wanted: Format) -> Package:
    """Return the description of the table that is to be written to `path`.

    Raises MisuseError where there is no such file, or nothing to describe.
    """
    if wanted.name not in DESCRIBED:
        raise MisuseError(
            f"--package says nothing for {wanted.name}",
            f"It describes a table: {', '.join(DESCRIBED)}. Leave it out.",
        )
    file = f"statements{wanted.suffixes[0]}"
    hint = Hint("Name one: ", Command("export", "--output", file, "--package"))
    if path is None or is_stdout(path) or (path.exists() and not path.is_file()):
        raise MisuseError("--package writes beside a file, and none is named", hint)
    if path.name.lower() == NAME:
        raise MisuseError(f"{path} is where its own description would be", hint)
    return Package(path, wanted)
