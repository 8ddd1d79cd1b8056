"""All that an archive holds, one by one: to be copied, counted and compared.

It comes in the order of a store's file, so that a large archive takes no memory.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zlib import crc32

from mediarel.store.about import about_of
from mediarel.store.protocol import Delta
from mediarel.store.sound import read_checksums

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mediarel.store.protocol import Document, Known, Snapshot

    Tables = Mapping[str, Mapping[str, Document]]


class Entry(NamedTuple):
    """An entry of the history: its number, its raw JSON, and who made it.

    That is a role of a database, None where it was made in a file.
    """

    number: int
    raw: Document
    role: str | None = None


class Contents(Protocol):
    """All that an archive holds, as raw JSON; each may be asked for once."""

    def others(self) -> Tables:
        """Return the tables that are not read, with `archive` first among them."""

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement, in the order of their ids."""

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history, the oldest first."""

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield id and checksum, in the order of their ids."""


class Tally(NamedTuple):
    """How much an archive holds, and a digest of each record, entry and checksum."""

    statements: int
    entries: int
    checksums: int
    digest: str


class Tallied:
    """The `contents` of an archive, which are counted as they pass."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._digests = {name: sha256() for name in ("others", *_COUNTED)}
        self._counts = dict.fromkeys(_COUNTED, 0)

    def others(self) -> Tables:
        """Return the tables that are not read."""
        others = self._contents.others()
        for name, table in others.items():
            self._note("others", name, b"")
            for key, raw in table.items():
                self._note("others", key, raw)
        return others

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement."""
        for number, raw in self._contents.statements():
            self._count("statements", number, raw)
            yield number, raw

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history."""
        for entry in self._contents.entries():
            self._count("entries", entry.number, entry.raw)
            yield entry

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield id and checksum."""
        for number, kept in self._contents.checksums():
            self._count("checksums", number, kept.encode())
            yield number, kept

    def tally(self) -> Tally:
        """Return what has passed."""
        digests = "".join(each.hexdigest() for each in self._digests.values())
        return Tally(**self._counts, digest=sha256(digests.encode()).hexdigest())

    def _count(self, name: str, number: int, raw: Document) -> None:
        self._counts[name] += 1
        self._note(name, str(number), raw)

    def _note(self, name: str, key: str, raw: Document) -> None:
        digest = self._digests[name]
        digest.update(b"%d %b %d\n" % (len(key), key.encode(), len(raw)))
        digest.update(raw)


_COUNTED = ("statements", "entries", "checksums")


class ContentsOfSnapshot:
    """What `snapshot` has, as contents; it is in the layout of a store's file."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def others(self) -> Tables:
        """Return the tables that are not read."""
        return self._snapshot.others

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement."""
        return ((int(key), raw) for key, raw in self._snapshot.statements.items())

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history."""
        return (Entry(int(key), raw) for key, raw in self._snapshot.history.items())

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield id and checksum.

        Raises BrokenRecordError.
        """
        return iter(sorted(read_checksums(self._snapshot.checksums).items()))


def tally_of(contents: Contents) -> Tally:
    """Return the tally of all `contents`."""
    tallied = Tallied(contents)
    tallied.others()
    passing: tuple[Iterable[object], ...]
    passing = (tallied.statements(), tallied.entries(), tallied.checksums())
    for each in passing:
        for _ in each:
            pass
    return tallied.tally()


def quick_fingerprint(document: Document) -> int:
    """Return a fast fingerprint of a record or entry, to see that it has changed.

    A check against chance: what has another length has another fingerprint for
    certain, what has the same but for one in four thousand million. The checksums
    that a store keeps are made with more care.
    """
    return len(document) << 32 | crc32(document)


def delta(snapshot: Snapshot, known: Known) -> Delta:
    """Return what is another in `snapshot` than is `known`."""
    return Delta(
        snapshot.revision,
        _changed(snapshot.statements, known.statements),
        _changed(snapshot.history, known.history),
        len(snapshot.statements),
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
