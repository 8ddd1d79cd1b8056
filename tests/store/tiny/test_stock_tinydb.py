"""Test that scripts with TinyDB can read and change a store."""

import json
from pathlib import Path

import pytest
from tinydb import TinyDB

from archives import KHMER, content, draft, opened, shown
from mediarel.store.tiny.file import NoStoreError
from mediarel.store.tiny.lock import BusyStoreError
from mediarel.store.tiny.transaction import SafeStorage
from outcomes import changed_lines


def test_stock_tinydb_reads_statements_and_history(store: Path) -> None:
    with opened(store) as archive:
        archive.remove([4])
        archive.add(draft(KHMER))
        ours = {s.id: s.document() for s in archive.get([1, 2, 3, 5, 6, 7, 8, 9, 10])}
    with TinyDB(store, access_mode="r") as db:
        documents = db.table("statements").all()
        history = db.table("history").all()
        names = db.tables()

    assert {document.doc_id: dict(document) for document in documents} == ours
    assert [entry["command"] for entry in history] == ["init", "test", "test"]
    assert names == {"archive", "statements", "history", "checksums"}


def test_changes_by_stock_tinydb_are_noticed(store: Path) -> None:
    with opened(store) as archive:
        archive.get([1])
    with TinyDB(store) as db:
        db.table("statements").update({"title": "By a script"}, doc_ids=[1])
        db.table("statements").remove(doc_ids=[2])
    with opened(store) as archive:
        changed = archive.get([1])[0]
        ids = shown(archive)

    assert changed.title == "By a script"
    assert ids == [9, 8, 7, 6, 5, 4, 3, 1]


def test_safe_storage_locks_and_keeps_the_layout(store: Path) -> None:
    document = {**content(store)["statements"]["1"], "title": KHMER}
    with TinyDB(store, storage=SafeStorage) as db:
        before = db.table("statements").all()
        with (
            opened(store, patience=0.05) as archive,
            pytest.raises(BusyStoreError, match=r"waited 0.05 seconds"),
        ):
            archive.add(draft())
        db.table("statements").insert(document)
        lines = changed_lines(store, db.storage.commit)
    with opened(store) as archive:
        added = archive.get([10])[0]
        archive.add(draft("Ours."))

    assert [document.doc_id for document in before] == list(range(1, 10))
    assert [line[0] for line in lines] == ["+"] * (len(document) + 2)
    assert '+    "10": {' in lines
    assert added.title == " ".join(KHMER.split())
    assert list(content(store)["statements"]) == [str(n) for n in range(1, 12)]


def test_tables_of_scripts_are_kept(store: Path) -> None:
    with TinyDB(store, storage=SafeStorage) as db:
        db.insert({"note": KHMER})
        db.table('quo"ted').insert({"note": 1.5})
        db.storage.commit()
    tables = content(store)
    tables['quo"ted']['a "key"\n\\'] = {"note": None}
    store.write_text(json.dumps(tables))
    with opened(store) as archive:
        archive.add(draft())

    after = content(store)
    assert after["_default"] == {"1": {"note": KHMER}}
    assert after['quo"ted'] == {"1": {"note": 1.5}, 'a "key"\n\\': {"note": None}}
    assert len(after["statements"]) == 10


def test_safe_storage_does_not_create_a_missing_file(home: Path) -> None:
    """A path without a file is a mistake."""
    with (
        pytest.raises(NoStoreError),
        TinyDB(home / "no.json", storage=SafeStorage) as db,
    ):
        db.all()

    assert not (home / "no.json").exists()
