"""`mediarel check` of attached files, and `check --prune`.

- missing or changed: an error that names the statement and what to do; --quick looks at
  sizes alone
- what only the history knows is looked at too, and kept
- --prune: what nothing needs is shown with its size, asked about, deleted; nothing that
  data, history, a backup or a damaged store names
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from attached import NAME, SCAN, kept
from conftest import refused
from mediarel.atomic import replace_file

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from conftest import Run, Screen

PLACE = f"{NAME[:2]}/{NAME}.pdf"
STRAY = b"a copy of a command that was cut short"
STRAY_NAME = sha256(STRAY).hexdigest()


@pytest.fixture(autouse=True)
def _joint(run: Run, home: Path, store: Path) -> None:
    assert store.exists()
    (home / "joint.pdf").write_bytes(SCAN)
    run("attach", "3", "joint.pdf")


@pytest.fixture
def stray(store: Path) -> Path:
    """Return a file that nothing needs."""
    place = store.parent / "files" / STRAY_NAME[:2] / f"{STRAY_NAME}.txt"
    place.parent.mkdir()
    place.write_bytes(STRAY)
    return place


def found(run: Run, *options: str) -> list[tuple[str, str, int | None]]:
    """Return the level, the kind and the id of each finding."""
    told = json.loads(run("check", "--json", *options).out)
    return [(each["level"], each["kind"], each["id"]) for each in told]


@pytest.mark.about_files("its backups")
def test_a_changed_file(run: Run, store: Path) -> None:
    """A letter is enough; of one as long, --quick sees nothing."""
    (store.parent / "files" / PLACE).write_bytes(SCAN.replace(b"page", b"pace"))

    done = run("check")

    assert done.code == 5
    assert found(run) == [("error", "file_changed", 3)]
    assert found(run, "--quick") == []
    assert 'the file "joint.pdf" of statement 3 was changed' in done.out
    (finding,) = json.loads(run("check", "--json").out)
    assert "mediarel restore --from BACKUP" in finding["hint"]
    assert "mediarel attach 3 FILE" in finding["hint"]


@pytest.mark.parametrize("options", [(), ("--quick",)])
def test_a_file_that_is_missing_or_shorter(
    run: Run, store: Path, options: tuple[str, ...]
) -> None:
    place = store.parent / "files" / PLACE
    place.write_bytes(SCAN[:-1])
    shorter = found(run, *options)
    place.unlink()

    assert shorter == [("error", "file_changed", 3)]
    assert found(run, *options) == [("error", "file_missing", 3)]


def test_a_file_that_only_the_history_knows(run: Run, store: Path) -> None:
    """While it is there, there is nothing to tell; else it is good to know."""
    run("attach", "3", "joint.pdf", "--remove")
    there = found(run)
    (store.parent / "files" / PLACE).unlink()

    assert there == []
    assert found(run) == [("note", "file_missing", 3)]
    assert run("check").code == 0


def test_prune_deletes_it(run: Run, store: Path, stray: Path) -> None:
    """It is shown with its size first, and nothing else goes."""
    asked = run("check", "--prune")
    done = run("check", "--prune", "--yes")

    told = f"files/{STRAY_NAME[:2]}/{stray.name}\t{len(STRAY)}\n"
    assert (asked.code, asked.out) == (2, told)
    assert "there is no terminal to ask: Delete 1 file, 38 bytes?" in asked.err
    assert (done.code, done.out) == (0, told)
    assert done.err == "Deleted 1 file, 38 bytes.\n"
    assert kept(store) == {PLACE: SCAN}
    assert not stray.parent.exists()


def test_prune_asks(screen: Screen, stray: Path) -> None:
    """A no leaves it."""
    question = "This can't be undone. [y/N]: "

    no = screen("check", "--prune", answers=((question, "n\r"),))
    left = stray.exists()
    yes = screen("check", "--prune", answers=((question, "y\r"),))

    assert (no.code, left) == (1, True)
    assert (yes.code, stray.exists()) == (0, False)


def history_alone(run: Run, store: Path) -> None:
    """Take the file off, put another history of changes above it."""
    run("attach", "3", "joint.pdf", "--remove")
    run("edit", "3", "--title=Another")
    assert store.exists()


def removal(run: Run, store: Path) -> None:
    run("remove", "3", "--yes")
    assert store.exists()


def backup_alone(run: Run, store: Path) -> None:
    """Have neither data nor history know it, but a backup beside."""
    run("backup")
    forget(store)


def damaged_alone(run: Run, store: Path) -> None:
    """Have a damaged store that was put aside know it."""
    data = store.read_bytes()
    assert run("check").code == 0
    forget(store)
    store.with_name(f"{store.name}.damaged-2026-11-25T090000Z").write_bytes(data[:-40])


def script(run: Run, store: Path) -> None:
    """Have a script write the store anew, in escapes and in an order of its own."""
    tables = json.loads(store.read_bytes())
    (attached,) = tables["statements"]["3"]["attachments"]
    tables["statements"]["3"]["attachments"] = [dict(sorted(attached.items()))]
    text = json.dumps(tables).replace('"sha256"', r'"sh\u0061256"')
    store.write_text(text, encoding="ascii")
    assert run("list").code == 0


def forget(store: Path) -> None:
    """Have the store be as if nothing had been attached."""
    tables = json.loads(store.read_bytes())
    tables["statements"]["3"]["attachments"] = []
    for name in ("history", "checksums"):
        tables.pop(name)
    store.write_text(json.dumps(tables), encoding="utf-8")


@pytest.mark.about_files("its backups")
@pytest.mark.parametrize(
    "needed", [history_alone, removal, backup_alone, damaged_alone, script]
)
def test_prune_leaves_what_is_needed(
    run: Run, store: Path, needed: object, stray: Path
) -> None:
    """Whoever needs it, the data or the history, a backup or what was put aside."""
    assert callable(needed)
    needed(run, store)

    done = run("check", "--prune", "--yes")

    assert done.code == 0, done
    assert kept(store) == {PLACE: SCAN}
    assert not stray.exists()


@pytest.mark.about_files("its backups")
def test_prune_of_what_nothing_knows_any_more(run: Run, store: Path) -> None:
    """Once neither data nor history nor a backup has it, it goes."""
    forget(store)
    for backup in (store.parent / "backups").iterdir():
        backup.unlink()

    assert run("check", "--prune", "--yes").code == 0

    assert kept(store) == {}


@pytest.mark.about_files("damage in its bytes")
@pytest.mark.usefixtures("stray")
def test_a_damaged_archive_is_not_pruned(run: Run, store: Path) -> None:
    """Nobody knows what it needs."""
    store.write_bytes(store.read_bytes()[:-100])

    assert run("check", "--prune", "--yes").code == 5

    assert len(kept(store)) == 2


@pytest.mark.about_files("what lies beside it")
def test_what_is_no_copy_of_ours_is_not_pruned(run: Run, store: Path) -> None:
    (store.parent / "files" / "notes.txt").write_text("mine", encoding="utf-8")

    run("check", "--prune", "--yes")

    assert found(run) == [("note", "file_name", None)]
    assert len(kept(store)) == 2


@pytest.mark.about_files("what lies beside it")
def test_what_a_command_left_behind(run: Run, home: Path, store: Path) -> None:
    """It is mentioned; --prune removes it, and so does the next attach."""
    place = store.parent / "files" / "ab" / f".{NAME}.pdf.a1b2c3d4.tmp"
    place.parent.mkdir()
    place.write_bytes(b"half of it")
    told = found(run)
    pruned = run("check", "--prune", "--yes")
    gone = not place.exists()
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"half of it")
    (home / "two.pdf").write_bytes(b"two")
    run("attach", "3", "two.pdf")

    assert told == [("note", "leftover", None)]
    assert pruned.out == f"files/ab/{place.name}\t10\n"
    assert (gone, place.exists()) == (True, False)


@pytest.mark.about_files("what lies beside it")
def test_what_a_command_is_writing_stays(run: Run, store: Path) -> None:
    """It is locked as long as the command lives."""
    folder = store.parent / "files" / "ab"
    folder.mkdir()
    seen = []

    def write(out: BinaryIO) -> None:
        out.write(b"half of it")
        out.flush()
        seen.append((found(run), run("check", "--prune", "--yes").out))

    replace_file(folder / f"{NAME}.pdf", write)

    assert seen == [([], "")]
    assert (folder / f"{NAME}.pdf").read_bytes() == b"half of it"


@pytest.mark.parametrize(
    "options", [("--fix",), ("--drill",), ("--json",), ("--quick",), ("--accept",)]
)
def test_prune_stands_alone(run: Run, options: tuple[str, ...]) -> None:
    refused(run("check", "--prune", *options), 2)
