"""Test which version of each statement `mediarel repair` saves."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from mediarel.cli import environment
from repairs import repaired, spoil, tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.about_files("what can be saved of its bytes")


@pytest.fixture(autouse=True)
def _day_without_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock to a day without a backup."""
    monkeypatch.setattr(environment, "now", lambda: "2026-12-01T10:15:30Z")


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut in the history": lambda data: data[: data.index(b'"command"')],
    "cut at the end": lambda data: data[:-3],
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "a byte of a key": lambda data: data.replace(b'"history"', b'"hi\xffstory"'),
    "table twice": lambda data: data.replace(
        b'"history"', b'"statements": {},\n"history"'
    ),
    "NULs at the end": lambda data: data[:-20] + b"\x00" * 4096,
    "NULs before": lambda data: b"\x00" * 512 + data,
    "written twice": lambda data: data + data,
    "no brace at the end": lambda data: data.rstrip()[:-1],
    "comma gone": lambda data: data.replace(b"},", b"}", 1),
    "history gone": lambda data: data.replace(b'"history": {', b'"history": [', 1),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_outside_statements_loses_no_statement(
    run: Run, store: Path, kind: str
) -> None:
    before = tables(store)
    store.write_bytes(DAMAGES[kind](store.read_bytes()))

    done = repaired(run, store)

    assert tables(store)["statements"] == before["statements"]
    assert "Lost" not in done.err
    assert "other than" not in done.err


def test_statement_with_unreadable_characters_is_kept(run: Run, store: Path) -> None:
    spoil(store, b"undersigned", b"under\xffigned")

    done = repaired(run, store)

    told = "(fails its checksum, unreadable characters: 1)"
    assert re.search(
        r"^Saved with changes: \d+ " + re.escape(told), done.err, re.MULTILINE
    )
    assert len(tables(store)["statements"]) == 9


BROKEN = [
    ('"sources": []', '"source": "nowhere"', "the source 'nowhere' is not a URL"),
    ('"type": ', '"tipe": ', "'tipe' left out"),
    ('"tags": []', '"tags": 5', "the tags '5' is not a list"),
    ('"uuid": "', '"uuid": "x', "new UUID"),
    ('"created": "', '"created": "x', "created is unknown"),
]


@pytest.mark.parametrize(("old", "new", "why"), BROKEN)
def test_invalid_field_is_emptied(
    run: Run, store: Path, old: str, new: str, why: str
) -> None:
    tampered = {**tables(store), "checksums": {}}
    for entry in tampered["history"].values():
        entry["added"]["1"] = "0" * 16  # so that nothing proves it
    store.write_text(json.dumps(tampered, ensure_ascii=False, indent=2), "utf-8")
    spoil(store, old, new)

    done = repaired(run, store)

    assert f"Saved with changes: 1 ({why}" in done.err
    assert len(tables(store)["statements"]) == 9


@pytest.mark.parametrize(("old", "new", "_"), [BROKEN[0], BROKEN[2], BROKEN[4]])
def test_invalid_field_is_restored_from_the_history(
    run: Run, store: Path, old: str, new: str, _: str
) -> None:
    before = tables(store)["statements"]
    spoil(store, old, new)

    done = repaired(run, store)

    name = new.split('"')[1]
    assert re.search(
        rf"^Restored from the history: 1 \(.*{name}", done.err, re.MULTILINE
    )
    assert tables(store)["statements"] == before


@pytest.fixture
def backed_up(run: Run, store: Path) -> dict[str, dict[str, Any]]:
    """Return the tables of an archive that has a backup and one later change."""
    run("edit", "9", "--add-tag=land")
    assert (store.parent / "backups" / "statements-2026-12-01.json").exists()
    return tables(store)


def test_damaged_statement_is_taken_from_a_backup(
    run: Run, store: Path, backed_up: dict[str, dict[str, Any]]
) -> None:
    spoil(store, '"date": "2012-07-16"', '"date": ')

    done = repaired(run, store)

    assert "Taken from the backup statements-2026-12-01.json: 1 (3)" in done.err
    assert "Lost" not in done.err
    assert tables(store)["statements"] == backed_up["statements"]


@pytest.mark.usefixtures("backed_up")
def test_history_is_preferred_to_an_older_backup(run: Run, store: Path) -> None:
    spoil(store, '"land"', '"lend"')
    spoil(store, "{", "\ufeff{")

    done = repaired(run, store)

    assert "Restored from the history: 9 (tags)" in done.err
    assert tables(store)["statements"]["9"]["tags"] == ["land"]


@pytest.mark.usefixtures("backed_up")
def test_truncated_file_is_completed_from_an_older_backup(
    run: Run, store: Path
) -> None:
    data = store.read_bytes()
    store.write_bytes(data[: data.index(b'"8": {') + 200])

    done = repaired(run, store)

    assert "Saved unchanged: 7 (1-7)" in done.err
    what = "Taken from the backup statements-2026-12-01.json, may be out of date"
    assert f"{what}: 2 (8-9)" in done.err
    assert "Changes taken from the backup statements-2026-12-01.json: 1 (1)" in done.err
    assert sorted(tables(store)["statements"]) == [str(n) for n in range(1, 10)]


def test_removed_statement_stays_removed(run: Run, store: Path) -> None:
    """The backup contains the statement. Checksums or history show the removal."""
    run("remove", "5", "--yes")
    whole = store.read_bytes()
    for cut in (b"}", b'"checksums"'):
        store.write_bytes(whole[: whole.rindex(cut)])

        done = repaired(run, store)

        assert "5" not in tables(store)["statements"]
        assert len(tables(store)["statements"]) == 8
        assert "Lost" not in done.err


def test_statement_removed_by_a_lost_change_stays_removed(
    run: Run, store: Path
) -> None:
    """The statement has no checksum."""
    run("remove", "5", "--yes")
    spoil(store, '"command": "remove"', '"command": remove')

    done = repaired(run, store)

    assert "Change lost: change 2 (unreadable, line " in done.err
    assert "5" not in tables(store)["statements"]


def test_damaged_backup_is_skipped(run: Run, store: Path) -> None:
    folder = store.parent / "backups"
    folder.mkdir()
    shutil.copy(store, folder / "statements-2026-11-01.json")
    (folder / "statements-2026-11-30.json").write_bytes(b"{")
    (folder / "statements-2026-11-29.json").mkdir()
    spoil(store, '"date": "2012-07-16"', '"date": ')

    done = repaired(run, store)

    assert "Taken from the backup statements-2026-11-01.json: 1 (3)" in done.err


def test_statement_under_a_wrong_id_is_moved_back(run: Run, store: Path) -> None:
    before = tables(store)
    spoil(store, '"3": {\n      "uuid"', '"1": {\n      "uuid"')

    done = repaired(run, store)

    assert "Saved unchanged: 9 (1-9)" in done.err
    assert tables(store)["statements"] == before["statements"]


def test_copy_with_the_right_checksum_is_kept(run: Run, store: Path) -> None:
    whole = tables(store)
    data = store.read_bytes()
    start, end = data.index(b'"9": {\n      "uuid"'), data.index(b'\n  },\n  "history"')
    again = data[start:end].replace(b"Cambodian", b"Khmer")
    store.write_bytes(data[:end] + b",\n    " + again + data[end:])

    done = repaired(run, store)

    assert "Left out: record 1 ('9', a damaged copy of statement 9)" in done.err
    assert tables(store)["statements"] == whole["statements"]


def test_file_joined_from_two_versions(run: Run, store: Path) -> None:
    older = store.read_bytes()
    run("edit", "1", "--add-tag=land")
    run("edit", "9", "--title=Another")
    newer = store.read_bytes()
    middle = older.index(b'"5": {') + 200
    store.write_bytes(older[:middle] + newer[middle + 40 :])

    done = repaired(run, store)

    assert sorted(tables(store)["statements"]) == [str(n) for n in range(1, 10)]
    assert tables(store)["statements"]["9"]["title"] == "Another"
    assert "Lost" not in done.err
