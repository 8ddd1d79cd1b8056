"""Test opening and writing a store in a file, its content and layout."""

import json
import os
import socket
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from archives import (
    KHMER,
    Desk,
    commit_nothing,
    content,
    draft,
    open_files,
    opened,
    shown,
    stranger,
)
from conftest import Run
from mediarel.errors import BusyError
from mediarel.store import FORM
from mediarel.store.protocol import Document
from mediarel.store.sound import checksum
from mediarel.store.tiny import file
from mediarel.store.tiny.file import (
    FileStore,
    Mark,
    NoStoreError,
    StoreAccessError,
    StoreExistsError,
    mark_of,
)
from mediarel.store.tiny.layout import streamed
from mediarel.store.tiny.read import other_tables, streamed_snapshot
from mediarel.text.damaged import without_controls
from outcomes import changed_lines

Way = Callable[[Path], None]


def read(path: Path) -> None:
    FileStore(path).read()


def get_revision(path: Path) -> None:
    FileStore(path).revision()


def change(path: Path) -> None:
    with opened(path) as archive:
        archive.add(draft(), allow_duplicate=True)


def lock(path: Path) -> None:
    with FileStore(path).transaction():
        pass


WAYS = (read, get_revision, change, lock)


def test_existing_store_is_not_created_again(store: Path) -> None:
    before = store.read_bytes()

    with pytest.raises(StoreExistsError, match="already exists") as refused:
        FileStore.create(store)

    assert refused.value.exit_code == 1
    assert store.read_bytes() == before


def folder_at(path: Path) -> None:
    path.mkdir()


def pipe_at(path: Path) -> None:
    os.mkfifo(path)


def socket_at(path: Path) -> None:
    # Bind a relative path: the whole path may be too long for a socket.
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def device_at(path: Path) -> None:
    path.symlink_to(os.devnull)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("make", "what"),
    [
        (folder_at, "this is a folder|is a directory"),
        (pipe_at, "this is not a regular file"),
        (socket_at, "this is not a regular file|no such device"),
        (device_at, "this is not a regular file"),
    ],
)
def test_path_that_is_no_regular_file_is_refused(
    home: Path, make: Callable[[Path], None], what: str, way: Way
) -> None:
    """The command doesn't wait, and closes all descriptors."""
    make(home / "statements.json")
    before = open_files()

    with pytest.raises(StoreAccessError, match=what) as refused:
        way(home / "statements.json")

    assert refused.value.exit_code == 7
    assert open_files() == before


def test_unreadable_file_is_refused() -> None:
    with stranger() as path:
        path.chmod(0o200)

        for way in (read, change):
            with pytest.raises(StoreAccessError, match="permission denied") as refused:
                way(path)

            assert refused.value.exit_code == 7


@pytest.mark.parametrize("mode", [0o444, 0o555])
def test_read_only_file_is_not_replaced(mode: int) -> None:
    """Write access to the folder would be enough to replace the file."""
    with stranger() as path:
        before = path.read_bytes()
        path.chmod(mode)

        with pytest.raises(StoreAccessError, match="the file is read-only") as refused:
            change(path)

        assert refused.value.exit_code == 7
        assert path.read_bytes() == before
        assert list(FileStore(path).read().statements) == ["1"]


@pytest.mark.parametrize("way", [change, lock])
def test_read_only_file_is_not_changed_by_root(store: Path, way: Way) -> None:
    """A mode without any write permission is respected."""
    store.chmod(0o444)

    with pytest.raises(StoreAccessError, match="the file is read-only"):
        way(store)


def test_streamed_statements_are_of_one_state(store: Path) -> None:
    """A new file may replace the file, but nothing may be written to the file."""
    snapshot = streamed_snapshot(store)
    before = {key: bytes(raw) for key, raw in snapshot.statements.items()}
    change(store)
    assert snapshot.statements == before

    snapshot = streamed_snapshot(store)
    store.write_bytes(store.read_bytes().replace(b"CLEC", b"CLAC"))
    with pytest.raises(BusyError, match="just changed"):
        dict(snapshot.statements)


def test_read_only_folder_allows_reading_only() -> None:
    with stranger() as path:
        before = path.read_bytes()
        path.with_name(".statements.json.lock").unlink()
        path.parent.chmod(0o555)

        with pytest.raises(StoreAccessError, match=f"^{path.parent}: permission"):
            change(path)

        assert path.read_bytes() == before
        assert list(FileStore(path).read().statements) == ["1"]
        path.parent.chmod(0o755)


def test_symbolic_link_to_a_store_stays_a_link(home: Path, store: Path) -> None:
    """The lock is next to the real file."""
    link = home / "link.json"
    link.symlink_to(store)
    before = FileStore(link).revision()

    change(link)

    assert link.is_symlink()
    assert len(content(store)["statements"]) == 10
    assert FileStore(link).revision() == FileStore(store).revision() != before
    assert (store.parent / ".statements.json.lock").exists()
    assert not list(home.glob(".*.lock"))


SECOND = 1_000_000_000


@pytest.fixture
def coarse_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Round the times of files to two seconds, like FAT."""

    def coarse(status: os.stat_result) -> Mark:
        mark = mark_of(status)
        times = {name: getattr(mark, name) for name in ("modified", "changed")}
        return mark._replace(
            **{name: time - time % (2 * SECOND) for name, time in times.items()}
        )

    monkeypatch.setattr(file, "mark_of", coarse)
    monkeypatch.setattr(file, "mark_at", lambda path: coarse(path.stat()))


def replace_in_place(path: Path, old: bytes, new: bytes) -> None:
    """Replace `old` by `new`, of the same length, without changing the inode."""
    data = path.read_bytes()
    assert len(old) == len(new)
    assert old in data
    with path.open("r+b") as file:
        file.write(data.replace(old, new))


@pytest.mark.usefixtures("coarse_clock")
def test_quick_edits_of_the_same_size_are_noticed(store: Path, run: Run) -> None:
    """The times of the file don't change."""
    seen = []
    for old, new in ((b"CLEC", b"ADHO"), (b"ADHO", b"LICA"), (b"LICA", b"CLEC")):
        replace_in_place(store, old, new)
        seen.append(run("list", "--all").out.count(new.decode()))

    assert seen == [10, 10, 10]


@pytest.mark.usefixtures("coarse_clock")
def test_edit_right_after_a_change_is_noticed(store: Path, run: Run) -> None:
    run("edit", "3", "--program=ADHOC")

    replace_in_place(store, b"ADHOC", b"LICAD")

    assert run("list", "program:LICAD").out.startswith("3\t")


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("[]", "is not an object"),
        ('{"1": {"a": 1, "a": 2}}', "can't be read"),
        ('{"1": {}, "1": {}}', "can't be read"),
        ('{"1": "\\ud800"}', "can't be read"),
        ('{"1": NaN}', "can't be read"),
    ],
)
def test_invalid_table_is_reported_as_lost(table: str, why: str) -> None:
    found = other_tables(f'{{"statements": {{}}, "notes": {table}}}'.encode())

    assert found.tables == {}
    assert found.lost == {"notes": why}


def test_adding_inserts_only_new_lines(store: Path) -> None:
    """Existing lines only get a comma: the last checksum, statement and change.

    The number and the digest of the last change are replaced.
    """
    with opened(store) as archive:
        lines = changed_lines(store, lambda: archive.add(draft(KHMER, tags=["land"])))
        added = archive.get([10])[0]

    number, digest, ninth = (line for line in lines if line.startswith("-"))
    assert number == '-        "number": 1,'
    assert digest.startswith('-        "digest": "')
    lines = [line for line in lines if not line.startswith((number, digest))][2:]
    assert ninth.startswith('-      "9": "')
    assert lines[:3] == ["+    },", '+    "10": {', f'+      "uuid": "{added.uuid}",']
    assert f'+      "text": {json.dumps(KHMER, ensure_ascii=False)},' in lines
    assert {'+      "tags": [', '+        "land"', '+      "kind": "add",'} < {*lines}
    assert lines[-2:] == [
        f"+{ninth[1:]},",
        f'+      "10": "{checksum(json.dumps(added.document()).encode())}"',
    ]
    assert store.read_bytes().endswith(b"\n    }\n  }\n}\n")


def test_editing_changes_only_the_lines_of_the_field(store: Path) -> None:
    """The lines of the time, the checksum and the last change are replaced too."""
    with opened(store) as archive:
        lines = changed_lines(
            store, lambda: archive.edit([3], lambda _: {"title": KHMER})
        )

    edited = without_controls(" ".join(KHMER.split()))
    title = json.dumps(edited, ensure_ascii=False)
    replaced = [line for line in lines if line.startswith("-")]
    assert lines[4:6] == ['-      "title": null,', f'+      "title": {title},']
    assert [line.split(":")[0] for line in replaced] == [
        '-        "number"',
        '-        "digest"',
        '-      "title"',
        '-      "modified"',
        '-      "3"',
    ]
    assert f"+            {title}" in lines  # the new title in the history


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
def test_other_layouts_are_read_and_unchanged_data_is_kept(
    store: Path, lay_out: Callable[[dict[str, object]], str]
) -> None:
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
    last = after["archive"]["1"].pop("last_change")
    before.get("archive", {"1": {}})["1"].pop("last_change", None)
    assert last["number"] == int(newest)
    assert after == {"archive": {"1": {"form": FORM}}, "history": {}, **before}
    with opened(store) as archive:
        assert shown(archive)[:2] == [9, 8]
        assert archive.undo().ids == [10]


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
