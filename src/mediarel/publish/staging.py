"""What is to be put in place, kept in a folder of its own until all of it is there.

It is `.mediarel-new` in the folder that is published, so that a rename puts each file
in place whole. `atomic` syncs each file that it writes, 9 ms each: here are thousands,
which are synced at once.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.atomic import sync_folder
from mediarel.attachments.files import ChangedFileError, blocks
from mediarel.publish.paths import MANIFEST, STAGED
from mediarel.publish.refusals import UnreadableOriginalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from mediarel.publish.piece import Original

_MANIFEST, _SETTLED = "manifest", "settled"
_SHELF = 1000  # files in one folder: a stick is slow where there are many
_RESERVED = 10**9  # numbers for a worker: more files than there can be
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL
for _flag in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"):  # those that a system lacks are 0
    _FLAGS |= getattr(os, _flag, 0)


def sync_all() -> None:
    """Write to the disk all that was written, where the system can do that at once."""
    if hasattr(os, "sync"):  # not on Windows
        os.sync()


class Staging:
    """The folder in `folder` where new files are kept; their numbers count from 0."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.place = folder / STAGED
        self.manifest = self.place / _MANIFEST
        # Another each time: a worker of a command that was killed may still write.
        self._shelves = f"{self.place}/{int.from_bytes(os.urandom(4))}"
        self._count = 0
        self._folders: set[str] = set()  # in which something was put

    def begin(self) -> BinaryIO:
        """Make the folder, unless it is there, and return its manifest to be written.

        Raises OSError.
        """
        with suppress(FileExistsError):
            self.place.mkdir()
        return os.fdopen(os.open(self.manifest, _FLAGS, 0o666), "wb")

    def replace_manifest(self, write: Callable[[BinaryIO], None]) -> None:
        """Replace the manifest of the folder by one that `write` fills.

        What was to be put in place stays as it is.

        Raises OSError, and what `write` raises.
        """
        new = self.place / _SETTLED
        with new.open("wb") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        self._put_manifest(new)

    def put_manifest(self) -> None:
        """Have the manifest of what was put in place be that of the folder.

        Raises OSError.
        """
        self._put_manifest(self.manifest)

    def _put_manifest(self, new: Path) -> None:
        new.replace(self._folder / MANIFEST)
        sync_folder(self._folder)

    @property
    def count(self) -> int:
        """How many files are kept, or will be: the number of the next one."""
        return self._count

    def write(self, content: bytes) -> os.stat_result:
        """Keep `content` as the next file; return its status.

        Raises OSError.
        """
        return write_new(self.next_place(), content)

    def copy(self, original: Original) -> os.stat_result:
        """Keep a copy of `original` as the next file; return its status.

        Raises OSError, UnreadableOriginalError or ChangedFileError.
        """
        digest, place = sha256(), original.found()
        new = os.open(self.next_place(), _FLAGS, 0o666)
        with os.fdopen(new, "wb", buffering=0) as copy:
            for block in _blocks_of(place):
                digest.update(block)
                rest = block
                while rest:
                    rest = rest[copy.write(rest) :]
            if digest.hexdigest() != original.sha256:
                raise ChangedFileError(place)
            return os.fstat(copy.fileno())

    def next_place(self) -> str:
        """Return where the next file is to be written, by us or by a worker.

        Raises OSError.
        """
        number = self._count
        if not number % _SHELF:
            Path(self._path(number)).parent.mkdir()
        self._count += 1
        return self._path(number)

    def reserve(self) -> Shelf:
        """Return where a worker may write as many files as it likes."""
        self._count += -self._count % _SHELF
        first = self._count
        self._count += _RESERVED
        return Shelf(self._shelves, first)

    def _path(self, number: int) -> str:
        return _path_on(self._shelves, number)

    def file(self, number: int) -> Path:
        """Return the path of the file `number` until it is put in place."""
        return Path(self._path(number))

    def put(self, number: int, place: str) -> None:
        """Have the file `number` take its place, in a folder that is there.

        Raises OSError.
        """
        os.replace(self._path(number), place)  # noqa: PTH105 - see `_path_on`

    def make_folders(self, folder: str) -> bool:
        """Make `folder` and those above it, unless they are there; tell if it is new.

        Raises OSError.
        """
        if folder in self._folders:
            return False
        is_new = True
        try:
            os.mkdir(folder)  # noqa: PTH102 - see `_path_on`
        except FileExistsError:
            is_new = False
        except FileNotFoundError:
            self.make_folders(folder.rpartition("/")[0])
            os.mkdir(folder)  # noqa: PTH102 - see `_path_on`
        self._folders.add(folder)
        return is_new

    def clear(self) -> None:
        """Remove what is kept, the manifest first; a file that is not ours stays.

        Raises OSError.
        """
        with suppress(FileNotFoundError):
            if stat.S_ISDIR(self.place.lstat().st_mode):
                for own in (self.manifest, self.place / _SETTLED):
                    own.unlink(missing_ok=True)
                _remove_numbered(self.place)


class Shelf(NamedTuple):
    """Where a worker writes files beside ours, whose numbers count from `first`."""

    shelves: str
    first: int

    def write(self, number: int, content: bytes) -> os.stat_result:
        """Write the file of this `number`, the one after the other.

        Raises OSError.
        """
        place = _path_on(self.shelves, number)
        if not number % _SHELF:
            Path(place).parent.mkdir()
        return write_new(place, content)


def _path_on(shelves: str, number: int) -> str:
    # Paths are text: objects for many thousands take longer than the renames.
    return f"{shelves}{number // _SHELF:06}/{number % _SHELF}"


def write_new(place: str, content: bytes) -> os.stat_result:
    """Write `content` to a new file at `place`; return its status.

    Raises OSError.
    """
    descriptor = os.open(place, _FLAGS, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        return os.fstat(descriptor)
    finally:
        os.close(descriptor)


def _blocks_of(place: Path) -> Iterator[memoryview]:
    """Yield the content of the file at `place`, each block valid until the next.

    Raises UnreadableOriginalError.
    """
    try:
        file = place.open("rb", buffering=0)
    except OSError as error:
        raise UnreadableOriginalError(place, error) from error
    with file:
        read = blocks(file, lambda _: None)
        while True:
            try:
                block = next(read, None)
            except OSError as error:
                raise UnreadableOriginalError(place, error) from error
            if block is None:
                return
            yield block


def _remove_numbered(folder: Path) -> None:
    """Remove the `folder` with the files and folders in it that are called by numbers.

    Raises OSError.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.isdecimal():
                continue
            if entry.is_dir(follow_symlinks=False):
                _remove_numbered(folder / entry.name)
            else:
                Path(entry.path).unlink()
    with suppress(OSError):  # where something else is in it, or it is held open
        folder.rmdir()
