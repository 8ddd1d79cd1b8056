"""Read an archive item by item, to copy, count and compare all of its data.

Items are read one at a time, in the order of the store's file. So even a large archive
needs little memory.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple, Protocol, TypeVar

from mediarel.store import quick_fingerprint
from mediarel.store.protocol import Delta, Document, Known, Snapshot
from mediarel.store.records import about_of

Tables = Mapping[str, Mapping[str, Document]]


Item = TypeVar("Item", bound="tuple[Any, ...]")


class Entry(NamedTuple):
    """An entry of the history: its number, raw JSON, and database role.

    In an archive file, the entries have the role None.
    """

    number: int
    raw: Document
    role: str | None = None


class Contents(Protocol):
    """All data of an archive, as raw JSON.

    Each part of the data can be read only once.
    """

    def others(self) -> Tables:
        """Return all tables except statements, history and checksums.

        The first of these tables is `archive`.
        """

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield the id and the record of each statement, sorted by id."""

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history, oldest first."""

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield the id and the checksum of each statement, sorted by id."""


class Tally(NamedTuple):
    """The counts of statements, entries and checksums, and a digest of all data.

    Two archives have the same data if their tallies are equal.
    """

    statements: int
    entries: int
    checksums: int
    digest: str


class Tallied:
    """The contents of an archive, which are counted while they are read."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._digests = {name: sha256() for name in ("others", *_COUNTED)}
        self._counts = dict.fromkeys(_COUNTED, 0)

    def others(self) -> Tables:
        """Return all tables except statements, history and checksums."""
        others = self._contents.others()
        for name, table in others.items():
            self._note("others", name, b"")
            for key, raw in table.items():
                self._note("others", key, raw)
        return others

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield the id and the record of each statement."""
        return self._counted("statements", self._contents.statements())

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history."""
        return self._counted("entries", self._contents.entries())

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield the id and the checksum of each statement."""
        return self._counted("checksums", self._contents.checksums())

    def tally(self) -> Tally:
        """Return the tally of all items that have been read so far."""
        digests = "".join(each.hexdigest() for each in self._digests.values())
        return Tally(**self._counts, digest=sha256(digests.encode()).hexdigest())

    def _counted(self, name: str, items: Iterator[Item]) -> Iterator[Item]:
        """Yield the items, and count them.

        The first value of an item is its number. The second is its JSON or checksum.
        """
        for item in items:
            number, raw, *_ = item
            self._counts[name] += 1
            self._note(name, str(number), raw.encode() if isinstance(raw, str) else raw)
            yield item

    def _note(self, name: str, key: str, raw: Document) -> None:
        digest = self._digests[name]
        digest.update(b"%d %b %d\n" % (len(key), key.encode(), len(raw)))
        digest.update(raw)


_COUNTED = ("statements", "entries", "checksums")


def tally_of(contents: Contents) -> Tally:
    """Read all contents, and return their tally."""
    tallied = Tallied(contents)
    tallied.others()
    for read in (tallied.statements, tallied.entries, tallied.checksums):
        deque(read(), maxlen=0)
    return tallied.tally()


def delta(snapshot: Snapshot, known: Known) -> Delta:
    """Return the changes from the known state of a store to the snapshot."""
    return Delta(
        snapshot.revision,
        _changed(snapshot.statements, known.statements),
        _changed(snapshot.history, known.history),
        about_of(snapshot.others),
    )


def _changed(
    documents: Mapping[str, Document], known: Mapping[int, int]
) -> dict[int, Document | None]:
    now = {int(key): document for key, document in documents.items()}
    changed: dict[int, Document | None] = {
        number: document
        for number, document in now.items()
        if known.get(number) != quick_fingerprint(document)
    }
    changed.update((number, None) for number in known.keys() - now.keys())
    return changed
