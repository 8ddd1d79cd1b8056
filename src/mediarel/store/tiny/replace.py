"""Replacing the whole content of a store; what was there before is kept beside it."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from mediarel.atomic import replace_file
from mediarel.errors import BusyError
from mediarel.store.tiny.access import StoreAccessError, UnsyncedStoreError, reason
from mediarel.store.tiny.file import is_as_seen, read_content
from mediarel.store.tiny.migrations import migrated
from mediarel.store.tiny.others import ARCHIVE
from mediarel.store.tiny.read import snapshot_of, validated_tables
from mediarel.store.tiny.transaction import TinyTransaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from mediarel.history.change import Change
    from mediarel.store.protocol import Document, Revision, Snapshot
    from mediarel.store.tiny.file import FileStore, Seen


class OvertakenRepairError(BusyError):
    """Another program wrote the store while the user was asked."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"another program has just written {path}",
            "Look at what it did, then try again; nothing was changed.",
        )


class Replacement(TinyTransaction):
    """A transaction that replaces the tables of a store.

    After the commit, `kept` is the path of the file with the earlier content, and
    `report` that of the report beside it. Where the commit fails, neither is left.

    If there are no checksums, the commit makes those of all statements if it
    `may_add_checksums`.
    """

    def __init__(
        self,
        store: FileStore,
        expected: Seen | None,
        prove: Callable[[Snapshot], None],
        like: Path | None,
    ) -> None:
        super().__init__(store)
        self.revision = "" if expected is None else expected.revision
        self._prove = prove
        self._like = like
        self._expected = expected
        self.may_add_checksums = True
        self._lines: list[str] | None = None
        self.kept: Path | None = None
        self.report: Path | None = None

    def keep_report(self, lines: Iterable[str]) -> None:
        """Have the commit keep `lines` beside the earlier content."""
        self._lines = list(lines)

    def commit(
        self, change: Change, entry: Document, written: Mapping[int, Document | None]
    ) -> Revision:
        """Write the tables with `change`, and keep the earlier content beside them.

        Raises StoreAccessError.
        """
        self.put(change, entry, written, may_add_all=self.may_add_checksums)
        storage, path = self.storage, self.storage.path
        data = b"".join(storage.parts())
        self._prove(snapshot_of(self.revision, validated_tables(path, data)))
        try:
            # Before the store: afterwards, no one could tell any more what was lost.
            if self._expected is not None:
                earlier = _data_as_seen(path, self._expected)
                self.kept = keep_damaged(path, earlier, change.at)
            if self._lines is not None:
                self.report = report_beside(self.kept or path, self._lines)
            return storage.commit(like=self._like)
        except UnsyncedStoreError:  # the new one is in its place
            raise
        except BaseException:
            _remove(self.report, self.kept)
            raise


@contextmanager
def replacement(
    store: FileStore,
    expected: Seen | None,
    wanted: Snapshot,
    prove: Callable[[Snapshot], None] = lambda _: None,
    like: Path | None = None,
) -> Iterator[Replacement]:
    """Lock `store`, to replace its content by what is `wanted`.

    Its content must be as `expected`; where that is None, there must be no file.
    `prove` is given the new tables, as they are read back, before they are in place;
    what it raises keeps them from that. A file that was not there becomes as open as
    the file `like`.

    Raises BusyStoreError, OvertakenRepairError, NewerArchiveError, DamagedError or
    StoreAccessError.
    """
    if expected is not None:
        store.refuse_read_only()
    with closing(Replacement(store, expected, prove, like)) as changing:
        path = changing.storage.path
        if expected is not None:
            _data_as_seen(path, expected)
        elif path.exists():
            raise OvertakenRepairError(path)
        tables = {
            ARCHIVE: {},
            "statements": dict(wanted.statements),
            "history": dict(wanted.history),
            "checksums": dict(wanted.checksums),
            **{name: dict(table) for name, table in wanted.others.items()},
        }
        changing.storage.write(migrated(path, tables))
        yield changing


def _data_as_seen(path: Path, seen: Seen) -> bytes:
    """Return the bytes of the store at `path`; it is read anew, to take no memory.

    Raises OvertakenRepairError where it is not as it was seen, or StoreAccessError.
    """
    content = read_content(path) if path.exists() else None
    if content is None or not is_as_seen(content, seen):
        raise OvertakenRepairError(path)
    return content.data


def keep_damaged(path: Path, data: bytes, at: str) -> Path:
    """Write `data` beside the store at `path`, and return the path of that file.

    Raises StoreAccessError.
    """
    time = compact_time(at)
    place = path.with_name(f"{path.name}.damaged-{time}")
    number = 1
    while os.path.lexists(place):
        number += 1
        place = path.with_name(f"{path.name}.damaged-{time}-{number}")
    try:
        replace_file(place, lambda file: file.writelines([data]), like=path)
    except OSError as error:
        _remove(place)
        raise StoreAccessError(place, reason(error)) from error
    return place


def report_beside(kept: Path, lines: Iterable[str]) -> Path:
    """Write the `lines` of a report beside the damaged copy that is `kept`.

    Raises StoreAccessError.
    """
    place = kept.with_name(f"{kept.name}.report.txt")
    text = "".join(f"{line}\n" for line in lines)
    try:
        replace_file(place, lambda file: file.writelines([text.encode()]), like=kept)
    except OSError as error:
        _remove(place)
        raise StoreAccessError(place, reason(error)) from error
    return place


def _remove(*places: Path | None) -> None:
    """Remove what was written, where it is, as it is of no use now."""
    for place in places:
        with suppress(OSError):
            if place is not None:
                place.unlink()


def compact_time(at: str) -> str:
    """Return a time of RFC 3339 as it may stand in the name of a file on any system."""
    return at.replace(":", "")
