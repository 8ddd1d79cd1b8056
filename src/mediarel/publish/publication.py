"""A folder that is being published: what is to be in it, told file by file."""

from __future__ import annotations

import os
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING

from mediarel.publish.making import writing_to
from mediarel.publish.manifest import (
    ManifestWriter,
    Row,
    digest_of,
    read_manifest,
    sha256_of,
    unpacked,
)
from mediarel.publish.paths import MANIFEST, Paths, folders_of, require_path
from mediarel.publish.piece import New, Original, Place, Written
from mediarel.publish.placing import Seen, put_files, refuse_other, remove_files
from mediarel.publish.refusals import OtherFileError, UnfinishedError
from mediarel.publish.settling import CUT_SHORT
from mediarel.publish.staging import Staging, sync_all
from mediarel.publish.times import times_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from mediarel.publish.settling import Settled
    from mediarel.publish.staging import Shelf

    Progress = Callable[[str, int, int], None]


class NotAsLeftError(Exception):
    """A folder is not as it was left, as it was taken to be: begin without that."""


class Publication:
    """A folder that is being written; see `publication`.

    `facts` are names with a value each that the manifest keeps for the publisher, such
    as the address of each statement: change them as you like. They are published, too.
    `is_as_left` where all files of ours are there as they were put in place together.
    `manifest` tells the manifest of the folder from any other: as it is until `place`,
    and then as it was put in place.
    """

    written: Written
    manifest: bytes

    def __init__(
        self, folder: Path, kind: str, before: Settled, progress: Progress
    ) -> None:
        self.facts = dict(before.facts)
        was_cut_short = self.facts.pop(CUT_SHORT, None) is not None
        self.is_as_left = before.is_told and not was_cut_short
        self.manifest = before.manifest
        self.folder = folder
        self._root = str(folder)
        self._kind = kind
        self._before = before
        self._rows = before.rows  # those of which nothing was said yet
        self._progress = progress
        self._kept: list[str] = []
        self._staging = Staging(folder)
        self._staged: list[tuple[int, str, Seen | None]] = []
        self._is_told = before.is_told
        self._is_done = False
        self._out = self._staging.begin()
        self._manifest = ManifestWriter(self._out, kind)

    def is_sure(self) -> bool:
        """Tell whether the folder is what it was taken to be, once a worker knows."""
        return self._before.is_so is None or self._before.is_so()

    def has(self, path: str, made_from: str) -> bool:
        """Tell whether the file is there already, made from the same; then it stays."""
        if not self.is_made_from(path, made_from):
            return False
        self.keep((path,))
        return True

    def is_made_from(self, path: str, made_from: str) -> bool:
        """Tell the same, and leave open whether the file stays."""
        packed = self._rows.get(path)
        if packed is None or not made_from:
            return False
        return unpacked(packed).made_from == digest_of(made_from)

    def keep(self, paths: Iterable[str]) -> None:
        """Have the files at `paths`, which are there, stay as they are.

        Raises KeyError where one is not there, or was told before.
        """
        kept = [*paths]
        self._manifest.add_packed(kept, map(self._rows.pop, kept))
        self._kept += kept

    def digests_below(self, folder: str) -> dict[str, str]:
        """Return the SHA-256 of files in `folder`, with a `/` at its end, by path.

        They are those that were not told of yet, in hexadecimal.
        """
        return {
            path: sha256_of(packed)
            for path, packed in self._rows.items()
            if path.startswith(folder)
        }

    def put(self, path: str, content: bytes, made_from: str = "") -> None:
        """Have a file of this content at `path`.

        Raises PathError, OtherFileError or OSError.
        """
        row = self._named(path)
        new = Row(len(content), 0, sha256(content).digest(), digest_of(made_from))
        if row is not None and (row.size, row.sha256) == (new.size, new.sha256):
            self._keep(path, row._replace(made_from=new.made_from))
        else:
            self._stage(path, row, new, partial(self._staging.write, content))

    def places(self, count: int) -> list[Place]:
        """Return where as many files may be written, by workers too, until `put_new`.

        Raises UnwritableFolderError.
        """
        first = self._staging.count
        with writing_to(self.folder):
            found = [self._staging.next_place() for _ in range(count)]
        return [Place(first + number, place) for number, place in enumerate(found)]

    def shelf(self) -> Shelf:
        """Return where a worker may write files, until `put_new`."""
        return self._staging.reserve()

    def put_new(self, path: str, number: int, new: New, made_from: str = "") -> None:
        """Have at `path` the file that was written to the place of this `number`.

        Raises PathError or OtherFileError.
        """
        row = self._named(path)
        if row is not None and (row.size, row.sha256) == (new.size, new.sha256):
            self._keep(path, row._replace(made_from=digest_of(made_from)))
        else:
            made = Row(new.size, new.modified, new.sha256, digest_of(made_from))
            self._take(path, row, number, made)

    def copy(self, path: str, original: Original) -> None:
        """Have a copy of `original` at `path`.

        Raises PathError, OtherFileError, ChangedFileError or OSError.
        """
        row = self._named(path)
        digest = bytes.fromhex(original.sha256)
        if row is not None and row.sha256 == digest:
            self._keep(path, row)
        else:
            new = Row(0, 0, digest, digest_of(""))
            write = partial(self._staging.copy, original)
            self._stage(path, row, new, write)

    def _named(self, path: str) -> Row | None:
        """Return what is known of the file at `path`, which is to be written.

        Raises PathError or OtherFileError.
        """
        if path in self._rows:
            return unpacked(self._rows[path])
        require_path(path)
        try:
            refuse_other(self._root, path, self._rows)
        except OtherFileError:
            self._refuse_alike(path)  # or what is there is ours, and was told already
            raise
        return None

    def _keep(self, path: str, row: Row) -> None:
        packed = row.packed()
        self._is_told = self._is_told and packed == self._rows[path]
        del self._rows[path]
        self._manifest.add(path, row)
        self._kept.append(path)

    def _stage(
        self,
        path: str,
        row: Row | None,
        new: Row,
        write: Callable[[], os.stat_result],
    ) -> None:
        number = self._staging.count
        with writing_to(self.folder):
            status = write()
        new = new._replace(size=status.st_size, modified=status.st_mtime_ns)
        self._take(path, row, number, new)

    def _take(self, path: str, row: Row | None, number: int, new: Row) -> None:
        """Take in that the file of this `number` goes to `path`."""
        seen = None if row is None else Seen(row.size, row.modified)
        self._rows.pop(path, None)
        self._staged.append((number, path, seen))
        self._manifest.add(path, new)

    def contents(self) -> Iterator[tuple[str, Path]]:
        """Yield the path of each file that will be in the folder, and where it is."""
        for number, path, _ in self._staged:
            yield path, self._staging.file(number)
        for path in self._kept:
            yield path, self.folder / path

    def record(self) -> None:
        """Have on the disk all that is to be put in place, and what it is.

        Raises NotAsLeftError, PathError, FactError or UnwritableFolderError.
        """
        if not self.is_sure():
            raise NotAsLeftError
        self._refuse_alike()
        made, removed = len(self._staged), len(self._rows)
        is_same = self._is_told and self.facts == self._before.facts
        self._is_done = is_same and not (made or removed)
        self.written = Written(made, len(self._kept), removed, self._before.others)
        if self._is_done:
            self.give_up()
            return
        with writing_to(self.folder):
            self._manifest.end(self.facts)
            self._out.flush()
            os.fsync(self._out.fileno())
            self._out.close()
            if made or removed:
                sync_all()

    def _refuse_alike(self, *more: str) -> None:
        """Raise PathError where a new path, or one `more`, is like another."""
        new = [*(path for _, path, seen in self._staged if seen is None), *more]
        if not new:
            return
        paths = Paths()
        paths.add_known(self._kept)
        paths.add_known([path for _, path, seen in self._staged if seen is not None])
        for path in new:
            paths.add(path)

    def place(self) -> None:
        """Put all in place that was told, and remove what was not told any more.

        Raises UnfinishedError or MeanwhileError.
        """
        if self._is_done:
            return
        try:
            if self._staged or self._rows:
                remove_files(self._root, self._rows)
                put_files(self._root, self._staging, self._staged, self._progress)
                sync_all()
            self._staging.put_manifest()
            self.manifest = self._manifest.digest
            self._staging.clear()
        except OSError as error:
            raise UnfinishedError(self.folder, error) from error

    def times(self) -> dict[str, int] | None:
        """Return when each folder in it was changed, for a later `publication`.

        None is where it is not known what else is in any, or where all is as it was.

        Raises OSError.
        """
        if self._is_done or self._before.others:
            return None
        known = self._before.times
        told: Iterable[str] = chain((path for _, path, _ in self._staged), self._rows)
        if known is None and self._kept:
            told = read_manifest(self.folder / MANIFEST).rows
        changed = {*folders_of(told)}
        kept = {each: at for each, at in (known or {}).items() if each not in changed}
        return kept | times_of(self.folder, changed)

    def give_up(self) -> None:
        """Leave the folder as it is.

        Raises OSError.
        """
        self._out.close()
        self._staging.clear()
