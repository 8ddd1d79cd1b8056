"""`mediarel restore --from FILE`: all statements as a file has them.

- what is added, removed and changed is shown, asked about, and one change
- undo takes it back; ids and history stay this archive's
- what an editor did before is put right, and a check then finds nothing
- where nothing differs, nothing is written
- refused: the archive itself, a file that is damaged, missing or no archive, one
  in which an id is another statement's, an id beside it, a no
- an archive that can't be read: the file whole in its place, the old one kept
- attached files that are gone come back with it
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from archives import draft, opened
from mediarel.cli import environment
from mediarel.store.tiny.file import FileStore
from tampering import add_12, change_place, remove_4, tamper

if TYPE_CHECKING:
    from conftest import Done, Run, Screen
    from tampering import Damage

pytestmark = pytest.mark.about_files("restoring it from another")


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "now", lambda: "2026-11-24T10:15:30Z")


@pytest.fixture
def file(run: Run, store: Path) -> str:
    """Return a backup from before one was added, one removed and one changed."""
    place = run("backup").out.strip()
    run("add", "--date=2014", "--program=CLEC", "--title=Land")
    run("remove", "5", "--yes")
    run("edit", "3", "--add-tag=radio", "--title=Free him")
    assert sorted(map(int, tables(store)["statements"])) == [1, 2, 3, 4, 6, 7, 8, 9, 10]
    return place


def tables(store: Path) -> dict[str, dict[str, Any]]:
    """Return what is in the file, as anyone reads it."""
    read: dict[str, dict[str, Any]] = json.loads(store.read_bytes())
    return read


def said(store: Path) -> dict[str, dict[str, Any]]:
    """Return what the statements say: all but when they were modified."""
    statements = tables(store)["statements"]
    return {n: {**fields, "modified": None} for n, fields in statements.items()}


def restore(run: Run, file: str, *more: str) -> Done:
    return run("restore", "--from", file, "--yes", *more)


def test_all_statements_as_the_file_has_them(run: Run, store: Path, file: str) -> None:
    """What changes is told, with the headlines and the fields."""
    done = restore(run, file)

    told = done.err.splitlines()
    assert (done.code, done.out) == (0, "")
    assert told[0] == "Add 1 statement: 5"
    assert told[1].startswith('  5  2012-10-01  "This is a significant blow')
    assert told[2] == "Change 1 statement: 3"
    assert told[3].startswith("  3  2012-07-16  title, tags of: The undersigned")
    assert told[4:] == [
        "Remove 1 statement: 10",
        "  10  2014  Land",
        "Restored. To undo: mediarel undo",
    ]
    assert said(store) == said(Path(file))
    assert list(tables(store)["statements"]) == [str(n) for n in range(1, 10)]


def test_one_change_of_this_history(run: Run, store: Path, file: str) -> None:
    """What the history held before is there still."""
    before = tables(store)["history"]

    restore(run, file)

    after = tables(store)["history"]
    assert {number: after[number] for number in before} == before
    assert after.keys() - before.keys() == {"5"}
    assert (after["5"]["command"], after["5"]["last_id"]) == ("restore", 10)
    assert run("add", "--date=2014", "--program=CLEC", "--title=Water").out == "11\n"


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("damage", [change_place, remove_4, add_12])
@pytest.mark.parametrize("is_older", [False, True])
def test_after_an_edit_by_hand(
    run: Run, store: Path, damage: Damage, *, is_older: bool
) -> None:
    """All is as the file has it, a check has nothing to say, and undo is true to it."""
    places = [str(store.with_name(name)) for name in ("older.json", "newest.json")]
    for file, place in zip(places, ("Battambang", "Phnom Penh"), strict=True):
        run("edit", "3-4", f"--place={place}")
        shutil.copyfile(store, file)
    file = places[0 if is_older else 1]
    tamper(store, damage)
    by_hand = said(store)

    done = restore(run, file)

    assert (done.code, run("check").code) == (0, 0), done.err
    assert "outside mediarel before this" not in done.err
    assert said(store) == said(Path(file))
    assert "changed outside mediarel" in str(tables(store)["history"])
    run("undo", "--yes")
    assert said(store) == by_hand
    assert run("check").code == 0


def test_nothing_differs(run: Run, store: Path) -> None:
    """No question, and no byte is written."""
    place = run("backup", "stick").out.strip()
    before = store.read_bytes(), store.stat().st_ino

    done = run("restore", "--from", place)

    assert done.code == 0
    assert done.err == f"Nothing to restore: {place} has the same statements.\n"
    assert (store.read_bytes(), store.stat().st_ino) == before


def test_ids_beyond_those_given_here(run: Run, store: Path, file: str) -> None:
    """A file may be newer than the archive: its ids are not given again."""
    shutil.copy(store, "newer.json")
    shutil.copy(file, store)

    restore(run, "newer.json")

    assert said(store) == said(Path("newer.json"))
    run("remove", "10", "--yes")
    assert run("add", "--date=2014", "--program=CLEC", "--title=Water").out == "11\n"


def refused(done: Done, store: Path, code: int, before: bytes) -> str:
    """Return the error of what was refused, which left the archive as it was."""
    assert (done.code, done.out) == (code, "")
    assert store.read_bytes() == before
    assert not list(store.parent.glob("*.damaged-*"))
    return done.err


def test_the_archive_itself(run: Run, store: Path) -> None:
    """Also by another way to it."""
    before = store.read_bytes()
    Path("link.json").symlink_to(store)

    for name in ("data/statements.json", "link.json"):
        error = refused(restore(run, name), store, 1, before)

        assert f"{name} is this archive itself" in error


@pytest.mark.parametrize(
    "damage", [(b"{", b""), (b"2012-07-16", b"2012-07-36"), (b'"at"', b'"when"')]
)
def test_a_file_that_is_damaged(
    run: Run, store: Path, file: str, damage: tuple[bytes, bytes]
) -> None:
    """Its damage is told, as that of the file."""
    place = Path(file)
    place.write_bytes(place.read_bytes().replace(*damage, 1))

    error = refused(restore(run, file), store, 5, store.read_bytes())

    assert error.startswith(f"Error: {file}, line ")
    assert "Name another backup" in error


@pytest.mark.parametrize("name", ["nowhere.json", "data", "notes.txt"])
def test_no_archive(run: Run, store: Path, name: str) -> None:
    Path("notes.txt").write_text("notes", encoding="utf-8")

    code = 5 if name == "notes.txt" else 7
    error = refused(restore(run, name), store, code, store.read_bytes())

    assert name in error.splitlines()[0]
    assert "mediarel init" not in error


def test_an_id_of_another_statement(run: Run, store: Path, home: Path) -> None:
    """Of another archive nothing is brought back; what imports it is told."""
    FileStore.create(home / "other.json")
    with opened(home / "other.json") as archive:
        archive.import_drafts([draft("Another one."), draft("One more.")])

    error = refused(restore(run, "other.json"), store, 1, store.read_bytes())

    assert "1 and 1 more is a different statement there" in error
    assert "mediarel import" in error


def test_an_id_that_another_had_once(run: Run, store: Path, home: Path) -> None:
    """Though that was removed: its id is never given again."""
    other = tables(store)
    other["statements"]["5"]["uuid"] = "aaaaaaaa-c204-42c3-9d31-da7039caeb9d"
    other.pop("checksums", None)
    (home / "other.json").write_text(json.dumps(other), encoding="utf-8")
    run("remove", "5", "--yes")

    error = refused(restore(run, "other.json"), store, 1, store.read_bytes())

    assert "other.json: 5 is a different statement there" in error


@pytest.mark.parametrize(("answer", "code"), [("y\r", 0), ("n\r", 1), ("\r", 1)])
def test_asked(store: Path, screen: Screen, file: str, answer: str, code: int) -> None:
    """Before anything is written."""
    before = store.read_bytes()

    question = "Restore 3 statements? [y/N]: "
    done = screen("restore", "--from", file, answers=((question, answer),))

    assert done.code == code
    assert done.out.startswith("Add 1 statement: 5\n")
    assert (store.read_bytes() == before) is (code == 1)


@pytest.mark.parametrize(
    "arguments", [("3", "--from", "x.json"), ("--from", "x.json", "--at", "1"), ()]
)
def test_misuse(run: Run, store: Path, arguments: tuple[str, ...]) -> None:
    """It is one statement or all of them."""
    error = refused(run("restore", *arguments), store, 2, store.read_bytes())

    assert "--from" in error


def test_another_change_came_between(
    run: Run, store: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was shown is no longer what would be done: it is refused."""
    from mediarel.cli import prompts  # noqa: PLC0415 - where it comes between

    def edit_first(*_: object, **__: object) -> None:
        with opened(store) as archive:
            archive.edit([7], lambda _: {"title": "Meanwhile"})

    monkeypatch.setattr(prompts, "confirm", edit_first)

    done = restore(run, file)

    assert done.code == 1
    assert "another command changed the archive meanwhile" in done.err
    assert tables(store)["statements"]["7"]["title"] == "Meanwhile"
    assert "10" in tables(store)["statements"]


def test_in_the_place_of_a_damaged_archive(
    run: Run, store: Path, home: Path, file: str
) -> None:
    """The file whole, with its history; what was there is kept beside it."""
    shutil.rmtree(home / "cache")
    damaged = store.read_bytes()[:-200]
    store.write_bytes(damaged)

    done = restore(run, file)

    (kept,) = store.parent.glob("statements.json.damaged-*")
    told = done.err.splitlines()
    assert done.code == 0, done.err
    assert told[0].startswith(f"Damaged: {store}")
    assert "mediarel repair" in told[1]
    assert told[2] == f"{file} has 9 statements and 1 change."
    assert told[-1] == f"Restored. The damaged archive is in {kept}"
    assert kept.read_bytes() == damaged
    assert tables(store)["statements"] == tables(Path(file))["statements"]
    assert [e["command"] for e in tables(store)["history"].values()][1:] == ["restore"]
    assert len(tables(store)["checksums"]["1"]) == 9
    assert run("list").code == 0


def test_ids_of_a_damaged_archive_are_not_given_again(
    run: Run, store: Path, file: str
) -> None:
    """As far as what is left of it tells of them."""
    store.write_bytes(store.read_bytes()[:-200])

    restore(run, file)

    assert run("add", "--date=2014", "--program=CLEC", "--title=Water").out == "11\n"


def test_ids_that_a_newer_backup_tells_of_are_not_given_again(
    run: Run, store: Path, file: str
) -> None:
    """Where nothing is left of the archive that had them."""
    shutil.copy(store, Path(file).with_name("statements-2026-11-24T120000Z.json"))
    store.write_bytes(b"")

    restore(run, file)

    assert run("add", "--date=2014", "--program=CLEC", "--title=Water").out == "11\n"


def test_what_the_index_has_later(run: Run, store: Path, file: str) -> None:
    """It is put in place too, and told: nothing of it was in the file any more."""
    before = tables(store)
    store.write_bytes(b"")

    done = restore(run, file)

    assert "Later changes from the index are restored too: 2 to 4" in (done.err)
    assert tables(store)["statements"] == before["statements"]
    assert {n: tables(store)["history"][n] for n in before["history"]} == (
        before["history"]
    )
    assert run("check").code == 0


def test_of_the_index_what_is_proved(
    run: Run, store: Path, home: Path, file: str
) -> None:
    """The changes up to one that is not as it was written, and nothing behind."""
    for place in home.joinpath("cache").rglob("*"):
        if place.is_file():
            place.write_bytes(place.read_bytes().replace(b"Free him", b"Free her"))
    store.write_bytes(b"")

    done = restore(run, file)

    assert "Later changes from the index are restored too: 2 to 3" in (done.err)
    assert tables(store)["statements"]["3"] == tables(Path(file))["statements"]["3"]
    assert run("check").code == 0
