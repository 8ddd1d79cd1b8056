"""`mediarel repair`: what becomes of each statement.

- it is as it was, altered, from a backup, under a new id, or lost
- what was removed stays removed, and no id is given again
- ids that two have, halves of two versions
"""

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
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have it be a day on which nothing was backed up."""
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
def test_all_statements_are_saved(run: Run, store: Path, kind: str) -> None:
    """Where the damage is in none of them, none is lost or altered."""
    before = tables(store)
    store.write_bytes(DAMAGES[kind](store.read_bytes()))

    done = repaired(run, store)

    assert tables(store)["statements"] == before["statements"]
    assert "Lost" not in done.err
    assert "other than" not in done.err


def test_altered(run: Run, store: Path) -> None:
    """What can be read of a statement is kept, with a word on why it is another."""
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
def test_a_rule_that_is_broken(
    run: Run, store: Path, old: str, new: str, why: str
) -> None:
    """What can be empty is emptied; the statement is saved."""
    tampered = {**tables(store), "checksums": {}}
    for entry in tampered["history"].values():
        entry["added"]["1"] = "0" * 16  # so that nothing proves it
    store.write_text(json.dumps(tampered, ensure_ascii=False, indent=2), "utf-8")
    spoil(store, old, new)

    done = repaired(run, store)

    assert f"Saved with changes: 1 ({why}" in done.err
    assert len(tables(store)["statements"]) == 9


@pytest.mark.parametrize(("old", "new", "_"), [BROKEN[0], BROKEN[2], BROKEN[4]])
def test_a_rule_that_is_broken_and_proof(
    run: Run, store: Path, old: str, new: str, _: str
) -> None:
    """Where it is proven then, it is as it was, and that is told."""
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
    """Return the tables of the archive after a change, for which a backup was made."""
    run("edit", "9", "--add-tag=land")
    assert (store.parent / "backups" / "statements-2026-12-01.json").exists()
    return tables(store)


def test_from_a_backup(
    run: Run, store: Path, backed_up: dict[str, dict[str, Any]]
) -> None:
    """What a backup has as it was is taken from it, and that is told."""
    spoil(store, '"date": "2012-07-16"', '"date": ')

    done = repaired(run, store)

    assert "Taken from the backup statements-2026-12-01.json: 1 (3)" in done.err
    assert "Lost" not in done.err
    assert tables(store)["statements"] == backed_up["statements"]


@pytest.mark.usefixtures("backed_up")
def test_a_backup_that_is_older_is_not_better(run: Run, store: Path) -> None:
    """What the backup has of it is not what was there: the history has that."""
    spoil(store, '"land"', '"lend"')
    spoil(store, "{", "\ufeff{")

    done = repaired(run, store)

    assert "Restored from the history: 9 (tags)" in done.err
    assert tables(store)["statements"]["9"]["tags"] == ["land"]


@pytest.mark.usefixtures("backed_up")
def test_an_older_one_where_nothing_is_left(run: Run, store: Path) -> None:
    """Of a file that was cut off, the backup has the rest."""
    data = store.read_bytes()
    store.write_bytes(data[: data.index(b'"8": {') + 200])

    done = repaired(run, store)

    assert "Saved unchanged: 7 (1 to 7)" in done.err
    what = "Taken from the backup statements-2026-12-01.json, may be out of date"
    assert f"{what}: 2 (8 to 9)" in done.err
    assert "Changes taken from the backup statements-2026-12-01.json: 1 (1)" in done.err
    assert sorted(tables(store)["statements"]) == [str(n) for n in range(1, 10)]


def test_what_was_removed_stays_removed(run: Run, store: Path) -> None:
    """A backup has it still; the checksums or the history say that it is gone."""
    run("remove", "5", "--yes")
    whole = store.read_bytes()
    for cut in (b"}", b'"checksums"'):
        store.write_bytes(whole[: whole.rindex(cut)])

        done = repaired(run, store)

        assert "5" not in tables(store)["statements"]
        assert len(tables(store)["statements"]) == 8
        assert "Lost" not in done.err


def test_removed_by_a_change_that_is_lost(run: Run, store: Path) -> None:
    """That there is no checksum of it says so all the same."""
    run("remove", "5", "--yes")
    spoil(store, '"command": "remove"', '"command": remove')

    done = repaired(run, store)

    assert "Change lost: change 2 (unreadable, line " in done.err
    assert "5" not in tables(store)["statements"]


def test_a_damaged_backup_is_passed_over(run: Run, store: Path) -> None:
    """The one before it serves."""
    folder = store.parent / "backups"
    folder.mkdir()
    shutil.copy(store, folder / "statements-2026-11-01.json")
    (folder / "statements-2026-11-30.json").write_bytes(b"{")
    (folder / "statements-2026-11-29.json").mkdir()
    spoil(store, '"date": "2012-07-16"', '"date": ')

    done = repaired(run, store)

    assert "Taken from the backup statements-2026-11-01.json: 1 (3)" in done.err


def test_a_key_that_is_wrong(run: Run, store: Path) -> None:
    """A statement under the id of another goes back to its own, by its checksum."""
    before = tables(store)
    spoil(store, '"3": {\n      "uuid"', '"1": {\n      "uuid"')

    done = repaired(run, store)

    assert "Saved unchanged: 9 (1 to 9)" in done.err
    assert tables(store)["statements"] == before["statements"]


def test_doubled(run: Run, store: Path) -> None:
    """Of two with the same id, the one whose checksum fits is kept."""
    whole = tables(store)
    data = store.read_bytes()
    start, end = data.index(b'"9": {\n      "uuid"'), data.index(b'\n  },\n  "history"')
    again = data[start:end].replace(b"Cambodian", b"Khmer")
    store.write_bytes(data[:end] + b",\n    " + again + data[end:])

    done = repaired(run, store)

    assert "Left out: record 1 ('9', a damaged copy of statement 9)" in done.err
    assert tables(store)["statements"] == whole["statements"]


def test_half_of_an_older_version(run: Run, store: Path) -> None:
    """The beginning of one and the end of another, as where a copy went wrong."""
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
