"""Read an archive item by item, to copy, count and compare all of its data.

Items are read one at a time, in the order of the store's file. So even a large archive
needs little memory.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from mediarel.store import quick_fingerprint
from mediarel.store.protocol import Delta, Document, Known, Snapshot
from mediarel.store.records import about_of

Tables = Mapping[str, Mapping[str, Document]]


class Entry(NamedTuple):
    """An entry of the history: its number, raw JSON, and database role.

    In an archive file, the entries have the role None.
    """

    number: int
    raw: Document
    role: str | None = None


class Contents(NamedTuple):
    """All data of an archive, as raw JSON. Each iterable can be read only once.

    `others` are all tables except statements, history and checksums. The first of them
    is `archive`. `statements` and `checksums` are pairs with an id, sorted by id. The
    entries of the history are sorted by number.
    """

    others: Tables
    statements: Iterable[tuple[int, Document]]
    entries: Iterable[Entry]
    checksums: Iterable[tuple[int, str]]


class Tally(NamedTuple):
    """The counts of statements, entries and checksums, and a digest of all data.

    Two archives have the same data if their tallies are equal.
    """

    statements: int
    entries: int
    checksums: int
    digest: str


def tallied(contents: Contents) -> tuple[Contents, Callable[[], Tally]]:
    """Return contents that are counted while they are read, and their tally so far."""
    digests = {name: sha256() for name in Contents._fields}
    counts = dict.fromkeys(Contents._fields[1:], 0)

    def note(name: str, key: str, raw: Document) -> None:
        digests[name].update(b"%d %b %d\n" % (len(key), key.encode(), len(raw)))
        digests[name].update(raw)

    def counted(name: str) -> Iterator[Any]:
        for item in getattr(contents, name):
            number, raw, *_ = item
            counts[name] += 1
            note(name, str(number), raw.encode() if isinstance(raw, str) else raw)
            yield item

    def tally() -> Tally:
        joined = "".join(each.hexdigest() for each in digests.values())
        return Tally(**counts, digest=sha256(joined.encode()).hexdigest())

    for name, table in contents.others.items():
        note("others", name, b"")
        for key, raw in table.items():
            note("others", key, raw)
    return Contents(contents.others, *map(counted, counts)), tally


def tally_of(contents: Contents) -> Tally:
    """Read all contents, and return their tally."""
    (_, *parts), tally = tallied(contents)
    for part in parts:
        deque(part, maxlen=0)
    return tally()


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
