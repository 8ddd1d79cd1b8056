"""`mediarel check --drill`: backups are restored elsewhere, and looked through.

- what was changed, removed and taken back since is as it was then
- what differs is told by id and field: statements, changes, attached files
- what was done outside mediarel is no difference once it is accepted
- a backup of another archive, a newer one, one that can't be read
- the archive, its folder and the cache are only read, and nothing is left behind
- refused: no backup, no such place, the archive itself, a damaged archive, no room
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from archives import opened
from conftest import refused
from faults import Disk, Fault
from tampering import add_12, change_place, remove_4, tamper

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Done, Run
    from tampering import Damage, Tables

pytestmark = pytest.mark.about_files("its backups")

FILE = b"%PDF, of a kind"
NAME = sha256(FILE).hexdigest()


@pytest.fixture(autouse=True)
def temporary(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for temporary files."""
    folder = home / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def attach(store: Path) -> None:
    """Attach a file to statement 4."""
    (store.parent / "files").mkdir()
    (store.parent / "files" / NAME).write_bytes(FILE)
    attached = {
        "name": "scan.pdf",
        "sha256": NAME,
        "size": len(FILE),
        "media_type": "application/pdf",
    }
    with opened(store) as archive:
        archive.edit([4], lambda _: {"attachments": [attached]})


@pytest.fixture
def stick(run: Run, store: Path, home: Path) -> Path:
    """Return a backup on a stick; a statement has a file, and much was changed since.

    The backup beside the archive is older.
    """
    attach(store)
    shutil.rmtree(store.parent / "backups")  # of a day long ago
    run("edit", "3", "--title", "Free him", "--add-tag=radio")
    run("remove", "9", "--yes")
    place = run("backup", "stick").out.strip()
    run("edit", "3", "--title", "Free them", "--clear=tags")
    run("remove", "4", "--yes")
    run("restore", "9")
    run("undo", "4")
    run("add", "--date=2014", "--program=CLEC", "--title=Land")
    return home / place


def drilled(run: Run, *more: str) -> Done:
    return run("check", "--drill", *more)


def test_all_is_as_it_was_then(run: Run, store: Path, stick: Path) -> None:
    """Whatever was done since; it is told what was tried, and what is newer."""
    done = drilled(run, "--from", "stick")

    beside, counted, on_stick, counted_there, hint = done.err.splitlines()
    day = next((store.parent / "backups").iterdir())
    assert (done.code, done.out) == (0, "")
    assert beside.startswith(f"Restored {day}, change 2 of ")
    assert beside.endswith(", 6 changes ago:")
    assert counted == "  9 statements, 1 attached file, 2 changes: no differences."
    assert on_stick.startswith(f"Restored stick/{stick.name}, change 4 of ")
    assert counted_there == (
        "  8 statements, 1 attached file, 4 changes: no differences."
    )
    assert hint == "To back up the later changes too: mediarel backup"


def set_in(table: str, key: str, **fields: object) -> Damage:
    return lambda tables: tables[table][key].update(fields)


def bring_back_9(tables: Tables) -> None:
    for entry in tables["history"].values():
        tables["statements"] |= entry["removed"]


def without_3(tables: Tables) -> None:
    del tables["history"]["3"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("damage", "place", "told"),
    [
        (
            set_in("statements", "3", title="Free", tags=[]),
            "statement 3",
            'title "Free him" was restored as "Free"; tags "radio" was restored as ""',
        ),
        (bring_back_9, "statement 9", "restored, but the archive did not have it"),
        (remove_4, "statement 4", "not restored"),
        (
            add_12,
            "statement 12",
            "restored, but the archive did not have it",
        ),
        (
            set_in("checksums", "1", **{"3": "0123456789abcdef"}),
            "statement 3",
            "its checksum is different",
        ),
        (
            set_in("history", "2", by="another"),
            "change 2",
            "differs from this archive",
        ),
    ],
)
def test_what_differs(
    run: Run, stick: Path, damage: Damage, place: str, told: str
) -> None:
    """By id and field, on the stick alone."""
    tamper(stick, damage)

    done = drilled(run, "--from", "stick")

    (line,) = done.out.splitlines()
    assert done.code == 5
    assert line.startswith(f"error\tstick/{stick.name}, {place}\t")
    assert line.split("\t")[2] == told or "modified" in told
    assert told.partition(' "')[0] in line
    assert "no differences" in done.err.splitlines()[1]
    assert "1 difference." in done.err.splitlines()[3]


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "it has no backup"), (b"another", "its backup is a different file")],
)
def test_an_attached_file_that_differs(
    run: Run, store: Path, stick: Path, content: bytes | None, why: str
) -> None:
    """On the stick it must be on the stick; the archive's own does not count."""
    (stick.parent / "files" / NAME).unlink()
    if content is not None:
        (stick.parent / "files" / NAME).write_bytes(content)

    done = drilled(run, "--from", "stick")

    assert done.code == 5
    assert done.out == (
        f"error\tstick/{stick.name}, statement 4\t"
        f'the file "scan.pdf" was not restored: {why}\n'
    )
    assert (store.parent / "files" / NAME).read_bytes() == FILE


def test_what_was_accepted_since(run: Run, store: Path) -> None:
    """Something else changed, removed and added; the backup has that already."""
    tamper(store, change_place)
    tamper(store, remove_4)
    tamper(store, add_12)
    run("backup", "stick")
    told = drilled(run, "--from", "stick")
    assert told.code == 5
    assert [line.partition(", ")[2] for line in told.out.splitlines()] == [
        "statement 3\tits checksum is different",
        "statement 4\tnot restored",
    ]

    run("check", "--accept", "--yes")

    done = drilled(run, "--from", "stick")
    assert (done.code, done.out) == (0, "")


def test_a_backup_of_another_archive(run: Run, stick: Path) -> None:
    """It is told that it is another; its own history tells of its statements."""
    run("init", "other", "--sample")
    run("edit", "3", "--title=Other", "--archive=other")
    run("edit", "3", "--title=Another", "--archive=other")
    run("backup", str(stick.parent / "x"), "--archive=other")

    done = drilled(run, "--from", "stick/x")

    (line,) = done.out.splitlines()
    assert done.code == 5
    assert line.split("\t")[1].endswith(", changes 1 to 3")
    assert "this archive has other changes with these numbers" in line


def test_a_backup_that_cant_be_read(run: Run, stick: Path) -> None:
    """It was not restored, and the other is tried all the same."""
    stick.write_bytes(stick.read_bytes()[:-300])

    done = drilled(run, "--from", "stick")

    assert done.code == 5
    assert done.out.startswith(f"error\tstick/{stick.name}\tcan't be restored: ")
    assert done.err.splitlines()[2] == f"Not restored: stick/{stick.name}."


def test_a_backup_from_a_newer_mediarel(run: Run, stick: Path) -> None:
    """It ends as any check where only that is wrong."""
    tamper(stick, lambda tables: tables["archive"]["1"].update(form=99))

    done = drilled(run, "--from", "stick")

    assert (done.code, done.out.count("\n")) == (1, 1)


def test_nothing_is_left_behind(
    run: Run, home: Path, stick: Path, temporary: Path
) -> None:
    """All is as it was, to the times of the files; the cache is not even made."""
    assert stick.is_file()
    run("list")
    before = {p: (p.lstat(), p.is_file() and p.read_bytes()) for p in home.rglob("*")}

    assert drilled(run, "--from", "stick").code == 0

    after = {p: (p.lstat(), p.is_file() and p.read_bytes()) for p in home.rglob("*")}
    changed = [
        place
        for place in before.keys() | after.keys()
        if before.get(place, (None,))[1:] != after.get(place, (None,))[1:]
        or (
            place != temporary
            and before[place][0].st_mtime_ns != after[place][0].st_mtime_ns
        )
    ]
    assert changed == []
    assert list(temporary.iterdir()) == []


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--drill",), 7, "no backup of this archive in "),
        (("--drill", "--from=x"), 7, "no backup of this archive in x"),
        (("--drill", "--from=empty"), 7, "no backup of this archive in empty"),
        (("--drill", "--from=data/statements.json"), 1, "is this archive itself"),
        (("--drill", "--accept"), 2, "--drill and --accept can't be combined"),
        (("--from=x",), 2, "--from needs --drill"),
    ],
)
def test_refused(
    run: Run, home: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    (home / "empty").mkdir()

    assert told in refused(run("check", *options), code)


def test_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever call finds none: that says nothing of the backup."""
    home = tmp_path / "full"
    home.mkdir()
    disk = Disk(home)
    room = home / "room"
    room.mkdir()
    monkeypatch.setenv("TMPDIR", str(room))
    assert disk.run("backup").code == 0
    assert disk.run("check", "--drill").code == 0
    codes = set()
    for at in range(1, 99):
        fault = Fault(at, errno.ENOSPC, lasting=True, watched="room")
        done = disk.run("check", "--drill", fault=fault)
        if not any(call.failed for call in disk.logged()):
            break

        first = next(call for call in disk.logged() if call.failed)
        if first.name in {"unlink", "rmdir"}:  # no full disk refuses that
            shutil.rmtree(room)
            room.mkdir()
            continue
        # Where it finds the folder full at once, it takes another.
        assert done.code in {0, 7}, done
        assert done.code == 0 or "can't restore the backup for a test in " in done.err
        codes.add(done.code)
        assert list(room.iterdir()) == []
    assert (done.code, codes) == (0, {0, 7})
