"""Create empty stores of both kinds."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from archives import draft
from mediarel.address import read_address
from mediarel.history.change import Change, FieldChanges
from mediarel.index.index import SqliteIndex
from mediarel.index.protocol import Index
from mediarel.model.statement import statement_of
from mediarel.postgres.connection import Connection
from mediarel.postgres.index import ServerIndex
from mediarel.postgres.setup import make
from mediarel.postgres.store import ServerStore
from mediarel.store.protocol import Document, Revision, Store, Transaction
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.layout import encoded


class Opened(Protocol):
    """Opens a store as if in a new process."""

    def __call__(self, *, patience: float = 10.0) -> Store:
        """Return the store; `patience` is the number of seconds to wait for a lock."""


class Place(NamedTuple):
    """A place for a store: how to open store and index, and its name in errors."""

    opened: Opened
    name: str
    new_index: Callable[[], Index]


@contextmanager
def file_place(path: Path) -> Iterator[Place]:
    """Create an empty store at `path`."""
    FileStore.create(path)

    def opened(*, patience: float = 10.0) -> Store:
        return FileStore(path, patience=patience)

    def index() -> Index:
        return SqliteIndex(FileStore(path), path.parent / "cache")

    yield Place(opened, str(path), index)


@contextmanager
def server_place(address: str, folder: Path) -> Iterator[Place]:
    """Create an empty store at `address`, and close it at the end.

    `folder` is for copies of attached files.
    """
    place = read_address(address)
    make(place)
    connections: list[Connection] = []

    def opened(*, patience: float = 10.0) -> Store:
        connections.append(Connection(place, patience=patience))
        return ServerStore(connections[-1])

    def index() -> Index:
        connections.append(Connection(place))
        return ServerIndex(connections[-1], folder)

    yield Place(opened, str(place), index)
    for connection in connections:
        connection.close()


def record(number: int, **fields: object) -> bytes:
    """Return a statement as stores keep it."""
    uuid = f"00000000-0000-4000-8000-{number:012}"
    at = "2026-11-24T10:00:00Z"
    given = draft(**{"text": f"Statement {number}.", **fields})  # type: ignore[arg-type]
    kept = statement_of(given, number=number, uuid=uuid, created=at, modified=at)
    return encoded(kept.document())


def put(
    transaction: Transaction,
    written: Mapping[int, Document | None],
    archive: FieldChanges | None = None,
) -> Revision:
    """Commit `written` as the next change; `archive` is the record of the archive."""
    newest = next(transaction.entries(), (0, b""))[0]
    there = transaction.records(written)
    change = Change(
        number=newest + 1,
        at=f"2026-11-24T10:{newest // 60:02}:{newest % 60:02}Z",
        by="sok",
        command="test",
        kind="edit",
        last_id=max(transaction.highest_id(), *written, 0),
        added={n: "" for n, raw in written.items() if raw and n not in there},
        removed={n: {} for n, raw in written.items() if not raw},
        changed={n: {} for n, raw in written.items() if raw and n in there},
        archive=archive or {},
    )
    return transaction.commit(change, encoded(change.document()), written)


def commit(
    store: Store, written: Mapping[int, Document | None], **archive: str
) -> Revision:
    """Write `written` to `store` in one change."""
    with store.transaction() as transaction:
        said: FieldChanges = {name: (None, each) for name, each in archive.items()}
        return put(transaction, written, said)


def numbers(store: Store) -> list[int]:
    """Return the IDs of all records in order."""
    return [int(key) for key in store.read().statements]


def all_records(store: Store) -> dict[int, bytes]:
    """Return all records by their IDs."""
    return {int(key): bytes(raw) for key, raw in store.read().statements.items()}
