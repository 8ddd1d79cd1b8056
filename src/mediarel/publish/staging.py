"""Stage new files in a folder until all are complete, then put them in place.

The staging folder is `.mediarel-new` in the published folder. So each file, or each new
folder, can be renamed into place atomically. All staged files are synced at once. If
each file were synced alone, as in `atomic.py`, it would take 9 ms per file. Before an
existing file is replaced or removed, it is checked again.
"""

import errno
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mediarel.atomic import sync_folder
from mediarel.attachments.files import ChangedFileError, blocks
from mediarel.publish import paths
from mediarel.publish.manifest import Manifest, Row, write_manifest

_STAYS = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}


class Original(NamedTuple):
    """A file that is copied unchanged.

    `fetched` returns the path of the file. If necessary, it first fetches the file from
    a server. `sha256` is in hexadecimal.
    """

    fetched: Callable[[], Path]
    sha256: str

    def copy_to(self, file: BinaryIO) -> None:
        """Write the content to an open file.

        Raises OSError, UnreadableOriginalError or ChangedFileError.
        """
        digest, place = sha256(), self.fetched()
        for block in blocks_of(place):
            digest.update(block)
            file.write(block)
        if digest.hexdigest() != self.sha256:
            raise ChangedFileError(place)


def sync_all() -> None:
    """Sync all data to the disk, if the system has a call for this."""
    if hasattr(os, "sync"):  # not on Windows
        os.sync()


class Staging:
    """The staging folder of a published folder.

    A staged file has the same relative path as in the published folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = folder / paths.STAGED
        self._files = self._place / "files"
        self._manifest = self._place / "manifest"
        self._moved: set[str] = set()  # folders that were put in place as a whole

    def begin(self) -> None:
        """Create an empty staging folder.

        Files that earlier commands left there are removed. Raises OSError.
        """
        self.clear()
        with suppress(FileExistsError):
            self._place.mkdir(0o700)  # a web server must not show unchecked files
        self._files.mkdir()

    def write(self, path: str, fill: Callable[[BinaryIO], object]) -> None:
        """Stage the file at `path`. The function `fill` writes its content.

        Raises OSError, or any error of `fill`.
        """
        place = self.path(path)
        try:
            file = open(place, "xb")  # noqa: PTH123, SIM115 - see `path`
        except FileNotFoundError:
            os.makedirs(place.rpartition("/")[0])  # noqa: PTH103 - see `path`
            file = open(place, "xb")  # noqa: PTH123, SIM115 - see `path`
        with file:
            fill(file)

    def path(self, path: str) -> str:
        """Return the location of the staged file for `path`."""
        # Paths are strings: thousands of Path objects take longer than the renames.
        return f"{self._files}/{path}"

    def write_manifest(self, manifest: Manifest) -> None:
        """Write a manifest to the staging folder, and sync it to the disk.

        Raises OSError.
        """
        with self._manifest.open("wb") as out:
            write_manifest(manifest, out)
            out.flush()
            os.fsync(out.fileno())

    def put_manifest(self) -> None:
        """Replace the manifest of the published folder with the staged manifest.

        Raises OSError.
        """
        self._manifest.replace(self._folder / paths.MANIFEST)
        sync_folder(self._folder)

    def put(self, path: str, seen: Row | None) -> None:
        """Move the staged file for `path` into place.

        If its folder is missing, move the whole folder. `seen` is the state of the
        existing file when it was checked before.

        Raises OSError or MeanwhileError.
        """
        for folder in folders_above(path):
            if folder in self._moved:
                return
            place = f"{self._folder}/{folder}"
            if not os.path.lexists(place):
                os.rename(self.path(folder), place)  # noqa: PTH104 - see `path`
                self._moved.add(folder)
                return
        place = f"{self._folder}/{path}"
        if not _is_as_seen(place, seen):
            raise paths.MeanwhileError(place)
        os.replace(self.path(path), place)  # noqa: PTH105 - see `path`

    def clear(self) -> None:
        """Remove all staged files, and the staging folder if it is empty then.

        Raises OSError.
        """
        with suppress(FileNotFoundError):
            if stat.S_ISDIR(self._place.lstat().st_mode):
                self._manifest.unlink(missing_ok=True)
                if not self._files.is_symlink():
                    shutil.rmtree(self._files)
        with suppress(OSError):  # it contains files of other programs, or is in use
            self._place.rmdir()


def folders_above(path: str) -> Iterator[str]:
    """Yield the folders that contain the file at `path`, outermost first."""
    end = path.find("/")
    while end != -1:
        yield path[:end]
        end = path.find("/", end + 1)


def blocks_of(place: Path) -> Iterator[memoryview]:
    """Yield the content of the file at `place` in blocks.

    A block is valid only until the next block is read. Raises UnreadableOriginalError.
    """
    try:
        with place.open("rb", buffering=0) as file:
            yield from blocks(file, lambda _: None)
    except OSError as error:
        raise paths.UnreadableOriginalError(place, error) from error


def refuse_other(root: str, path: str, ours: Collection[str]) -> None:
    """Raise OtherFileError if a file at or above `path` was not written by mediarel.

    `path` is relative to `root`. `ours` are the relative paths of files that mediarel
    wrote and may remove.
    """
    for before in folders_above(path):
        status = _status(f"{root}/{before}")
        if status is None or (before in ours and not stat.S_ISDIR(status.st_mode)):
            return
        if not stat.S_ISDIR(status.st_mode):
            raise paths.OtherFileError(f"{root}/{before}", _what(status))
    status = _status(f"{root}/{path}")
    if status is None:
        return
    if stat.S_ISDIR(status.st_mode):
        _refuse_others_in(root, path, ours)
    else:
        raise paths.OtherFileError(f"{root}/{path}", _what(status))


def _refuse_others_in(root: str, path: str, ours: Collection[str]) -> None:
    """Raise OtherFileError if the folder at `path` has files that are not in `ours`."""
    for folder, folders, files in os.walk(f"{root}/{path}"):
        within = folder[len(root) + 1 :]
        if not (folders or files):
            raise paths.OtherFileError(folder, "a folder")
        for name in files:
            if f"{within}/{name}" not in ours:
                raise paths.OtherFileError(f"{folder}/{name}", "a file")


def remove_files(root: str, rows: Mapping[str, Row]) -> None:
    """Remove the files in `rows`, and the folders that become empty.

    Raises OSError or MeanwhileError.
    """
    for path, row in rows.items():
        place = f"{root}/{path}"
        if not _is_as_seen(place, row):
            raise paths.MeanwhileError(place)
        with suppress(FileNotFoundError):
            Path(place).unlink()
    remove_empty_folders(root, rows)


def remove_empty_folders(root: str, files: Iterable[str]) -> None:
    """Remove empty folders from which files were removed.

    `files` are the former paths of these files. Raises OSError.
    """
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and _remove_folder(Path(root, folder)):
            folder = folder.rpartition("/")[0]


def _remove_folder(folder: Path) -> bool:
    """Remove `folder` if it is empty, and return whether the folder is gone.

    Raises OSError.
    """
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError as error:
        if error.errno not in _STAYS:
            raise
        return False
    return True


def _is_as_seen(place: str, seen: Row | None) -> bool:
    """Return whether the file at `place` is missing, or has the same state as `seen`.

    Raises OSError.
    """
    status = _status(place)
    return status is None or (
        seen is not None and seen[1:] == (status.st_size, status.st_mtime_ns)
    )


def _status(place: str) -> os.stat_result | None:
    try:  # `suppress` is slower, and there are thousands of files
        return os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _what(status: os.stat_result) -> str:
    return "a link" if stat.S_ISLNK(status.st_mode) else "a file"
