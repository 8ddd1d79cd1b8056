"""Write a folder that is published: only files that differ, and never another's.

    with publication(folder, kind=KIND, progress=progress) as site:
        site.facts                              # what was noted the last time
        site.put("index.html", content)
        site.copy("files/letter.pdf", Original(place, sha256))
    site.written                                # how many were made, unchanged, removed

Files of ours that are not named again are removed. The manifest of the folder always
names every file of ours that may be there: before the first new file is put in place,
it is replaced by one that names the old and the new ones. So if a command is cut short,
the next one knows which files are ours.
"""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mediarel.atomic import make_folders
from mediarel.errors import AccessError, BusyError, RefusedError
from mediarel.publish.manifest import (
    Manifest,
    Row,
    look_at,
    read_manifest,
    require_facts,
)
from mediarel.publish.paths import (
    LOCK,
    MANIFEST,
    STAGED,
    EditedError,
    Paths,
    UnwritableFolderError,
    looks_like_site,
    refuse_file,
)
from mediarel.publish.staging import (
    Staging,
    refuse_other,
    remove_empty_folders,
    remove_files,
    sync_all,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.publish.manifest import Survey

    Progress = Callable[[str, int, int], None]

_NO_LOCKS = {
    *(errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK),
    *(errno.EBADF, errno.EINVAL, errno.EISDIR),
}
# What a system or git puts into a folder that is empty for its user.
_NOBODYS = {
    *(".git", ".DS_Store", "Thumbs.db", "desktop.ini", "lost+found"),
    *("System Volume Information", LOCK),
}
_BETWEEN = 256  # files between two reports of progress


try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class BusyFolderError(BusyError):
    """Another command is writing the folder."""

    def __init__(self, folder: Path, hint: str = "") -> None:
        super().__init__(
            f"another command is writing {folder}",
            f"Wait until it has ended, then try again; nothing was changed.{hint}",
        )


class Original(NamedTuple):
    """A file that is copied as it is, and its SHA-256 in hexadecimal.

    If the file must be fetched first, `place` does that when the file is copied.
    """

    place: Path | Callable[[], Path]
    sha256: str

    def found(self) -> Path:
        """Return the path of the file."""
        return self.place() if callable(self.place) else self.place


class Target(Protocol):
    """A folder that is given each of its files.

    `facts` are what the last publication noted, such as addresses; change them freely.
    """

    facts: dict[str, str]
    folder: Path

    def put(self, path: str, content: bytes) -> None:
        """Have a file of this content at `path`."""

    def copy(self, path: str, original: Original) -> None:
        """Have a copy of `original` at `path`."""


class Written(NamedTuple):
    """How many files were written, left as they were, and removed.

    `others` are the paths of files that mediarel did not write and leaves as they are;
    a folder that contains nothing of ours ends in `/`.
    """

    made: int
    unchanged: int
    removed: int
    others: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        """Whether any file of ours was written or removed."""
        return bool(self.made or self.removed)


@contextmanager
def publication(
    folder: Path,
    *,
    kind: str,
    progress: Progress = lambda *_: None,
    overwrite: bool = False,
) -> Iterator[Publication]:
    """Yield the locked `folder`, which is given each of its files.

    Nothing in the folder is changed before the end; after an error it stays as it was.
    Files of ours that someone edited are replaced with `overwrite` alone. `kind` is the
    kind of folder, as in `mediarel publish KIND`.

    Raises BusyFolderError, UnwritableFolderError, AccessError, MeanwhileError,
    PathError, FactError, FileThereError, EditedError, RefusedError,
    DamagedManifestError, and what is raised inside.
    """
    with _made(folder), locked(folder):
        with _writing_to(folder):
            before = _manifest_before(folder, kind)
            survey = look_at(
                folder,
                before,
                lambda *done: progress("Looking at what is there", *done),
            )
            if survey.edited and not overwrite:
                raise EditedError(survey.edited)
            if before.new:  # a command was cut short
                remove_empty_folders(str(folder), survey.missing)
            target = Publication(folder, kind, before, survey, progress)
        try:
            yield target
            target.record()
        except BaseException:
            with suppress(OSError):  # the first error is the one to report
                target.give_up()
            raise
        target.place()


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make `folder` if it is missing; after an error remove it if it is empty.

    Raises UnwritableFolderError or FileThereError.
    """
    is_new = not folder.exists()
    try:
        with _writing_to(folder):
            refuse_file(folder)
            make_folders(folder)
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):  # something is in it, or it was never made
                folder.rmdir()
        raise


@contextmanager
def _writing_to(folder: Path) -> Iterator[None]:
    """Raise UnwritableFolderError if the system refuses anything in here."""
    try:
        yield
    except OSError as error:
        raise UnwritableFolderError(folder, error) from error


def _manifest_before(folder: Path, kind: str) -> Manifest:
    """Return the manifest of `folder`, an empty one if the folder is empty.

    Raises OSError, RefusedError or DamagedManifestError.
    """
    found = _manifest_of(folder)
    if found is None:
        _refuse_content(folder)
        return Manifest("", {}, {}, {})
    if found.kind != kind:
        raise RefusedError(
            f"{folder} was published as a {found.kind}, not as a {kind}",
            "Name another folder; nothing was changed.",
        )
    return found


def _manifest_of(folder: Path) -> Manifest | None:
    with suppress(FileNotFoundError, NotADirectoryError):
        return read_manifest(folder / MANIFEST)
    return None


def _refuse_content(folder: Path) -> None:
    """Raise RefusedError if anything of others is in `folder`."""
    with os.scandir(folder) as entries:
        for entry in entries:
            is_staged = entry.name == STAGED and entry.is_dir(follow_symlinks=False)
            if entry.name in _NOBODYS or is_staged:
                continue
            if not looks_like_site(folder):
                raise RefusedError(
                    f"{folder} is not empty, and mediarel did not publish it",
                    "Name a folder that is new or empty; nothing was changed.",
                )
            raise RefusedError(
                f"{folder} looks like a site that mediarel made, but its {MANIFEST} is"
                " missing: it says what mediarel wrote there, and keeps each address",
                f"Put {MANIFEST} back, from the server or a copy, here or in a new"
                " folder, and publish there. Without it, publish into a new folder:"
                " some pages may get another address. Nothing was changed.",
            )


def read_kind(folder: Path) -> str | None:
    """Return the kind that `folder` was published as, None if mediarel did not.

    Raises OSError, DamagedManifestError or RefusedError.
    """
    found = _manifest_of(folder)
    return found.kind if found else None


def is_cut_short(folder: Path) -> bool:
    """Return whether only a part of the new files is in `folder`.

    Raises OSError, DamagedManifestError or RefusedError.
    """
    found = _manifest_of(folder)
    return found is not None and bool(found.new)


class Publication:
    """A folder that is being written; see `publication`.

    `facts` are names with a value each that the manifest keeps for the publisher, such
    as the address of each statement. They are published, too.
    """

    written: Written

    def __init__(
        self,
        folder: Path,
        kind: str,
        before: Manifest,
        survey: Survey,
        progress: Progress,
    ) -> None:
        self.folder = folder
        self.facts = dict(before.facts)
        self._before = before
        self._there = survey.rows
        self._others = survey.others
        self._kind = kind
        self._progress = progress
        self._root = str(folder)
        self._staging = Staging(folder)
        self._staging.begin()
        self._named: dict[str, Row] = {}
        self._staged: dict[str, int] = {}
        self._paths = Paths()

    def put(self, path: str, content: bytes) -> None:
        """Have a file of this content at `path`.

        Raises PathError, OtherFileError or UnwritableFolderError.
        """
        digest = sha256(content).digest()
        if not self._stays(path, digest):
            with _writing_to(self.folder):
                self._stage(path, digest, self._staging.write(content))

    def copy(self, path: str, original: Original) -> None:
        """Have a copy of `original` at `path`.

        Raises PathError, OtherFileError, ChangedFileError, UnreadableOriginalError or
        UnwritableFolderError.
        """
        digest = bytes.fromhex(original.sha256)
        if not self._stays(path, digest):
            with _writing_to(self.folder):
                self._stage(path, digest, self._staging.copy(original))

    def _stays(self, path: str, digest: bytes) -> bool:
        """Return whether the file at `path` has this digest already; name it.

        Raises PathError or OtherFileError.
        """
        self._paths.add(path)
        row = self._there.get(path)
        if row is None:
            refuse_other(self._root, path, self._there)
        if row is None or row.sha256 != digest:
            return False
        self._named[path] = row
        return True

    def _stage(self, path: str, digest: bytes, number: int) -> None:
        """Have the file of this number put at `path` in the end.

        Raises OSError.
        """
        status = os.lstat(self._staging.path(number))
        self._named[path] = Row(digest, status.st_size, status.st_mtime_ns)
        self._staged[path] = number

    def contents(self) -> Iterator[tuple[str, Path]]:
        """Yield the path of each file that will be in the folder, and where it is."""
        for path in self._named:
            if path in self._staged:
                yield path, Path(self._staging.path(self._staged[path]))
            else:
                yield path, self.folder / path

    def record(self) -> None:
        """Have on the disk all that is to be put in place, and its manifest.

        Raises FactError or UnwritableFolderError.
        """
        require_facts(self.facts)
        self._gone = {p: r for p, r in self._there.items() if p not in self._named}
        made, removed = len(self._staged), len(self._gone)
        unchanged = len(self._named) - made
        self.written = Written(made, unchanged, removed, self._others)
        with _writing_to(self.folder):
            if self._is_done():
                self.give_up()
                return
            new = {path: self._named[path] for path in self._staged}
            facts = {**self._before.facts, **self.facts}
            both = Manifest(self._kind, self._there, facts, new)
            self._staging.write_manifest(both)
            sync_all()

    def _is_done(self) -> bool:
        """Return whether the folder is as it is to be."""
        return self._after() == self._before

    def _after(self) -> Manifest:
        return Manifest(self._kind, self._named, self.facts, {})

    def place(self) -> None:
        """Put all new files in place, and remove those that were not named.

        Raises AccessError or MeanwhileError.
        """
        if self._is_done():
            return
        staging = self._staging
        try:
            staging.put_manifest()
            remove_files(self._root, self._gone)
            for done, (path, number) in enumerate(self._staged.items()):
                staging.put(number, path, self._there.get(path))
                if not done % _BETWEEN:
                    self._progress("Putting files in place", done, len(self._staged))
            sync_all()
            staging.write_manifest(self._after())
            staging.put_manifest()
            staging.clear()
        except OSError as error:
            raise AccessError(
                f"{error.filename or self.folder}:"
                f" {(error.strerror or str(error)).lower()}",
                "Some of the new files may be in place. Check the permissions of"
                f" {self.folder} and the free space on the disk, then publish again to"
                " write the rest.",
            ) from error

    def give_up(self) -> None:
        """Leave the folder as it is.

        Raises OSError.
        """
        self._staging.clear()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock on `folder`.

    Raises OSError or BusyFolderError.
    """
    flock = getattr(fcntl, "flock", None)
    if flock is None:
        with _lock_file(folder, is_soft=False):
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
        else:
            yield
            return
        with _lock_file(folder, is_soft=True):
            yield
    finally:
        os.close(descriptor)


@contextmanager
def _lock_file(folder: Path, *, is_soft: bool) -> Iterator[None]:
    """Hold a lock that is a file; a soft one is there as long as the file is."""
    from filelock import FileLock, SoftFileLock, Timeout  # noqa: PLC0415 - 30 ms, rare

    place = folder / LOCK
    lock = (SoftFileLock if is_soft else FileLock)(place, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        hint = f" Where no command is at work, remove {place}" if is_soft else ""
        raise BusyFolderError(folder, hint) from None
    try:
        yield
    finally:
        lock.release()
        with suppress(OSError):  # another holds it already
            place.unlink(missing_ok=True)
