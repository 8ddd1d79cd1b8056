"""Test `mediarel check --drill`, which restores backups to a temporary folder."""

import errno
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

import pytest

from archives import opened
from attached import put
from conftest import Done, Run, refused
from faults import Disk, Fault
from samples import ALL
from tampering import Damage, Tables, add_12, change_place, remove_4, tamper

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
    with opened(store) as archive:
        archive.edit([4], lambda _: {"attachments": [put(store.parent, FILE)]})


@pytest.fixture
def stick(run: Run, store: Path, home: Path) -> Path:
    """Return a backup on a memory stick; the archive was changed often afterwards.

    The backup next to the archive is older.
    """
    attach(store)
    shutil.rmtree(store.parent / "backups")  # so that the next change writes a backup
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


def test_sound_backups_have_no_differences(run: Run, store: Path, stick: Path) -> None:
    done = drilled(run, "--from", "stick")

    beside, counted, on_stick, there, hint = done.err.splitlines()
    day = next((store.parent / "backups").iterdir())
    assert (done.code, done.out) == (0, "")
    assert beside.startswith(f"Restored {day} (change 2 of ")
    assert beside.endswith(", 6 changes ago):")
    assert counted == "  9 statements, 1 attached file, 2 changes: no differences."
    assert on_stick.startswith(f"Restored stick/{stick.name} (change 4 of ")
    assert there == ("  8 statements, 1 attached file, 4 changes: no differences.")
    assert hint == "To back up the later changes too: mediarel backup stick"


@pytest.mark.usefixtures("stick")
def test_backup_with_all_changes_needs_no_hint(run: Run) -> None:
    """The backup next to the archive is older."""
    run("backup", "second")

    done = drilled(run, "--from", "second")

    assert "6 changes ago):" in done.err
    assert "To back up" not in done.err


def set_in(table: str, key: str, **fields: object) -> Damage:
    return lambda tables: tables[table][key].update(fields)


def bring_back_9(tables: Tables) -> None:
    for entry in tables["history"].values():
        tables["statements"] |= entry["removed"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("damage", "level", "told"),
    [
        (
            set_in("statements", "3", title="Free", tags=[]),
            "error",
            'statement 3\tchanged outside mediarel: title "Free him" is now "Free"',
        ),
        (bring_back_9, "warning", "statement 9\tadded outside mediarel: the history"),
        (remove_4, "error", "statement 4\tremoved outside mediarel"),
        (add_12, "warning", "statement 12\tadded outside mediarel: no change"),
        (
            set_in("checksums", "1", **{"3": "0" * 16}),
            "error",
            "statement 3\tchanged outside mediarel",
        ),
        (set_in("history", "2", by="x"), "error", "change 2\tfails its checksum"),
        (set_in("history", "4", by="x"), "error", "change 4\tis missing or different"),
    ],
)
def test_differences_name_statement_and_field(
    run: Run, stick: Path, damage: Damage, level: str, told: str
) -> None:
    tamper(stick, damage)

    done = drilled(run, "--from", "stick")

    (line,) = done.out.splitlines()
    assert done.code == (5 if level == "error" else 0)
    assert line.startswith(f"{level}\tstick/{stick.name}, {told}")
    assert "no differences" in done.err.splitlines()[1]
    assert "1 difference." in done.err.splitlines()[3]


@pytest.mark.parametrize("content", [None, b"another"])
def test_attached_file_is_compared_with_the_file_of_the_backup(
    run: Run, store: Path, stick: Path, content: bytes | None
) -> None:
    """The archive's own copy is not used."""
    (stick.parent / "files" / NAME).unlink()
    if content is not None:
        (stick.parent / "files" / NAME).write_bytes(content)

    done = drilled(run, "--from", "stick")

    assert done.code == 5
    assert done.out == (
        f"error\tstick/{stick.name}, statement 4\t"
        'the file "scan.pdf" was not restored: its backup is missing or has different'
        " content\n"
    )
    assert (store.parent / "files" / NAME).read_bytes() == FILE


def test_changes_outside_mediarel_are_reported(run: Run, store: Path) -> None:
    """After they are accepted, a new backup has no differences."""
    tamper(store, change_place)
    tamper(store, remove_4)
    tamper(store, add_12)
    run("backup", "stick")
    told = drilled(run, "--from", "stick")
    assert told.code == 5
    assert [line.partition(", ")[2][:30] for line in told.out.splitlines()] == [
        "statement 3\tchanged outside me",
        "statement 4\tremoved outside me",
        "statement 12\tadded outside med",
    ]

    run("check", "--accept", "--yes")
    run("backup", "second")

    done = drilled(run, "--from", "second")
    assert "no differences" in done.err.splitlines()[-1]


def test_backup_of_another_archive_is_reported(run: Run, stick: Path) -> None:
    run("init", "other", "--sample")
    run("edit", "3", "--title=Other", "--archive=other")
    run("edit", "3", "--title=Another", "--archive=other")
    run("backup", str(stick.parent / "x"), "--archive=other")

    done = drilled(run, "--from", "stick/x")

    (line,) = done.out.splitlines()
    assert done.code == 5
    assert line.split("\t")[1].endswith(", change 3")
    assert "The backup is from another archive, or this archive was" in line


def test_unreadable_backup_is_reported(run: Run, stick: Path) -> None:
    """The backup next to the archive is tested anyway."""
    stick.write_bytes(stick.read_bytes()[:-300])

    done = drilled(run, "--from", "stick")

    assert done.code == 5
    assert done.out.startswith(f"error\tstick/{stick.name}\tcan't be restored: ")
    assert done.err.splitlines()[2] == f"Not restored: stick/{stick.name}."


def test_drill_leaves_no_files_and_changes_none(
    run: Run, home: Path, stick: Path, temporary: Path
) -> None:
    assert stick.is_file()
    run("list")

    def files() -> dict[Path, object]:
        there = [place for place in home.rglob("*") if place != temporary]
        return {
            p: (p.lstat().st_mtime_ns, p.is_file() and p.read_bytes()) for p in there
        }

    before = files()

    assert drilled(run, "--from", "stick").code == 0

    assert files() == before
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
def test_drill_without_a_usable_backup_is_refused(
    run: Run, home: Path, options: tuple[str, ...], code: int, told: str
) -> None:
    (home / "empty").mkdir()

    assert told in refused(run("check", *options), code)


@pytest.mark.parametrize("at", range(4, 9) if ALL else [5])
def test_full_disk_is_no_finding_about_the_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """The temporary folder becomes full at system call number `at`."""
    room = tmp_path / "full" / "room"
    room.mkdir(parents=True)
    disk = Disk(room.parent)
    monkeypatch.setenv("TMPDIR", str(room))
    assert disk.run("backup").code == 0

    fault = Fault(at, errno.ENOSPC, lasting=True, watched="room")
    done = disk.run("check", "--drill", fault=fault)

    assert any(call.failed for call in disk.logged())
    assert "can't restore the backup for a test in " in refused(done, 7)
    assert list(room.iterdir()) == []
