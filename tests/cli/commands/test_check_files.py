"""Test `mediarel check` of attached files, and `check --prune`."""

import json
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import pytest

from attached import NAME, SCAN, kept
from conftest import Run, Screen
from mediarel.atomic import replace_file
from tampering import altered

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
    """Create a copy that nothing needs, and return its path."""
    place = store.parent / "files" / STRAY_NAME[:2] / f"{STRAY_NAME}.txt"
    place.parent.mkdir()
    place.write_bytes(STRAY)
    return place


def found(run: Run, *options: str) -> list[tuple[str, str, int | None]]:
    """Return level, kind and ID of each finding about files."""
    told = json.loads(run("check", "--json", *options).out)
    those = [each for each in told if each["kind"] != "unannounced"]
    return [(each["level"], each["kind"], each["id"]) for each in those]


def test_quick_compares_only_the_sizes_of_files(run: Run, store: Path) -> None:
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
def test_missing_or_shorter_file_is_an_error(
    run: Run, store: Path, options: tuple[str, ...]
) -> None:
    place = store.parent / "files" / PLACE
    place.write_bytes(SCAN[:-1])
    shorter = found(run, *options)
    place.unlink()

    assert shorter == [("error", "file_changed", 3)]
    assert found(run, *options) == [("error", "file_missing", 3)]


def test_missing_file_of_a_removed_attachment_is_a_note(run: Run, store: Path) -> None:
    run("attach", "3", "joint.pdf", "--remove")
    there = found(run)
    (store.parent / "files" / PLACE).unlink()

    assert there == []
    assert found(run) == [("note", "file_missing", 3)]
    assert run("check").code == 0


def test_prune_deletes_unneeded_files(run: Run, store: Path, stray: Path) -> None:
    asked = run("check", "--prune")
    done = run("check", "--prune", "--yes")

    told = f"files/{STRAY_NAME[:2]}/{stray.name}\t{len(STRAY)}\n"
    assert (asked.code, asked.out) == (2, told)
    assert "can't ask without a terminal: Delete 1 file, 38 bytes?" in asked.err
    assert (done.code, done.out) == (0, told)
    assert done.err == "Deleted 1 file, 38 bytes.\n"
    assert kept(store) == {PLACE: SCAN}
    assert not stray.parent.exists()


def test_prune_asks_on_a_terminal(screen: Screen, stray: Path) -> None:
    question = "This can't be undone. [y/N]: "

    no = screen("check", "--prune", answers=((question, "n\r"),))
    left = stray.exists()
    yes = screen("check", "--prune", answers=((question, "y\r"),))

    assert (no.code, left) == (1, True)
    assert (yes.code, stray.exists()) == (0, False)


def history_alone(run: Run, store: Path) -> None:
    """Remove the attachment, and make a later change."""
    run("attach", "3", "joint.pdf", "--remove")
    run("edit", "3", "--title=Another")
    assert store.exists()


def removal(run: Run, store: Path) -> None:
    run("remove", "3", "--yes")
    assert store.exists()


def backup_alone(run: Run, store: Path) -> None:
    """Keep the attachment only in a backup."""
    run("backup")
    forget(store)


def forget(store: Path) -> None:
    """Remove all traces of the attachment from the store."""
    with altered(store) as tables:
        tables["statements"]["3"]["attachments"] = []
        for name in ("history", "checksums"):
            tables.pop(name)


@pytest.mark.parametrize("needed", [history_alone, removal, backup_alone])
def test_prune_keeps_needed_files(
    run: Run, store: Path, needed: object, stray: Path
) -> None:
    assert callable(needed)
    needed(run, store)

    done = run("check", "--prune", "--yes")

    assert done.code == 0, done
    assert kept(store) == {PLACE: SCAN}
    assert not stray.exists()


@pytest.mark.usefixtures("stray")
def test_damaged_archive_is_not_pruned(run: Run, store: Path) -> None:
    """It is unknown which files a damaged archive needs."""
    store.write_bytes(store.read_bytes()[:-100])

    assert run("check", "--prune", "--yes").code == 5

    assert len(kept(store)) == 2


def test_prune_keeps_files_that_mediarel_did_not_write(run: Run, store: Path) -> None:
    (store.parent / "files" / "notes.txt").write_text("mine", encoding="utf-8")

    run("check", "--prune", "--yes")

    assert found(run) == [("note", "file_name", None)]
    assert len(kept(store)) == 2


@pytest.mark.parametrize(
    "command", [("check", "--prune", "--yes"), ("attach", "3", "two.pdf")]
)
def test_leftover_temporary_file_is_removed(
    run: Run, home: Path, store: Path, command: tuple[str, ...]
) -> None:
    place = store.parent / "files" / "ab" / f".{NAME}.pdf.a1b2c3d4.tmp"
    place.parent.mkdir()
    place.write_bytes(b"half of it")
    (home / "two.pdf").write_bytes(b"two")

    told = found(run)
    run(*command)

    assert told == [("note", "leftover", None)]
    assert not place.exists()


def test_prune_keeps_a_file_that_is_being_written(run: Run, store: Path) -> None:
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
