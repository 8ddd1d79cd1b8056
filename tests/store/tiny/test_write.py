"""Test that writing a store is atomic and never overwrites the changes of others."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from archives import Desk, commit_nothing, draft, opened, shown
from mediarel.errors import BusyError
from mediarel.store.protocol import Document
from mediarel.store.tiny.file import FileStore, NoStoreError
from mediarel.store.tiny.layout import streamed


def remove_10(archive: Desk) -> None:
    archive.remove([10])


def undo(archive: Desk) -> None:
    archive.undo()


def remove_all(archive: Desk) -> None:
    archive.remove(shown(archive))


@pytest.mark.parametrize("lose", [remove_10, undo, remove_all])
def test_ids_are_never_reused(store: Path, lose: Callable[[Desk], None]) -> None:
    with opened(store) as archive:
        assert archive.add(draft("Ten.")).id == 10
        lose(archive)
        assert archive.add(draft("Eleven.")).id == 11
        lose(archive) if lose is not remove_10 else archive.remove([11])
    with opened(store) as archive:
        ids = [s.id for s in archive.import_drafts([draft("a"), draft("b")]).added]

    assert ids == [12, 13]


def test_change_by_a_script_without_the_lock_is_not_overwritten(store: Path) -> None:
    with FileStore(store).transaction() as transaction:
        with TinyDB(store) as db:
            db.table("statements").remove(doc_ids=[1])
        theirs = store.read_bytes()
        with pytest.raises(BusyError, match="without the lock"):
            commit_nothing(transaction)

    assert store.read_bytes() == theirs


def test_change_by_another_program_during_writing_is_not_overwritten(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing takes time, so the last check is directly before the replacement."""
    theirs = store.read_bytes().replace(b"CLEC", b"ADHOC")

    def interrupted(tables: Iterable[Any]) -> Iterator[Document]:
        yield from streamed(tables)
        store.write_bytes(theirs)

    monkeypatch.setattr("mediarel.store.tiny.transaction.streamed", interrupted)
    with opened(store) as archive, pytest.raises(BusyError, match="without the lock"):
        archive.remove([1])

    assert store.read_bytes() == theirs
    assert not list(store.parent.glob(".*.tmp"))


def test_deleted_file_is_not_created_again(store: Path) -> None:
    with FileStore(store).transaction() as transaction:
        store.unlink()
        with pytest.raises(NoStoreError):
            commit_nothing(transaction)

    assert not store.exists()
