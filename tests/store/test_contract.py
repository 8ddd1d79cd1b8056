"""Test what every store does, in a file or on a server."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from kept_stores import (
    Place,
    all_records,
    commit,
    file_place,
    numbers,
    put,
    record,
    server_place,
)
from mediarel.errors import BusyError
from mediarel.store import quick_fingerprint
from mediarel.store.protocol import Document, Snapshot, Store
from mediarel.store.sound import (
    broken_records,
    checksum,
    mismatched_ids,
    read_checksums,
)


@pytest.fixture
def kept(place: Place) -> Store:
    """Return a store with the statements 1 to 3, written by one change."""
    store = place.opened()
    commit(store, {n: record(n) for n in (1, 2, 3)})
    return store


@contextmanager
def running(work: Callable[[], None]) -> Iterator[None]:
    """Run `work` in a thread; its exception fails the test."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - it is raised below
            raised.append(error)

    thread = Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if raised:
        raise raised[0]


def test_records_are_read_as_written(place: Place) -> None:
    """Records are sorted by id, for any order of writing."""
    store = place.opened()
    odd = 'Khmer សេចក្តី, \\ a "quote", a tab\tand % ? %s \U0001f4fb \u2028.'
    written = {n: record(n, text=f"{odd} {n}") for n in (7, 2, 11)}
    commit(store, written)

    snapshot = place.opened().read()

    assert list(snapshot.statements) == ["2", "7", "11"]
    assert all_records(store) == written
    assert not list(broken_records(snapshot))
    assert read_checksums(snapshot.checksums) == {
        n: checksum(raw) for n, raw in written.items()
    }


def test_entries_are_read_newest_first(kept: Store) -> None:
    """There are more entries than a server returns at once."""
    for number in range(4, 54):
        commit(kept, {number: record(number)})

    with kept.transaction() as transaction:
        numbered = [(n, json.loads(bytes(raw))) for n, raw in transaction.entries()]

    assert [number for number, _ in numbered] == list(range(51, 0, -1))
    assert [list(entry["added"])[-1] for _, entry in numbered[:2]] == ["53", "52"]
    assert list(kept.read().history) == [str(n) for n in range(1, 52)]


def test_uncommitted_changes_are_discarded(kept: Store) -> None:
    before = kept.read()
    with kept.transaction() as transaction:
        assert transaction.records([1])

    assert tables_of(kept.read()) == tables_of(before)
    assert kept.is_at(before.revision)


class FailingRecords(dict[int, "Document | None"]):
    """Records whose second item raises an error."""

    def items(self) -> Any:
        """Yield one item, then raise an error."""
        yield 1, None
        raise ZeroDivisionError


def test_failed_change_writes_nothing(kept: Store) -> None:
    """The next change gets the number of the failed change."""
    before = kept.read()
    with pytest.raises(ZeroDivisionError), kept.transaction() as transaction:
        put(transaction, FailingRecords({1: None, 5: record(5)}))

    assert tables_of(kept.read()) == tables_of(before)
    commit(kept, {4: record(4)})
    assert list(kept.read().history) == ["1", "2"]


def test_second_writer_waits_and_sees_first_change(place: Place, kept: Store) -> None:
    locked, begun = Event(), Event()
    seen = []

    def second() -> None:
        store = place.opened()
        locked.wait()
        begun.set()
        with store.transaction() as transaction:
            seen.append(bytes(transaction.records([1])[1]))
            put(transaction, {4: record(4)})

    first = record(1, text="By the first.")
    with running(second), kept.transaction() as transaction:
        locked.set()
        begun.wait()
        put(transaction, {1: first})

    assert seen == [first]
    assert list(kept.read().history) == ["1", "2", "3"]
    assert numbers(kept) == [1, 2, 3, 4]


def test_impatient_writer_gets_a_busy_error(place: Place, kept: Store) -> None:
    """Readers don't wait."""
    hasty = place.opened(patience=0.1)
    with kept.transaction() as transaction:
        with pytest.raises(BusyError), hasty.transaction():
            pass

        assert numbers(hasty) == [1, 2, 3]
        put(transaction, {4: record(4)})

    commit(hasty, {5: record(5)})
    assert numbers(kept) == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("kept")
def test_read_returns_a_consistent_snapshot(place: Place) -> None:
    """Statements 1 and 3 are always changed together, so they must always be equal."""
    done = Event()

    def writer() -> None:
        store = place.opened()
        for number in range(20):
            said = {"text": f"Round {number}."}
            commit(store, {n: record(n, **said) for n in (1, 3)})
        done.set()

    reader = place.opened()
    with running(writer):
        while not done.is_set():
            snapshot = reader.read()
            one, three = (json.loads(bytes(snapshot.statements[n])) for n in "13")
            assert len(snapshot.history) == 1 or one["text"] == three["text"]
            assert not mismatched_ids(snapshot)


def test_file_and_server_store_the_same_bytes(tmp_path: Path, address: str) -> None:
    """This covers statements, history, checksums and settings."""
    with (
        file_place(tmp_path / "statements.json") as file,
        server_place(address, tmp_path) as server,
    ):
        both = [file.opened(), server.opened()]
        for store in both:
            commit(store, {n: record(n) for n in range(1, 1200)})
            commit(store, {2: None, 900: record(900, title="Changed")})
            commit(store, {2: record(2)}, name="Of both")
        snapshots = [store.read() for store in both]

    assert tables_of(snapshots[0]) == tables_of(snapshots[1])


def tables_of(snapshot: Snapshot) -> dict[str, dict[str, bytes]]:
    """Return all tables in `snapshot`."""
    tables = {**snapshot._asdict(), **snapshot.others}
    del tables["revision"], tables["others"]
    return {
        name: {key: bytes(raw) for key, raw in table.items()}
        for name, table in tables.items()
    }


def fingerprints(table: Mapping[str, Document]) -> dict[int, int]:
    return {int(key): quick_fingerprint(raw) for key, raw in table.items()}
