"""The TinyDB file: for anyone's script, and for a person who reads a diff.

- a stock TinyDB reads it
- a script with our storage reads it, adds to it, and holds the lock
- which lines a change touches
- stores in other layouts, with other tables: read, and kept where not changed
- ids are never given twice
- a lock that another holds, and a script that does without
- what a process that died has left
"""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING

import pytest
from tinydb import TinyDB

from archives import content, draft, opened, shown
from mediarel.store.access import NoStoreError
from mediarel.store.checksums import checksum
from mediarel.store.file import FileStore
from mediarel.store.layout import layout
from mediarel.store.lock import BusyStoreError
from mediarel.store.tiny import ChangedStoreError, SafeStorage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mediarel.archive import Archive
    from mediarel.store import Document

KHMER = "សេចក្តីថ្លែងការណ៍រួម “៣” \U0001f4fb \x1b[31m \u2028 é"


def changed_lines(path: Path, change: Callable[[], object]) -> list[str]:
    """Give the lines that `change` took away (-) and put there (+)."""
    before = path.read_text("utf-8").split("\n")
    change()
    after = path.read_text("utf-8").split("\n")
    lines = list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]


def test_stock_tinydb_reads_it(store: Path) -> None:
    """The statements with the ids that we know them by, and the history."""
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
    assert names == {"statements", "history", "checksums"}


def test_stock_tinydb_changes_it(store: Path) -> None:
    """What a script changed without us is found by the next command."""
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


def test_script_with_our_storage(store: Path) -> None:
    """It reads and adds in the layout of the file, and no one else can meanwhile."""
    document = {**content(store)["statements"]["1"], "title": KHMER}
    with TinyDB(store, storage=SafeStorage) as db:
        before = db.table("statements").all()
        with (
            opened(store, patience=0.05) as archive,
            pytest.raises(BusyStoreError, match=r"for 0.05 seconds"),
        ):
            archive.add(draft())
        lines = changed_lines(store, lambda: db.table("statements").insert(document))
    with opened(store) as archive:
        added = archive.get([10])[0]
        archive.add(draft("Ours."))

    assert [document.doc_id for document in before] == list(range(1, 10))
    assert [line[0] for line in lines] == ["+"] * (len(document) + 2)
    assert '+    "10": {' in lines
    assert added.title == " ".join(KHMER.split())
    assert list(content(store)["statements"]) == [str(n) for n in range(1, 12)]


def test_script_makes_tables_and_keys_of_its_own(store: Path) -> None:
    """Names of any letters are kept, by a change of ours as well."""
    with TinyDB(store, storage=SafeStorage) as db:
        db.insert({"note": KHMER})
        db.table('quo"ted').insert({"note": 1.5})
    tables = content(store)
    tables['quo"ted']['a "key"\n\\'] = {"note": None}
    store.write_text(json.dumps(tables))
    with opened(store) as archive:
        archive.add(draft())

    after = content(store)
    assert after["_default"] == {"1": {"note": KHMER}}
    assert after['quo"ted'] == {"1": {"note": 1.5}, 'a "key"\n\\': {"note": None}}
    assert len(after["statements"]) == 10


def test_storage_without_a_store(home: Path) -> None:
    """It makes none: a wrong path is a mistake."""
    with (
        pytest.raises(NoStoreError),
        TinyDB(home / "no.json", storage=SafeStorage) as db,
    ):
        db.all()

    assert not (home / "no.json").exists()


def test_adding_touches_only_what_is_added(store: Path) -> None:
    """The statement and its history, in UTF-8, a field on a line."""
    with opened(store, command="add") as archive:
        lines = changed_lines(store, lambda: archive.add(draft(KHMER, tags=["land"])))
        added = archive.get([10])[0]
        (change,) = archive.changes(10)

    assert lines[:3] == ["+    },", '+    "10": {', f'+      "uuid": "{added.uuid}",']
    assert f'+      "text": {json.dumps(KHMER, ensure_ascii=False)},' in lines
    assert lines[11:15] == [
        '+      "signatories": [],',
        '+      "tags": [',
        '+        "land"',
        "+      ],",
    ]
    assert lines[20:33] == [
        "+    },",
        '+    "2": {',
        f'+      "at": "{change.at}",',
        '+      "by": "sok",',
        '+      "command": "add",',
        '+      "last_id": 10,',
        '+      "added": {',
        f'+        "10": "{change.added[10]}"',
        "+      },",
        '+      "changed": {},',
        '+      "removed": {},',
        '+      "undoes": null,',
        '+      "redoes": null',
    ]
    ninth, again, tenth = lines[33:]
    assert again == f"+{ninth[1:]},"
    assert ninth.startswith('-      "9": "')
    assert tenth == f'+      "10": "{checksum(json.dumps(added.document()).encode())}"'
    assert store.read_bytes().endswith(b"\n    }\n  }\n}\n")


def test_editing_touches_only_what_is_edited(store: Path) -> None:
    """The line of the field, that of the time, and the history."""
    with opened(store, command="edit") as archive:
        lines = changed_lines(
            store, lambda: archive.edit([3], lambda _: {"title": KHMER})
        )
        (change,) = [c for c in archive.changes() if c.number == 2]

    title = json.dumps(" ".join(KHMER.split()), ensure_ascii=False)
    assert lines[:4] == [
        '-      "title": null,',
        f'+      "title": {title},',
        lines[2],
        f'+      "modified": "{change.at}"',
    ]
    assert lines[2].startswith('-      "modified": "')
    assert {line[0] for line in lines[4:-2]} == {"+"}
    assert [line[:13] for line in lines[-2:]] == ['-      "3": "', '+      "3": "']
    assert lines[-14:-2] == [
        '+      "added": {},',
        '+      "changed": {',
        '+        "3": {',
        '+          "title": [',
        "+            null,",
        f"+            {title}",
        "+          ]",
        "+        }",
        "+      },",
        '+      "removed": {},',
        '+      "undoes": null,',
        '+      "redoes": null',
    ]


def test_removing_takes_only_lines_away(store: Path) -> None:
    """The statement from the middle, and nothing of its neighbours."""
    with opened(store) as archive:
        lines = changed_lines(store, lambda: archive.remove([5]))

    assert '-    "5": {' in lines
    assert [line[0] for line in lines[:20]] == ["-"] * 18 + ["+"] * 2
    assert {line[0] for line in lines[20:-1]} == {"+"}
    assert lines[-1].startswith('-      "5": "')


def stock(tables: dict[str, object]) -> str:
    return json.dumps(tables)


def with_tabs(tables: dict[str, object]) -> str:
    return json.dumps(tables, indent="\t", ensure_ascii=False)


def with_windows_lines(tables: dict[str, object]) -> str:
    return json.dumps(tables, indent=2).replace("\n", "\r\n")


def with_other_tables(tables: dict[str, object]) -> str:
    notes = {"1": {"a": [1e3, {"b": True}]}, "x y": {}}
    return json.dumps({"_default": notes, **dict(reversed(tables.items())), "z": {}})


def without_history(tables: dict[str, object]) -> str:
    return json.dumps({"statements": tables["statements"]})


@pytest.mark.parametrize(
    "lay_out",
    [stock, with_tabs, with_windows_lines, with_other_tables, without_history],
)
def test_other_layouts(
    store: Path, lay_out: Callable[[dict[str, object]], str]
) -> None:
    """They are read as they are, and a change keeps all that it does not change."""
    store.write_text(lay_out(json.loads(store.read_bytes())), newline="")
    before, was = content(store), store.read_bytes()
    with opened(store) as archive:
        assert shown(archive) == list(range(9, 0, -1))
        assert store.read_bytes() == was
        added = archive.add(draft(KHMER))

    after = content(store)
    assert after["statements"].pop("10") == added.document()
    newest = max(after["history"], key=int)
    assert after["history"].pop(newest)["added"].keys() == {"10"}
    assert sorted(after.pop("checksums")["1"], key=int) == sorted(
        after["statements"] | {"10": None}, key=int
    )
    before.pop("checksums", None)
    assert after == {"history": {}, **before}
    with opened(store) as archive:
        assert shown(archive)[:2] == [9, 8]
        assert archive.undo().ids == [10]


def test_raw_documents_pass_through(store: Path) -> None:
    """What is not changed is not even written in another way."""
    text = store.read_text("utf-8").replace('"CLEC"', r'"\u0043LEC"')
    store.write_text(text)
    with opened(store) as archive:
        archive.add(draft())
        archive.edit([2], lambda _: {"title": "x"})

    assert store.read_text("utf-8").count(r'"\u0043LEC"') == 8


def test_order_of_others_is_kept(store: Path) -> None:
    """A store whose statements stand in another order is not put in ours."""
    tables = content(store)
    order = ["3", "9", "1", "2"]
    tables["statements"] = {key: tables["statements"][key] for key in order}
    store.write_text(json.dumps(tables))
    with opened(store) as archive:
        archive.add(draft())
        assert list(content(store)["statements"]) == [*order, "10"]
        archive.remove([3])
        archive.undo()
        assert sorted(content(store)["statements"], key=int) == [
            "1",
            "2",
            "3",
            "9",
            "10",
        ]


def remove_10(archive: Archive) -> None:
    archive.remove([10])


def undo(archive: Archive) -> None:
    archive.undo()


def remove_all(archive: Archive) -> None:
    archive.remove(shown(archive))


@pytest.mark.parametrize("lose", [remove_10, undo, remove_all])
def test_ids_are_never_given_twice(
    store: Path, lose: Callable[[Archive], None]
) -> None:
    """Whatever became of the statement that had the highest, the next is higher."""
    with opened(store) as archive:
        assert archive.add(draft("Ten.")).id == 10
        lose(archive)
        assert archive.add(draft("Eleven.")).id == 11
        lose(archive) if lose is not remove_10 else archive.remove([11])
    with opened(store) as archive:
        ids = [s.id for s in archive.take_in([draft("a"), draft("b")]).added]

    assert ids == [12, 13]


def test_id_of_a_script_counts(store: Path) -> None:
    """An id that no history tells of is taken as well."""
    document = content(store)["statements"]["1"]
    with TinyDB(store) as db:
        db.table("statements").insert(document)
    with opened(store) as archive:
        assert archive.add(draft()).id == 11


def test_leftovers_of_a_dead_process_go(store: Path) -> None:
    """Those of this store, and of no other; what can't go is not in the way."""
    ours = store.with_name(f".{store.name}.abcdefgh.tmp")
    ours.write_text("half")
    theirs = store.with_name(".statement[s].json.abcdefgh.tmp")
    theirs.write_text("half")
    stubborn = store.with_name(f".{store.name}.folder.tmp")
    stubborn.mkdir()

    with opened(store) as archive:
        archive.add(draft())
    special = store.rename(store.with_name("statement[s].json"))
    kept = store.with_name(f".{store.name}.ijklmnop.tmp")
    kept.write_text("half")
    left = theirs.exists()
    with opened(special) as archive:
        archive.remove([1])

    assert left
    assert not ours.exists()
    assert not theirs.exists()
    assert kept.exists()
    assert stubborn.is_dir()


def test_what_is_not_committed_has_not_happened(store: Path) -> None:
    """The documents of a transaction that is left are gone with it."""
    before = store.read_bytes(), store.stat().st_mtime_ns
    with FileStore(store).transaction() as transaction:
        transaction.statements.clear()

    assert (store.read_bytes(), store.stat().st_mtime_ns) == before


def test_mark_is_another_after_each_change(store: Path) -> None:
    """Also where size and time are the same, for the file is another."""
    marks = {FileStore(store).mark()}
    for _ in range(5):
        with FileStore(store).transaction() as transaction:
            marks.add(transaction.commit("2026-11-24"))
        assert FileStore(store).mark() in marks

    assert len(marks) == 6


def test_a_change_without_the_lock_is_not_written_over(store: Path) -> None:
    """What a script wrote while we were at it stays, and our change is refused."""
    with FileStore(store).transaction() as transaction:
        transaction.statements.clear()
        with TinyDB(store) as db:
            db.table("statements").remove(doc_ids=[1])
        theirs = store.read_bytes()
        with pytest.raises(ChangedStoreError, match="without waiting for its turn"):
            transaction.commit("2026-11-24")

    assert store.read_bytes() == theirs


def test_a_change_while_ours_is_written_is_not_written_over(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing 100 MB takes a while: the last look is before the last step."""
    theirs = store.read_bytes().replace(b"CLEC", b"ADHOC")

    def interrupted(tables: dict[str, dict[str, object]]) -> Iterator[Document]:
        yield from layout(tables)
        store.write_bytes(theirs)

    monkeypatch.setattr("mediarel.store.tiny.layout", interrupted)
    with opened(store) as archive, pytest.raises(ChangedStoreError):
        archive.remove([1])

    assert store.read_bytes() == theirs
    assert not list(store.parent.glob(".*.tmp"))


def test_a_store_that_went_meanwhile(store: Path) -> None:
    """A file that is no longer there is not made again."""
    with FileStore(store).transaction() as transaction:
        store.unlink()
        with pytest.raises(NoStoreError):
            transaction.commit("2026-11-24")

    assert not store.exists()
