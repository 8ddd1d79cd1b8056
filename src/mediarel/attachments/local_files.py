"""Store attached files in the folder `files/` next to the archive's file.

A file is needed if its SHA-256 is in a statement, in the history, or in a backup next
to the store. Damaged copies of the store are also searched.
"""

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.attachments import files
from mediarel.attachments.original import Candidate, Progress, byte_counter, reopened
from mediarel.model.fields import ATTACHMENTS
from mediarel.model.media_types import kept_suffix
from mediarel.store.protocol import Document
from mediarel.store.records import SITE, read_entry
from mediarel.store.tiny.rotation import all_backups, is_left_behind

_FIELD = ATTACHMENTS.name
_NAMED = re.compile(rb'"sha256"\s*:\s*"([0-9a-f]{64})"')


class LocalFiles:
    """The attached files of the store at `path`, in a folder next to the store.

    New files get the permissions of the file at `like`. The default is the store.
    """

    def __init__(self, path: Path, *, like: Path | None = None) -> None:
        self._path = path
        self._like = like or path
        self._folder = files.files_folder(path)

    def may_be_there(self) -> bool:
        """Return True if the folder exists."""
        return self._folder.is_dir()

    def folder(self, wanted: Iterable[files.AttachedFile]) -> Path:  # noqa: ARG002 - the same for all files
        """Return the folder of all attached files."""
        return self._folder

    def missing(self, wanted: Iterable[files.AttachedFile]) -> list[files.AttachedFile]:
        """Return the files in `wanted` that are missing or have the wrong size.

        Raises OSError.
        """
        return [
            file for file in wanted if files.file_by_size(self._folder, file) is None
        ]

    def keep(self, found: Candidate, progress: Progress = lambda *_: None) -> bool:
        """Copy a file into the archive. Return False if the archive already had it.

        Raises AccessError or ChangedFileError.
        """
        path, attachment, _ = found
        folder, wanted = self._folder, files.AttachedFile.of(attachment)
        suffix = kept_suffix(attachment.name, attachment.media_type)
        place = files.place_for(folder, attachment.sha256, suffix)
        try:
            if files.whole_file(folder, wanted):
                return False
            # If there is a copy, it is damaged: replace it.
            place = next(iter(files.places_of(folder, attachment.sha256)), place)
            counted = byte_counter(progress, "Copying the file", wanted.size)
            with reopened(found) as (file, verify):
                files.put_file(
                    file,
                    place,
                    folder,
                    wanted,
                    like=self._like,
                    on_block=counted,
                    verify=verify,
                )
        except files.ChangedFileError:
            raise files.ChangedFileError(path) from None
        except OSError as error:
            raise errors.AccessError(
                f"can't copy {path} to {error.filename or place}:"
                f" {(error.strerror or str(error)).lower()}",
                "Nothing was added. Check the permissions and the free space.",
            ) from error
        finally:
            for each in (place.parent, folder):
                with suppress(OSError):
                    each.rmdir()  # if it is empty, after a failure
        return True

    def take(self, file: files.AttachedFile, source: Path) -> bool:
        """Copy a file from the folder `source` into the archive.

        Return False if the folder does not have the file. Raises OSError or
        ChangedFileError.
        """
        copied = files.copy_files([file], source, self._folder, like=self._like)
        return not copied.missing

    def clear_up(self) -> None:
        """Remove temporary files of interrupted commands. Errors are ignored."""
        remove_leftovers(self._folder)

    def forget(self, names: Iterable[str], why: BaseException) -> None:
        """Remove the files that were copied for a change that failed.

        `names` are the SHA-256 of the files. Files that are still needed are kept.
        Errors are ignored.
        """
        del why
        these = set(names)
        with suppress(OSError):
            unneeded = unneeded_files(self._path)
            remove_files(self._path, [p for p in unneeded if p.name[:64] in these])

    def kept(self) -> dict[str, list[files.KeptFile]]:
        """Return all stored files. Each SHA-256 maps to a list of files.

        Raises OSError.
        """
        kept = files.all_kept(self._folder).files
        return {sha256: self._seen(places) for sha256, places in kept.items()}

    def others(self) -> list[str]:
        """Return the paths in the folder that are not attached files.

        Raises OSError.
        """
        return [self._named(place) for place in files.all_kept(self._folder).others]

    def digests(
        self, wanted: Collection[files.KeptFile], progress: Callable[[int, int], None]
    ) -> dict[files.KeptFile, str | OSError]:
        """Read the files and return the SHA-256 of the content of each file.

        If a file can't be read, its value is the error.
        """
        total, read = sum(each.size for each in wanted), 0

        def count(more: int) -> None:
            nonlocal read
            read += more
            progress(min(read, total), total)

        found: dict[files.KeptFile, str | OSError] = {}
        for each in wanted:
            try:
                with self._place(each).open("rb", buffering=0) as file:
                    found[each] = files.sha256_of(file, count)[0]
            except OSError as refusal:
                found[each] = refusal
        return found

    def unneeded(self) -> list[files.KeptFile]:
        """Return the files that no statement, change or backup needs.

        The result includes temporary files of interrupted commands. Raises OSError.
        """
        return self._seen(
            [
                *unneeded_files(self._path),
                *leftovers(self._folder),
            ]
        )

    def remove(self, wanted: Collection[files.KeptFile]) -> list[files.KeptFile]:
        """Remove the files in `wanted` and return a list of the removed files.

        Files that are still needed are kept. Raises OSError.
        """
        places = {self._place(each): each for each in wanted}
        return [places[place] for place in remove_files(self._path, places)]

    def _seen(self, places: Iterable[Path]) -> list[files.KeptFile]:
        return [
            files.KeptFile(place.name[:64], place.stat().st_size, self._named(place))
            for place in places
        ]

    def _named(self, place: Path) -> str:
        return place.relative_to(self._path.parent).as_posix()

    def _place(self, kept: files.KeptFile) -> Path:
        return self._path.parent / kept.place


class PastName(NamedTuple):
    """The name that a file had in a statement.

    `id` is the id of the statement. It is 0 if the file was the logo of the site.
    """

    id: int
    name: str


def unneeded_files(path: Path) -> list[Path]:
    """Return the attached files of the store at `path` that are no longer needed.

    Lock the store before you remove these files. Raises OSError.
    """
    kept = files.all_kept(files.files_folder(path)).files
    for place in _naming_files(path):
        if not kept:
            break
        for sha256 in named_in(place.read_bytes()):
            kept.pop(sha256, None)
    return [place for places in kept.values() for place in places]


def named_in(data: bytes) -> set[str]:
    """Return the SHA-256 of all attached files of a store.

    `data` is the content of the store. The store may be damaged.
    """
    return {found.decode() for found in _NAMED.findall(data)}


def remove_files(path: Path, wanted: Container[Path]) -> list[Path]:
    """Remove the files in `wanted` and return a list of the removed files.

    Files that are still needed are kept. `wanted` may also contain temporary files. The
    caller must have locked the store at `path`. Raises OSError.
    """
    removed = []
    for place in [*unneeded_files(path), *leftovers(files.files_folder(path))]:
        if place in wanted:
            place.unlink()
            removed.append(place)
    for folder in {place.parent for place in removed}:
        with suppress(OSError):
            folder.rmdir()
    return removed


def leftovers(folder: Path) -> list[Path]:
    """Return the temporary files of interrupted commands in this folder.

    If the drive does not support locks, only files that are older than one hour are
    returned. Raises OSError.
    """
    return [
        place
        for place in files.all_kept(folder).others
        if files.OUR_LEFTOVER.fullmatch(place.name) and is_left_behind(place)
    ]


def remove_leftovers(folder: Path) -> None:
    """Remove the files that `leftovers` returns. Errors are ignored."""
    with suppress(OSError):
        for place in leftovers(folder):
            with suppress(OSError):
                place.unlink()


def _naming_files(path: Path) -> Iterator[Path]:
    """Yield the paths of the store, of its backups, and of its damaged copies."""
    yield path
    yield from all_backups(path)
    yield from path.parent.glob(f"{path.name}.damaged-*")


def past_files(history: Mapping[str, Document]) -> dict[files.AttachedFile, PastName]:
    """Return the attached files that the history mentions, and their names.

    `history` has the raw entries of all changes. Unreadable entries are skipped.
    """
    found: dict[files.AttachedFile, PastName] = {}
    for key, raw in history.items():
        if b'"sha256"' not in bytes(raw):
            continue
        try:
            change = read_entry(int(key), raw, ignore_unknown=True)
        except errors.InvalidFieldError:
            continue
        for number, fields in change.changed.items():
            for value in fields.get(_FIELD, ()):
                found.update(_files_in(number, value))
        for number, kept in change.removed.items():
            found.update(_files_in(number, kept.get(_FIELD)))
        for site in change.archive.get(SITE, ()):
            if isinstance(site, dict):
                found.update(_files_in(0, [site.get("logo")]))
    return found


def _files_in(number: int, value: Any) -> Iterator[tuple[files.AttachedFile, PastName]]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            name, sha256, size = map(each.get, ("name", "sha256", "size"))
            if isinstance(name, str) and isinstance(sha256, str) and type(size) is int:
                yield files.AttachedFile(sha256, size), PastName(number, name)
