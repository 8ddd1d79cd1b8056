"""The record of a site: what was made of each statement, kept in the user's cache.

By it a later run knows, without reading a statement, that its page is as it was. It
holds for one manifest alone: whatever else wrote the folder, the record is of no use
then, and all statements are read. It is of no use either where it is damaged, or can't
be written: a site is the same without it.

head    for which manifest the record is, and the digests of the other files
rows    the rows of all lists, and the fingerprint of each statement
times   when each folder of the site was changed
N       the lines of a block of the search
"""

from __future__ import annotations

import os
import shutil
from array import array
from bisect import bisect_left
from contextlib import suppress
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.index.file import make_private_file, make_private_folder, stem
from mediarel.publish.sealed import digest_of, opened, sealed
from mediarel.publish.site.rows import Row, Rows
from mediarel.publish.times import packed_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mediarel.archive.archive import Archive

_FORM = 1  # raised when anything in a record means something else
_HEAD, _ROWS, _TIMES = "head", "rows", "times"
_List = tuple[str, str, bytes]
_Rows = tuple[bytes, bytes, list[Row], list[str], bytes, bytes, list[_List]]
_MOST = 4  # records of an archive, of its folders that were published last
_UNSURE = -1  # in place of a fingerprint


class Marks:
    """The fingerprints of statements by their ids, which rise."""

    def __init__(self, found: Iterable[tuple[int, int]] = ()) -> None:
        self._ids = array("q")
        self._fingerprints = array("q")
        for number, fingerprint in found:
            self._ids.append(number)
            self._fingerprints.append(fingerprint)

    def ids(self) -> set[int]:
        """Return all ids."""
        return {*self._ids}

    def same(self, other: Marks) -> set[int]:
        """Return the ids that have the same fingerprint in both, and a sure one."""
        theirs = dict(other._each())
        return {
            number
            for number, fingerprint in self._each()
            if fingerprint != _UNSURE and theirs.get(number) == fingerprint
        }

    def _each(self) -> Iterator[tuple[int, int]]:
        return zip(self._ids, self._fingerprints, strict=True)

    def doubt(self, number: int) -> None:
        """Take the fingerprint of a statement away: by it alone nothing is known."""
        place = bisect_left(self._ids, number)
        if place < len(self._ids) and self._ids[place] == number:
            self._fingerprints[place] = _UNSURE

    def packed(self) -> tuple[bytes, bytes]:
        """Return them as bytes."""
        return self._ids.tobytes(), self._fingerprints.tobytes()

    @classmethod
    def unpacked(cls, ids: bytes, fingerprints: bytes) -> Marks:
        """Return what was packed.

        Raises ValueError.
        """
        made = cls()
        made._ids.frombytes(ids)
        made._fingerprints.frombytes(fingerprints)
        return made


class Kept(NamedTuple):
    """What was made the last time."""

    rows: Rows
    marks: Marks
    blocks: dict[int, str]


class _Head(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    form: int
    made_by: str
    manifest: bytes
    rows: bytes
    blocks: dict[int, str]


class Record:
    """The record of a site, in a folder of the cache.

    `blocks` are those of the search whose lines are kept, each with the SHA-256 of
    these, in hexadecimal.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self.blocks: dict[int, str] = {}
        self._rows = b""
        self._made_by = ""

    def read(self, manifest: bytes, made_by: str) -> Kept | None:
        """Return what was kept for this `manifest`, made by the same; None for nothing.

        `made_by` tells all that pages are made of, besides statements.
        """
        try:
            said = (self._place / _HEAD).read_bytes()
            head = msgspec.msgpack.decode(opened(said), type=_Head)
            if (head.form, head.made_by, head.manifest) != (_FORM, made_by, manifest):
                return None
            data = (self._place / _ROWS).read_bytes()
            if digest_of(data) != head.rows:
                return None
            ids, fingerprints, *rows = msgspec.msgpack.decode(data, type=_Rows)
            marks = Marks.unpacked(ids, fingerprints)
            return Kept(Rows.unpacked(rows), marks, head.blocks)
        except (OSError, ValueError, msgspec.MsgspecError):
            return None

    def lines(self, number: int) -> bytes | None:
        """Return the lines of one of the `blocks`, None where they are not there."""
        with suppress(OSError):
            lines = (self._place / str(number)).read_bytes()
            if sha256(lines).hexdigest() == self.blocks.get(number):
                return lines
        return None

    def put_lines(self, number: int, lines: bytes) -> None:
        """Keep the lines of a block, as far as that works."""
        with suppress(OSError):
            make_private_folder(self._place)
            _write(self._place / str(number), lines)
            self.blocks[number] = sha256(lines).hexdigest()

    def put(self, rows: Rows, marks: Marks, made_by: str) -> None:
        """Keep the rows and the marks, as far as that works, until `end`."""
        data = msgspec.msgpack.encode((*marks.packed(), *rows.packed()))
        self._rows, self._made_by = b"", made_by
        with suppress(OSError):
            make_private_folder(self._place)
            _write(self._place / _ROWS, data)
            self._rows = digest_of(data)

    @property
    def times_at(self) -> Path:
        """The file that keeps the times of the folders."""
        return self._place / _TIMES

    def end(self, manifest: bytes, times: dict[str, int] | None) -> None:
        """Have all that was kept hold for this `manifest`.

        `times` are those of its folders, None where these are as they were.
        """
        if times is not None:
            with suppress(OSError):
                make_private_folder(self._place)
                _write(self.times_at, packed_times(manifest, times))
        if not self._rows:
            return
        head = _Head(_FORM, self._made_by, manifest, self._rows, self.blocks)
        said = msgspec.msgpack.encode(head)
        with suppress(OSError):
            _write(self._place / _HEAD, sealed(said))
            self._remove_others()

    def _remove_others(self) -> None:
        beginning = self._place.name.rpartition("-")[0]
        others = self._place.parent.glob(f"{beginning}-*")
        for each in sorted(others, key=lambda other: -other.stat().st_mtime)[_MOST:]:
            shutil.rmtree(each, ignore_errors=True)


def record_of(archive: Archive, folder: Path) -> Record:
    """Return the record of the site of an `archive` in `folder`."""
    # Not `resolve`, which raises where a link leads to itself: that is told elsewhere.
    at = os.path.realpath(folder).encode(errors="surrogateescape")
    named = blake2b(at, digest_size=8).hexdigest()
    name = f"{stem(archive.store.location)}.site-{named}"
    return Record(archive.index.folder / name)


def _write(place: Path, data: bytes) -> None:
    make_private_file(place)
    place.write_bytes(data)
