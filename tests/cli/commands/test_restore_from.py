"""Test `mediarel restore --from FILE`, which restores all statements."""

import shutil
from pathlib import Path

import pytest

from archives import content, draft, opened, unchanged, untimed
from conftest import Done, Run, Screen
from conftest import refused as error_of
from mediarel.cli import environment
from mediarel.store.tiny.file import FileStore
from tampering import Damage, add_12, change_place, remove_4, tamper


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "now", lambda: "2026-11-24T10:15:30Z")


@pytest.fixture
def file(run: Run, store: Path) -> str:
    """Create and return a backup; afterwards, add, remove and change a statement."""
    place = run("backup").out.strip()
    run("add", "--date=2014", "--program=CLEC", "--title=Land")
    run("remove", "5", "--yes")
    run("edit", "3", "--add-tag=radio", "--title=Free him")
    assert sorted(map(int, content(store)["statements"])) == [
        1,
        2,
        3,
        4,
        6,
        7,
        8,
        9,
        10,
    ]
    return place


def restore(run: Run, file: str, *more: str) -> Done:
    return run("restore", "--from", file, "--yes", *more)


def test_statements_are_restored_from_a_file(run: Run, store: Path, file: str) -> None:
    before = content(store)["history"]

    done = restore(run, file)

    told = done.err.splitlines()
    assert (done.code, done.out) == (0, "")
    assert told[0] == "Add 1 statement: 5"
    assert told[1] == "Change 1 statement:"
    assert told[2].startswith("  3  2012-07-16  CLEC  Free him")
    assert told[3:] == [
        "Remove 1 statement:",
        "  10  2014  CLEC  Land",
        "Restored. To undo: mediarel undo",
    ]
    assert untimed(store) == untimed(Path(file))
    after = content(store)["history"]
    assert {number: after[number] for number in before} == before
    assert after.keys() - before.keys() == {"5"}
    assert run("add", "--date=2014", "--program=CLEC", "--title=Water").out == "11\n"


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("damage", [change_place, remove_4, add_12])
@pytest.mark.parametrize("is_older", [False, True])
def test_restore_after_an_edit_by_hand(
    run: Run, store: Path, damage: Damage, *, is_older: bool
) -> None:
    """Afterwards, `check` finds nothing, and `undo` restores the edit by hand."""
    places = [str(store.with_name(name)) for name in ("older.json", "newest.json")]
    for file, place in zip(places, ("Battambang", "Phnom Penh"), strict=True):
        run("edit", "3-4", f"--place={place}")
        shutil.copyfile(store, file)
    file = places[0 if is_older else 1]
    tamper(store, damage)
    by_hand = untimed(store)

    done = restore(run, file)

    assert (done.code, run("check").code) == (0, 0), done.err
    assert "outside mediarel before this" not in done.err
    assert untimed(store) == untimed(Path(file))
    assert "changed outside mediarel" in str(content(store)["history"])
    run("undo", "--yes")
    assert untimed(store) == by_hand
    assert run("check").code == 0


def test_nothing_is_written_if_nothing_differs(run: Run, store: Path) -> None:
    place = run("backup", "stick").out.strip()
    before = store.read_bytes(), store.stat().st_ino

    done = run("restore", "--from", place)

    assert done.code == 0
    assert done.err == f"Nothing to restore: {place} has the same statements.\n"
    assert (store.read_bytes(), store.stat().st_ino) == before


def test_ids_of_a_newer_file_are_not_reused(run: Run, store: Path, file: str) -> None:
    shutil.copy(store, "newer.json")
    shutil.copy(file, store)

    restore(run, "newer.json")

    assert untimed(store) == untimed(Path("newer.json"))
    run("remove", "10", "--yes")
    assert run("add", "--date=2014", "--program=CLEC", "--title=Water").out == "11\n"


def refused(done: Done, store: Path, code: int, before: bytes) -> str:
    """Require that a command failed and changed nothing; return the error."""
    assert (done.code, done.out) == (code, "")
    assert store.read_bytes() == before
    assert not list(store.parent.glob("*.damaged-*"))
    return done.err


def test_archive_can_not_be_restored_from_itself(run: Run, store: Path) -> None:
    before = store.read_bytes()
    Path("link.json").symlink_to(store)

    for name in ("data/statements.json", "link.json"):
        error = refused(restore(run, name), store, 1, before)

        assert f"{name} is this archive itself" in error


@pytest.mark.parametrize(
    "damage", [(b"{", b""), (b"2012-07-16", b"2012-07-36"), (b'"at"', b'"when"')]
)
def test_damaged_file_is_refused(
    run: Run, store: Path, file: str, damage: tuple[bytes, bytes]
) -> None:
    place = Path(file)
    place.write_bytes(place.read_bytes().replace(*damage, 1))

    error = refused(restore(run, file), store, 5, store.read_bytes())

    assert error.startswith(f"Error: {file}, line ")
    assert "Enter another backup" in error


@pytest.mark.parametrize("name", ["nowhere.json", "data", "notes.txt"])
def test_file_without_archive_is_refused(run: Run, store: Path, name: str) -> None:
    Path("notes.txt").write_text("notes", encoding="utf-8")

    code = 5 if name == "notes.txt" else 7
    error = refused(restore(run, name), store, code, store.read_bytes())

    assert name in error.splitlines()[0]
    assert "mediarel init" not in error


def test_file_of_other_archive_is_refused(run: Run, store: Path, home: Path) -> None:
    FileStore.create(home / "other.json")
    with opened(home / "other.json") as archive:
        archive.import_drafts([draft("Another one."), draft("One more.")])
    Path("map.txt").write_text("A map of the land", encoding="utf-8")
    run("attach", "--archive", "other.json", "1", "map.txt")

    error = refused(restore(run, "other.json"), store, 1, store.read_bytes())

    assert "belong to different statements in this archive: 1 and 1 more" in error
    assert run(*error.strip().partition("new IDs: mediarel ")[2].split()).code == 0
    assert "map.txt" in run("files", "another").out


@pytest.mark.parametrize(("answer", "code"), [("y\r", 0), ("n\r", 1), ("\r", 1)])
def test_terminal_asks_before_a_restore(
    store: Path, screen: Screen, file: str, answer: str, code: int
) -> None:
    before = store.read_bytes()

    question = "Restore 3 statements? [y/N]: "
    done = screen("restore", "--from", file, answers=((question, answer),))

    assert done.code == code
    assert done.out.startswith("Add 1 statement: 5\n")
    assert (store.read_bytes() == before) is (code == 1)


def test_restore_from_a_file_names_what_it_uncovers(
    run: Run, store: Path, file: str
) -> None:
    run("withhold", "3", "Mam Sonando")

    with unchanged(store):
        done = run("restore", "--from", file)
    error = done.err
    assert done.code == 2
    assert "After this, statement 3 no longer withholds 'Mam Sonando'. Rest" in error
    assert "To answer yes, add --yes.\n" in error
    assert "Warning: statement 3 no longer withholds" in restore(run, file).err


def test_archive_changed_after_the_question_is_not_restored(
    run: Run, store: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mediarel.cli import prompts  # noqa: PLC0415 - only this test replaces it

    def edit_first(*_: object, **__: object) -> None:
        with opened(store) as archive:
            archive.edit([7], lambda _: {"title": "Meanwhile"})

    monkeypatch.setattr(prompts, "confirm", edit_first)

    done = restore(run, file)

    assert done.code == 1
    assert "another command changed the archive meanwhile" in done.err
    assert content(store)["statements"]["7"]["title"] == "Meanwhile"
    assert "10" in content(store)["statements"]


def test_damaged_archive_is_replaced_and_kept(
    run: Run, store: Path, home: Path, file: str
) -> None:
    shutil.rmtree(home / "cache")
    damaged = store.read_bytes()[:-200]
    store.write_bytes(damaged)

    asked = run("restore", "--from", file)
    done = restore(run, file)

    (kept,) = store.parent.glob("statements.json.damaged-*")
    told = done.err.splitlines()
    assert done.code == 0, done.err
    assert f"Replace {store} (modified 20" in asked.err
    assert f") with {file} (modified 20" in asked.err
    assert told[0].startswith(f"Damaged: {store}")
    assert "mediarel repair" in told[1]
    assert told[2] == f"{file} has 9 statements and 1 change."
    assert told[-1] == f"Restored. The replaced file is in {kept}"
    assert kept.read_bytes() == damaged
    assert content(store)["statements"] == content(Path(file))["statements"]
    assert [e["command"] for e in content(store)["history"].values()][1:] == ["restore"]
    assert len(content(store)["checksums"]["1"]) == 9
    assert run("list").code == 0


@pytest.mark.parametrize("is_empty", [False, True])
def test_ids_of_a_damaged_archive_are_not_reused(
    run: Run, store: Path, file: str, *, is_empty: bool
) -> None:
    """The used IDs are in the rest of the file, or in a newer backup."""
    data = store.read_bytes()
    if is_empty:
        shutil.copy(store, Path(file).with_name("statements-2026-11-24T120000Z.json"))
    store.write_bytes(b"" if is_empty else data[:-200])

    restore(run, file)

    assert run("add", "--date=2014", "--program=CLEC", "--title=Water").out == "11\n"


def test_later_changes_come_from_the_index(run: Run, store: Path, file: str) -> None:
    before = content(store)
    store.write_bytes(b"")

    done = restore(run, file)

    assert "Later changes from the index are also restored: 2 to 4" in (done.err)
    assert content(store)["statements"] == before["statements"]
    assert {n: content(store)["history"][n] for n in before["history"]} == (
        before["history"]
    )
    assert run("check").code == 0


@pytest.fixture
def _stick(run: Run, store: Path) -> None:
    """Create three backups; the newest backup is not the last one by name."""
    Path("stick").mkdir()
    for name, title in (("a.json", "One"), ("c.json", "Two"), ("b.json", "Three")):
        run("edit", "3", "--title", title)
        shutil.copyfile(store, f"stick/{name}")
    run("remove", "9", "--yes")


def restore_from_stick(run: Run, *more: str) -> tuple[str, ...]:
    """Restore from all files on the stick, and return the messages."""
    names = sorted(map(str, Path("stick").iterdir()))
    done = run("restore", "--from", *names, *more)
    assert done.code == 0, done.err
    return tuple(done.err.splitlines())


@pytest.mark.usefixtures("_stick")
def test_newest_file_is_used(run: Run, store: Path) -> None:
    told = restore_from_stick(run, "--yes")

    at = content(store)["history"]["4"]["at"]
    assert told[:2] == (
        f"Using the newest of 3 files: stick/b.json (change 4, {at}).",
        "Add 1 statement: 9",
    )
    assert "Three" in run("show", "3").out


@pytest.mark.usefixtures("_stick")
def test_unusable_files_are_named_with_reasons(run: Run, store: Path) -> None:
    run("init", "other", "--sample")
    run("edit", "--archive", "other", "1-9", "--title=x", "--yes")
    for _ in range(5):
        run("edit", "--archive", "other", "9", "--title=y")
        run("undo", "--archive", "other")
    shutil.copyfile("other/data/statements.json", "stick/other.json")
    Path("stick/z.json").write_text("{", encoding="utf-8")
    Path("stick/self.json").symlink_to(store)

    told = restore_from_stick(run, "--yes")

    assert [line.partition(": ")[2] for line in told[:3]] == [
        "stick/other.json belongs to another archive.",
        "stick/self.json is this archive itself.",
        "stick/z.json, line 1: the end of the file is missing.",
    ]
    assert told[3].startswith("Using the newest of 6 files: stick/b.json (change 4, ")


@pytest.mark.usefixtures("_stick")
def test_no_usable_file(run: Run) -> None:
    for name in ("y.json", "z.json"):
        Path("stick", name).write_text("{", encoding="utf-8")

    error = error_of(run("restore", "--from", "stick/z.json", "stick/y.json"), 1)

    assert error.startswith("Error: none of these 2 files can be restored: ")
    assert "stick/y.json" in error


@pytest.mark.usefixtures("_stick")
@pytest.mark.parametrize("content", [None, b"{"])
def test_missing_or_damaged_archive_is_replaced_by_the_newest_file(
    run: Run, store: Path, content: bytes | None
) -> None:
    """If the files belong to two archives, the restore is refused."""
    run("init", "other", "--sample")
    store.unlink()
    if content is not None:
        store.write_bytes(content)
    here = ("--archive", str(store), "--yes")
    two = ["stick/a.json", "other/data/statements.json"]

    error = error_of(run("restore", "--from", *two, *here), 1)
    told = restore_from_stick(run, *here)

    assert error.endswith("belong to different archives")
    assert told[0].startswith("Using the newest of 3 files: stick/b.json (change 4, ")
    assert run("list", "title:three").out.count("\n") == 1


@pytest.mark.usefixtures("_stick")
def test_only_backup_in_a_folder_is_used(run: Run) -> None:
    run("backup", "usb")
    Path("usb/other.json").write_text("[]", encoding="utf-8")
    (backup,) = Path("usb").glob("statements-*.json")
    run("edit", "3", "--title", "Later")

    done = run("restore", "--from", "usb", "--yes")

    assert done.err.startswith(f"Using the only backup in usb: {backup.name}.\n")
    assert "Later" not in run("show", "3").out
