"""Store attached files in the tables on a server, with cached copies on this computer.

Writing a file may take a long time. So each file is written in a separate transaction,
without the lock of the archive, before the change that attaches the file. If writing is
interrupted, nothing is stored. `check --prune` removes complete files that no change
attached.

Files use a separate connection. If this connection has an open transaction, for example
during a copy of the archive, the files are part of this transaction.
"""

import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from mediarel import errors
from mediarel.attachments import files
from mediarel.attachments.local_files import named_in, remove_leftovers
from mediarel.attachments.original import Candidate, Progress, byte_counter, reopened
from mediarel.index.index_file import make_private_folder, stem
from mediarel.model.media_types import kept_suffix
from mediarel.postgres.connection import LONG, Connection, Parameter, streamed

_UNUSED = 3 * 24 * 3600  # seconds that a copy is kept after its last use
PIECE = 1 << 18  # bytes: even a slow connection sends these within the time limit
_READ = 4  # pieces per fetch
_LOT = 200  # documents per fetch
_PUT = """
INSERT INTO file VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING RETURNING sha256
"""
_PUT_PIECE = "INSERT INTO piece VALUES (?, ?, ?)"
_PIECES = f"""
SELECT bytes FROM piece WHERE sha256 = ? AND number >= ? ORDER BY number LIMIT {_READ}
"""
# The size is the size of all pieces, or the recorded size if this is smaller.
_KEPT = """
SELECT sha256, least(size, (
    SELECT coalesce(sum(length(bytes)), 0)::bigint FROM piece
    WHERE piece.sha256 = file.sha256
)), suffix FROM file ORDER BY sha256
"""
# JSON may escape a character as \uXXXX. chr(92) is a backslash, independent of the
# server's settings for string literals.
_MAY_NAME = "strpos(json, 'sha256') > 0 OR strpos(json, chr(92) || 'u') > 0"
_NAMING = f"""
SELECT json FROM document WHERE {_MAY_NAME}
UNION ALL SELECT json FROM entry WHERE {_MAY_NAME}
"""


class CacheError(errors.AccessError):
    """A copy of a file from the server can't be saved on this computer."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"{error.filename or folder}: {(error.strerror or str(error)).lower()}",
            "mediarel copies files from the server to this folder. Check the free disk"
            " space and the folder's permissions.",
        )


class FileCache:
    """A cache with copies of the files of an archive.

    `location` is the address of the archive. `above` is the parent of the folder that
    contains the copies. If `above` is the null device, the copies are deleted when the
    program ends.
    """

    def __init__(self, location: str, above: Path) -> None:
        self._location = location
        self._above = above

    @cached_property
    def folder(self) -> Path:
        """The folder that contains the copies.

        Raises CacheError.
        """
        if str(self._above) == os.devnull:
            passing = tempfile.mkdtemp(prefix="mediarel-")
            weakref.finalize(self, shutil.rmtree, passing, ignore_errors=True)
            return Path(passing)
        folder = self._above / f"{stem(self._location)}-files"
        try:
            make_private_folder(folder)
        except OSError as error:
            raise CacheError(folder, error) from error
        return folder

    def has(self, file: files.AttachedFile) -> bool:
        """Return whether the cache has a complete copy of a file.

        The copy is marked as used. Raises CacheError.
        """
        try:
            place = files.whole_file(self.folder, file)
            if place is not None:
                os.utime(place)
        except OSError as error:
            raise CacheError(self.folder, error) from error
        return place is not None

    def put(
        self, file: files.AttachedFile, suffix: str, content: Iterable[bytes]
    ) -> None:
        """Save the content of a file in the cache.

        If the SHA-256 of the content is wrong, nothing is saved. Raises CacheError, or
        any error of `content`.
        """
        place = files.place_for(self.folder, file.sha256, suffix)
        try:
            self._remove_old()
            for earlier in files.places_of(self.folder, file.sha256):
                earlier.unlink(missing_ok=True)
            place.parent.mkdir(mode=0o700, exist_ok=True)
            with suppress(files.ChangedFileError):
                files.replace_verified(content, place, file)
                place.chmod(0o600)
        except OSError as error:
            raise CacheError(self.folder, error) from error

    def _remove_old(self) -> None:
        """Remove the copies that were not used in the last 3 days.

        Raises OSError.
        """
        remove_leftovers(self.folder)
        for places in files.all_kept(self.folder).files.values():
            for place in places:
                with suppress(FileNotFoundError):  # another command removed it
                    if time.time() - place.stat().st_mtime > _UNUSED:
                        place.unlink()


class ServerFiles:
    """The files of an archive on a server.

    Copies of the files are cached in a folder inside `folder`.
    """

    def __init__(self, connection: Connection, folder: Path) -> None:
        self._connection = connection
        self._cache = FileCache(str(connection.address), folder)
        self._fetching = Lock()  # several threads read documents

    def may_be_there(self) -> bool:
        """Return True without a check, because the check on a server isn't quick."""
        return True

    def folder(self, wanted: Iterable[files.AttachedFile]) -> Path:
        """Return a folder that contains copies of the wanted files.

        Missing copies are fetched from the server. Files that are not in the archive
        are ignored. Raises CacheError, AccessError or BusyError.
        """
        for file in wanted:
            with self._fetching:
                if not self._cache.has(file):
                    self._fetch(file)
        return self._cache.folder

    def missing(self, wanted: Iterable[files.AttachedFile]) -> list[files.AttachedFile]:
        """Return the wanted files that are missing in the archive.

        Only the SHA-256 and the size of the files are compared, not their contents.
        """
        all_ = list(wanted)
        if not all_:
            return []
        sql = "SELECT sha256, size FROM file WHERE sha256 = ANY(?)"
        rows = self._connection.rows(sql, [[file.sha256 for file in all_]])
        there = {files.AttachedFile(*row) for row in rows}
        return [file for file in all_ if file not in there]

    def keep(self, found: Candidate, progress: Progress = lambda *_: None) -> bool:
        """Copy a file into the archive. Return False if the archive already has it.

        Raises ChangedFileError, AccessError or BusyError.
        """
        path, attachment, _ = found
        suffix = kept_suffix(attachment.name, attachment.media_type)
        file = files.AttachedFile.of(attachment)
        with reopened(found) as (opened, prove):
            on_read = byte_counter(progress, "Copying the file", file.size)
            try:
                return self._put(opened, file, suffix, prove, on_read)
            except files.ChangedFileError:
                raise files.ChangedFileError(path) from None

    def take(self, file: files.AttachedFile, source: Path) -> bool:
        """Copy a file from the folder `source` into the archive.

        Returns False if the file is not in the folder. Raises OSError,
        ChangedFileError, AccessError or BusyError.
        """
        original = files.whole_file(source, file)
        if original is None:
            return False
        with original.open("rb", buffering=0) as opened:
            try:
                self._put(opened, file, original.suffix)
            except files.ChangedFileError:
                raise files.ChangedFileError(original) from None
        return True

    def clear_up(self) -> None:
        """Do nothing, because interrupted commands leave no files."""

    def forget(self, names: Iterable[str], why: BaseException) -> None:
        """Remove the files of a failed change, unless the archive uses the files.

        `names` has the SHA-256 of the files. `why` is the error that ended the change.
        If the server failed, or the user interrupted the command, it is unknown if the
        change was made. Then no files are removed. Errors are ignored.
        """
        if isinstance(why, errors.AccessError) or not isinstance(
            why, errors.MediarelError
        ):
            return
        these = set(names)
        with suppress(errors.MediarelError):
            self._delete([f for f in self.unneeded() if f.sha256 in these])

    def kept(self) -> dict[str, list[files.KeptFile]]:
        """Return all files of the archive, keyed by SHA-256."""
        with self._connection.moment():
            self._connection.allow(LONG)
            rows = self._run(_KEPT)
        return {
            name: [files.KeptFile(name, size, f"files/{name[:2]}/{name}{suffix}")]
            for name, size, suffix in rows
        }

    def others(self) -> list[str]:
        """Return [], because an archive on a server has no folder with other files."""
        return []

    def digests(
        self, wanted: Collection[files.KeptFile], progress: Callable[[int, int], None]
    ) -> dict[files.KeptFile, str | OSError]:
        """Read the files, and return the SHA-256 of the bytes of each file.

        Raises AccessError.
        """
        total, done = sum(each.size for each in wanted), 0

        def count(more: int) -> None:
            nonlocal done
            done += more
            progress(min(done, total), total)

        found: dict[files.KeptFile, str | OSError] = {}
        for each in wanted:
            found[each] = self._digest(each.sha256, count)
        return found

    def unneeded(self) -> list[files.KeptFile]:
        """Return the files that no statement and no entry of the history uses."""
        with self._connection.moment():
            kept = self.kept()
            rows = streamed(self._connection, "naming", _NAMING, _LOT) if kept else ()
            for (json,) in rows:
                for name in named_in(json.encode()):
                    kept.pop(name, None)
        return [each for those in kept.values() for each in those]

    def remove(self, wanted: Collection[files.KeptFile]) -> list[files.KeptFile]:
        """Of the wanted files, remove and return the files that nothing needs.

        A file is needed if a statement or an entry of the history uses it.
        """
        places = {each.place for each in wanted}
        removed = [each for each in self.unneeded() if each.place in places]
        self._delete(removed)
        return removed

    def _put(
        self,
        opened: BinaryIO,
        file: files.AttachedFile,
        suffix: str,
        prove: Callable[[], None] = lambda: None,
        on_read: Callable[[int], None] = lambda _: None,
    ) -> bool:
        """Copy an open file into the archive.

        Returns False if the archive already has the file. Raises ChangedFileError, in
        which the SHA-256 replaces the path. Raises the errors of `prove`.
        """
        digest, number = sha256(), 0
        with self._change():
            if not self._begin(file, suffix):
                return False
            for block in files.blocks(opened, on_read):
                digest.update(block)
                for start in range(0, len(block), PIECE):
                    piece = bytes(block[start : start + PIECE])
                    self._run(_PUT_PIECE, [file.sha256, number, piece])
                    number += 1
            if digest.hexdigest() != file.sha256:
                raise files.ChangedFileError(Path(file.sha256))
            prove()
        return True

    def _begin(self, file: files.AttachedFile, suffix: str) -> bool:
        """Prepare the archive for the content of a file.

        Returns False if the archive already has the file. If the file in the archive is
        damaged, it is removed first.
        """
        row: list[Parameter] = [file.sha256, file.size, suffix]
        if not self._run(_PUT, row):
            if self._is_whole(file):
                return False
            self._run("DELETE FROM file WHERE sha256 = ?", [file.sha256])
            self._run(_PUT, row)
        return True

    def _is_whole(self, file: files.AttachedFile) -> bool:
        """Return whether the archive has a file with the right size and SHA-256."""
        sql = "SELECT size FROM file WHERE sha256 = ?"
        if self._run(sql, [file.sha256]) != [(file.size,)]:
            return False
        return self._digest(file.sha256, lambda _: None) == file.sha256

    def _digest(self, name: str, on_piece: Callable[[int], None]) -> str:
        """Return the SHA-256 of a stored file.

        `on_piece` is called with the size of each piece.
        """
        digest = sha256()
        for piece in self._pieces(name):
            digest.update(piece)
            on_piece(len(piece))
        return digest.hexdigest()

    def _fetch(self, file: files.AttachedFile) -> None:
        """Copy a file from the archive to the cache."""
        sql = "SELECT suffix FROM file WHERE sha256 = ? AND size = ?"
        for (suffix,) in self._run(sql, list(file)):
            self._cache.put(file, suffix, self._pieces(file.sha256))

    def _pieces(self, name: str) -> Iterator[bytes]:
        number = 0
        while rows := self._run(_PIECES, [name, number]):
            for (piece,) in rows:
                yield bytes(piece)
            number += len(rows)

    def _delete(self, those: Iterable[files.KeptFile]) -> None:
        names = [each.sha256 for each in those]
        if names:
            with self._change():
                self._run("DELETE FROM file WHERE sha256 = ANY(?)", [names])

    @contextmanager
    def _change(self) -> Iterator[None]:
        """Run the block in the open transaction.

        If no transaction is open, run the block in a new transaction, and commit it.
        """
        if self._connection.is_open:
            yield
            return
        with self._connection.change():
            yield
            self._connection.commit()

    def _run(self, sql: str, parameters: Sequence[Parameter] = ()) -> list[Any]:
        return self._connection.rows(sql, parameters)
