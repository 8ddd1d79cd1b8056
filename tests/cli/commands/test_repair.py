"""Test `mediarel repair`: question, report, and the saved statements."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archives import content, unchanged
from conftest import Run, Screen
from mediarel.cli import environment
from mediarel.recovery import repair
from repairs import kept, repaired, spoil


@pytest.fixture(autouse=True)
def _day_without_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock to a day without a backup."""
    monkeypatch.setattr(environment, "now", lambda: "2026-12-01T10:15:30Z")


def test_readable_archive_is_not_changed(run: Run, store: Path) -> None:
    before = store.read_bytes(), store.stat().st_ino

    done = run("repair")

    assert (done.code, done.out) == (0, "")
    assert done.err == f"Nothing to repair: {store} is readable.\n"
    assert (store.read_bytes(), store.stat().st_ino) == before
    assert kept(store) == []


def test_repair_reports_and_keeps_the_damaged_file(run: Run, store: Path) -> None:
    before = content(store)
    damaged = spoil(store, '"date": "2012-07-16"', '"date": ')

    done = repaired(run, store)

    told = done.err.splitlines()
    assert told[0].startswith(f"Damaged: {store}, line ")
    assert "Saved unchanged: 8 (1-2, 4-9)" in told
    assert (
        "Saved with changes: 3 (some fields are unreadable, the date is"
        " missing; replaced by '2026-11-24?')"
    ) in told
    assert "Changes saved: 1 (1)" in told
    assert "Texts that were withheld" not in done.err
    (place,) = kept(store)
    assert place.name == "statements.json.damaged-2026-12-01T101530Z"
    assert told[-2:] == [
        f"The damaged archive was kept: {place}",
        "Repaired: the archive has 9 statements.",
    ]
    assert place.read_bytes() == damaged
    after = content(store)
    before["statements"]["3"]["date"] = "2026-11-24?"
    assert after["statements"] == before["statements"]
    assert after["history"]["1"] == before["history"]["1"]


def test_damaged_files_of_the_same_second_are_both_kept(run: Run, store: Path) -> None:
    first = spoil(store, "{", "\ufeff{")
    run("repair", "--yes")
    second = spoil(store, "{", "{{")
    run("repair", "--yes")

    assert [place.read_bytes() for place in kept(store)] == [first, second]


@pytest.mark.parametrize("data", [b"", b"\x00" * 4096, b"<html>", b"[]"])
def test_file_without_data_is_not_replaced(run: Run, store: Path, data: bytes) -> None:
    """The error message suggests restoring a backup."""
    store.write_bytes(data)

    done = run("repair", "--yes")

    assert done.code == 5
    assert "no data can be saved" in done.err
    assert "mediarel restore --from" in done.err.splitlines()[-1]
    assert store.read_bytes() == data
    assert kept(store) == []


@pytest.mark.parametrize(("answer", "code"), [("y\r", 0), ("n\r", 1), ("\r", 1)])
def test_terminal_asks_before_a_repair(
    store: Path, screen: Screen, answer: str, code: int
) -> None:
    damaged = spoil(store, "{", "\ufeff{")

    question = "Write a repaired archive with 9 statements? [y/N]: "
    done = screen("repair", answers=((question, answer),), columns=200)

    assert done.code == code
    assert done.out.startswith(
        f"Damaged: {store}, line 1: the file begins with a byte order"
    )
    assert (store.read_bytes() == damaged) is (code == 1)
    assert len(kept(store)) == 1 - code


def test_repair_without_a_terminal_needs_yes(run: Run, store: Path) -> None:
    damaged = spoil(store, "{", "\ufeff{")

    done = run("repair")

    assert done.code == 2
    assert "Saved unchanged: 9 (1-9)" in done.err
    assert done.err.endswith("To answer yes, add --yes.\n")
    assert store.read_bytes() == damaged


def test_archive_changed_after_the_question_is_not_replaced(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = store.read_bytes()
    spoil(store, "{", "\ufeff{")
    examine = repair.examine

    def slowly(*given: Any) -> Any:
        examined = examine(*given)
        store.write_bytes(whole)
        return examined

    monkeypatch.setattr("mediarel.cli.commands.restore.examine", slowly)

    assert run("repair", "--yes").code == 6
    assert store.read_bytes() == whole
    assert kept(store) == []


def test_read_only_archive_is_not_changed(run: Run, store: Path) -> None:
    damaged = spoil(store, "{", "\ufeff{")
    store.chmod(0o444)

    done = run("repair", "--yes")

    assert done.code == 7
    assert f"{store}: the file is read-only" in done.err
    assert store.read_bytes() == damaged
    assert kept(store) == []


def test_repair_follows_a_link(run: Run, store: Path, home: Path) -> None:
    """The damaged file is kept next to the target of the link."""
    run("edit", "9", "--add-tag=land")
    (home / "link.json").symlink_to(store)
    damaged = spoil(store, '"date": "2012-07-16"', '"date": ')
    shutil.rmtree(home / "cache")

    done = run("repair", "--yes", "--archive", str(home / "link.json"))

    assert "Taken from the backup statements-2026-12-01.json: 1 (3)" in done.err

    assert (home / "link.json").is_symlink()
    assert [place.read_bytes() for place in kept(store)] == [damaged]


def test_repair_can_not_be_undone(run: Run, store: Path) -> None:
    spoil(store, "{", "\ufeff{")
    repaired(run, store)

    with unchanged(store):
        done = run("undo", "2")

    assert done.code == 1
    assert "change 2 (repair) replaced the whole archive" in done.err


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
def test_damage_elsewhere_loses_no_statement(run: Run, store: Path, kind: str) -> None:
    before = content(store)
    store.write_bytes(DAMAGES[kind](store.read_bytes()))

    done = repaired(run, store)

    assert content(store)["statements"] == before["statements"]
    assert not re.search("Lost: (?!table archive)", done.err)
    assert "other than" not in done.err


def test_statement_with_unreadable_characters_is_kept(run: Run, store: Path) -> None:
    spoil(store, b"undersigned", b"under\xffigned")

    done = repaired(run, store)

    told = "(fails its checksum, unreadable characters: 1)"
    assert re.search(
        r"^Saved with changes: \d+ " + re.escape(told), done.err, re.MULTILINE
    )
    assert len(content(store)["statements"]) == 9


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
    tampered = {**content(store), "checksums": {}}
    for entry in tampered["history"].values():
        entry["added"]["1"] = "0" * 16  # so that no source verifies it
    store.write_text(json.dumps(tampered, ensure_ascii=False, indent=2), "utf-8")
    spoil(store, old, new)

    done = repaired(run, store)

    assert f"Saved with changes: 1 ({why}" in done.err
    assert len(content(store)["statements"]) == 9


@pytest.mark.parametrize(("old", "new", "_"), [BROKEN[0], BROKEN[2], BROKEN[4]])
def test_invalid_field_is_restored_from_the_history(
    run: Run, store: Path, old: str, new: str, _: str
) -> None:
    before = content(store)["statements"]
    spoil(store, old, new)

    done = repaired(run, store)

    name = new.split('"')[1]
    assert re.search(
        rf"^Restored from the history: 1 \(.*{name}", done.err, re.MULTILINE
    )
    assert content(store)["statements"] == before


@pytest.fixture
def backed_up(run: Run, store: Path) -> dict[str, dict[str, Any]]:
    """Return the tables of an archive that has a backup and one later change."""
    run("edit", "9", "--add-tag=land")
    assert (store.parent / "backups" / "statements-2026-12-01.json").exists()
    return content(store)


def test_damaged_statement_is_taken_from_a_backup(
    run: Run, store: Path, backed_up: dict[str, dict[str, Any]]
) -> None:
    spoil(store, '"date": "2012-07-16"', '"date": ')

    done = repaired(run, store)

    assert "Taken from the backup statements-2026-12-01.json: 1 (3)" in done.err
    assert "Lost" not in done.err
    assert content(store)["statements"] == backed_up["statements"]


@pytest.mark.usefixtures("backed_up")
def test_history_is_preferred_to_an_older_backup(run: Run, store: Path) -> None:
    spoil(store, '"land"', '"lend"')
    spoil(store, "{", "\ufeff{")

    done = repaired(run, store)

    assert "Restored from the history: 9 (tags)" in done.err
    assert content(store)["statements"]["9"]["tags"] == ["land"]


@pytest.mark.usefixtures("backed_up")
def test_truncated_file_is_completed_from_a_backup(run: Run, store: Path) -> None:
    data = store.read_bytes()
    store.write_bytes(data[: data.index(b'"8": {') + 200])

    done = repaired(run, store)

    assert "Saved unchanged: 7 (1-7)" in done.err
    what = "Taken from the backup statements-2026-12-01.json, may be out of date"
    assert f"{what}: 2 (8-9)" in done.err
    assert "Changes taken from the backup statements-2026-12-01.json: 1 (1)" in done.err
    assert sorted(content(store)["statements"]) == [str(n) for n in range(1, 10)]


def test_removed_statement_stays_removed(run: Run, store: Path) -> None:
    """The backup contains the statement, but checksums or history show the removal."""
    run("remove", "5", "--yes")
    whole = store.read_bytes()
    for cut in (b"}", b'"checksums"'):
        store.write_bytes(whole[: whole.rindex(cut)])

        done = repaired(run, store)

        assert "5" not in content(store)["statements"]
        assert len(content(store)["statements"]) == 8
        assert "Lost" not in done.err


def test_removal_in_a_lost_change_is_kept(run: Run, store: Path) -> None:
    """The statement has no checksum."""
    run("remove", "5", "--yes")
    spoil(store, '"command": "remove"', '"command": remove')

    done = repaired(run, store)

    assert "Change lost: change 2 (unreadable, line " in done.err
    assert "5" not in content(store)["statements"]


def test_lost_changes_may_have_withheld_texts(run: Run, store: Path) -> None:
    for number in (3, 4, 5, 6):
        run("edit", str(number), "--add-tag=land")
    run("remove", "9", "--yes")
    run("edit", "3", "--add-tag=radio")
    whole = store.read_bytes()
    store.write_bytes(whole.replace(b'"command": "edit"', b'"command": edit'))

    done = repaired(run, store)

    lost = [line for line in done.err.splitlines() if line.startswith("Change lost: ")]
    assert [line.split()[3] for line in lost] == ["2", "3", "4", "5", "7"]
    assert "\nTexts that were withheld in lost" in done.err
    assert "before you publish: mediarel withhold --list\n" in done.err
    assert "backup instead: mediarel restore --from FOLDER\n" in done.err
    (report,) = store.parent.glob("statements.json.damaged-*.txt")
    assert "  change 5 (unreadable, line " in report.read_text()


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
    before = content(store)
    spoil(store, '"3": {\n      "uuid"', '"1": {\n      "uuid"')

    done = repaired(run, store)

    assert "Saved unchanged: 9 (1-9)" in done.err
    assert content(store)["statements"] == before["statements"]


def test_copy_with_the_right_checksum_is_kept(run: Run, store: Path) -> None:
    whole = content(store)
    data = store.read_bytes()
    start, end = data.index(b'"9": {\n      "uuid"'), data.index(b'\n  },\n  "history"')
    again = data[start:end].replace(b"Cambodian", b"Khmer")
    store.write_bytes(data[:end] + b",\n    " + again + data[end:])

    done = repaired(run, store)

    assert "Left out: record 1 ('9', a damaged copy of statement 9)" in done.err
    assert content(store)["statements"] == whole["statements"]


def test_file_joined_from_two_versions(run: Run, store: Path) -> None:
    older = store.read_bytes()
    run("edit", "1", "--add-tag=land")
    run("edit", "9", "--title=Another")
    newer = store.read_bytes()
    middle = older.index(b'"5": {') + 200
    store.write_bytes(older[:middle] + newer[middle + 40 :])

    done = repaired(run, store)

    assert sorted(content(store)["statements"]) == [str(n) for n in range(1, 10)]
    assert content(store)["statements"]["9"]["title"] == "Another"
    assert "Lost" not in done.err
