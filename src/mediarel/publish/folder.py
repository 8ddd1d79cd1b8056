"""Write files to a published folder, and keep the files of other programs.

    with publication(folder, progress=progress) as site:
        site.facts                              # named values of the last publication
        site.put("index.html", content)
        site.copy("files/letter.pdf", Original(fetched, sha256))
    site.written                                # numbers of files

Only files that differ are replaced. If the last publication wrote a file and this
publication does not, the file is removed.

The manifest of the folder always lists every file that mediarel may have written there.
Before the first new file is put in place, a new manifest lists the old and the new
files. So after an interruption, the next command can recognise mediarel's files.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from mediarel import errors
from mediarel.atomic import make_folders
from mediarel.publish import manifest, paths, staging
from mediarel.publish.staging import Original

Progress = Callable[[str, int, int], None]


_NO_LOCKS = {
    *(errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK),
    *(errno.EBADF, errno.EINVAL, errno.EISDIR),
}
# Files that the system or git may put into an otherwise empty folder.
_SYSTEM_FILES = {
    *(".git", ".DS_Store", "Thumbs.db", "desktop.ini", "lost+found"),
    *("System Volume Information", paths.LOCK),
}
_BETWEEN = 256  # files between two reports of progress


try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class BusyFolderError(errors.BusyError):
    """A different command is writing to the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"another command is writing to {folder}",
            "Wait for the other command, then try again. Nothing was changed.",
        )


class Target(Protocol):
    """A folder that receives files one by one.

    `facts` are named values, such as addresses. They come from the last publication,
    and can be changed.
    """

    facts: dict[str, str]
    folder: Path

    def put(self, path: str, content: bytes) -> None:
        """Write a file with this content at `path`."""

    def copy(self, path: str, original: Original) -> None:
        """Copy the file `original` to `path`."""


class Written(NamedTuple):
    """The numbers of written, unchanged and removed files.

    `others` are the paths of kept files that mediarel did not write. If a folder
    contains only such files, `others` has the path of the folder, which ends in `/`.
    """

    made: int
    unchanged: int
    removed: int
    others: tuple[str, ...]


@contextmanager
def publication(
    folder: Path,
    *,
    progress: Progress = lambda *_: None,
    overwrite: bool = False,
) -> "Iterator[Publication]":
    """Lock a folder, and yield an object that receives its files.

    The folder is changed only at the end of the block. If the block raises an error,
    the folder stays unchanged. Files that someone edited are replaced only if
    `overwrite` is True.

    Raises BusyFolderError, UnwritableFolderError, AccessError, MeanwhileError,
    PathError, EditedError, RefusedError, DamagedManifestError, and any error of the
    block.
    """
    with _made(folder), locked(folder):
        with _writing_to(folder):
            before = _manifest_before(folder)
            survey = manifest.look_at(
                folder, before, lambda *done: progress("Checking existing files", *done)
            )
            if survey.edited and not overwrite:
                raise paths.EditedError(survey.edited)
            if before.new:  # an interrupted command left it
                staging.remove_empty_folders(str(folder), survey.missing)
            target = Publication(folder, before, survey, progress)
        try:
            yield target
            target.record()
        except BaseException:
            with suppress(OSError):  # the first error is reported
                target.staging.clear()
            raise
        target.place()


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Create `folder` if it is missing.

    If the block raises an error, remove the new folder if it is empty.

    Raises UnwritableFolderError or RefusedError.
    """
    is_new = not folder.exists()
    try:
        with _writing_to(folder):
            paths.refuse_file(folder)
            make_folders(folder)
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):  # it isn't empty, or was never created
                folder.rmdir()
        raise


@contextmanager
def _writing_to(folder: Path) -> Iterator[None]:
    """Raise UnwritableFolderError if the block raises OSError."""
    try:
        yield
    except OSError as error:
        raise paths.UnwritableFolderError(folder, error) from error


def _manifest_before(folder: Path) -> manifest.Manifest:
    """Return the manifest of `folder`.

    If the folder is empty, return an empty manifest.

    Raises OSError, RefusedError or DamagedManifestError.
    """
    found = manifest_of(folder)
    if found is None:
        _refuse_content(folder)
        return manifest.Manifest({}, {}, {})
    return found


def manifest_of(folder: Path) -> manifest.Manifest | None:
    """Return the manifest of `folder`.

    Return None if mediarel did not write the folder.

    Raises OSError, DamagedManifestError or RefusedError.
    """
    with suppress(FileNotFoundError, NotADirectoryError):
        return manifest.read_manifest(folder / paths.MANIFEST)
    return None


def _refuse_content(folder: Path) -> None:
    """Raise RefusedError if `folder` contains files that mediarel did not write."""
    with os.scandir(folder) as entries:
        for entry in entries:
            is_staged = entry.name == paths.STAGED and entry.is_dir(
                follow_symlinks=False
            )
            if entry.name in _SYSTEM_FILES or is_staged:
                continue
            if not paths.looks_like_site(folder):
                raise errors.RefusedError(
                    f"the folder {folder} contains files that mediarel did not publish",
                    f"Enter a new or empty folder, such as {folder / 'website'}."
                    " Nothing was changed.",
                )
            raise errors.RefusedError(
                f"{folder} looks like a site of mediarel, but {paths.MANIFEST} is"
                " missing",
                f"Copy {paths.MANIFEST} from your server or a backup into this folder."
                " If you have no copy, publish into a new folder. Some pages may then"
                " get new addresses. Nothing was changed.",
            )


class Publication:
    """A published folder during the block of `publication`.

    `facts` are named values that the manifest stores, such as the address of each
    statement. The manifest is public, so the facts are public, too.
    """

    written: Written

    def __init__(
        self,
        folder: Path,
        before: manifest.Manifest,
        survey: manifest.Survey,
        progress: Progress,
    ) -> None:
        self.folder = folder
        self.facts = dict(before.facts)
        self._before = before
        self._survey = survey
        self._progress = progress
        self._root = str(folder)
        self.staging = staging.Staging(folder)
        self.staging.begin()
        self._named: dict[str, manifest.Row] = {}
        self._staged: list[str] = []
        self._paths = paths.Paths()

    def put(self, path: str, content: bytes) -> None:
        """Write a file with this content at `path`.

        Raises PathError, OtherFileError or UnwritableFolderError.
        """
        digest = sha256(content).digest()
        self._add(path, digest, lambda file: file.write(content))

    def copy(self, path: str, original: Original) -> None:
        """Copy the file `original` to `path`.

        Raises PathError, OtherFileError, ChangedFileError, UnreadableOriginalError or
        UnwritableFolderError.
        """
        self._add(path, bytes.fromhex(original.sha256), original.copy_to)

    def _add(
        self, path: str, digest: bytes, fill: Callable[[BinaryIO], object]
    ) -> None:
        """Add the file at `path`. Stage a new file unless it exists with this digest.

        `fill` writes the content to the open file.
        """
        self._paths.add(path)
        row = self._survey.rows.get(path)
        if row is None:
            staging.refuse_other(self._root, path, self._survey.rows)
        if row is None or row.sha256 != digest:
            with _writing_to(self.folder):
                self.staging.write(path, fill)
                status = os.lstat(self.staging.path(path))
            row = manifest.Row(digest, status.st_size, status.st_mtime_ns)
            self._staged.append(path)
        self._named[path] = row

    def contents(self) -> Iterator[tuple[str, Path]]:
        """Yield the relative path and the present location of each file.

        New files are still in the staging folder.
        """
        staged = frozenset(self._staged)
        for path in self._named:
            is_new = path in staged
            yield path, Path(self.staging.path(path)) if is_new else self.folder / path

    def record(self) -> None:
        """Sync the staged files and the new manifest to the disk.

        Raises UnwritableFolderError.
        """
        self._gone = {
            p: r for p, r in self._survey.rows.items() if p not in self._named
        }
        made, removed = len(self._staged), len(self._gone)
        unchanged = len(self._named) - made
        self.written = Written(made, unchanged, removed, tuple(self._survey.others))
        with _writing_to(self.folder):
            self._after = manifest.Manifest(self._named, self.facts, {})
            self._is_done = self._after == self._before  # the folder is up to date
            if self._is_done:
                self.staging.clear()
                return
            new = {path: self._named[path] for path in self._staged}
            facts = {**self._before.facts, **self.facts}
            both = manifest.Manifest(self._survey.rows, facts, new)
            self.staging.write_manifest(both)
            staging.sync_all()

    def place(self) -> None:
        """Move the new files into place, and remove old files that are not needed."""
        if self._is_done:
            return
        try:
            self.staging.put_manifest()
            staging.remove_files(self._root, self._gone)
            for done, path in enumerate(self._staged):
                self.staging.put(path, self._survey.rows.get(path))
                if not done % _BETWEEN:
                    self._progress("Moving files into place", done, len(self._staged))
            staging.sync_all()
            self.staging.write_manifest(self._after)
            self.staging.put_manifest()
            self.staging.clear()
        except OSError as error:
            raise errors.AccessError(
                f"{error.filename2 or error.filename or self.folder}:"
                f" {(error.strerror or str(error)).lower()}",
                "Some new files may already be in place. Check the permissions of"
                f" {self.folder} and the free disk space. Then publish again.",
            ) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock `folder` during the block, unless the drive has no locks.

    Raises OSError or BusyFolderError.
    """
    flock = getattr(fcntl, "flock", None)
    if flock is None:
        with _lock_file(folder):
            yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyFolderError(folder) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                error.filename = str(folder)
                raise
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _lock_file(folder: Path) -> Iterator[None]:
    """Hold a lock file during the block, because Windows can't lock a folder."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 30 ms, rare

    place = folder / paths.LOCK
    try:
        with FileLock(place, timeout=0):
            yield
    except Timeout:
        raise BusyFolderError(folder) from None
    finally:
        with suppress(OSError):  # a different command holds it
            place.unlink(missing_ok=True)
