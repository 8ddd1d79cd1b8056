"""Test `mediarel backup`."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediarel.cli import environment
from mediarel.recovery import backup

if TYPE_CHECKING:
    from conftest import Run

pytestmark = pytest.mark.about_files("a copy of it; of a server, pg_dump makes one")

NAME = "statements-2026-11-24T101530Z.json"


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "now", lambda: "2026-11-24T10:15:30Z")


def attach(
    store: Path, content: bytes, number: str = "3", size: int | None = None
) -> str:
    """Attach a file without a command, and return the name of its copy."""
    name = sha256(content).hexdigest()
    tables = json.loads(store.read_bytes())
    tables["statements"][number]["attachments"].append(
        {
            "name": "scan.pdf",
            "sha256": name,
            "size": len(content) if size is None else size,
            "media_type": "application/pdf",
        }
    )
    tables.pop("checksums", None)
    store.write_text(json.dumps(tables, indent=2), encoding="utf-8")
    folder = store.parent / "files"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return name


@pytest.mark.parametrize("folder", [(), ("stick/mediarel",)])
def test_backup_is_written_next_to_the_archive_or_to_a_folder(
    run: Run, store: Path, folder: tuple[str, ...]
) -> None:
    before = store.stat().st_ino

    done = run("backup", *folder)

    place = Path(*folder) / NAME if folder else store.parent / "backups" / NAME
    size = len(store.read_bytes())
    assert (done.code, done.out) == (0, f"{place}\n")
    assert done.err == f"Backed up 9 statements, {size:,} bytes.\n"
    assert place.read_bytes() == store.read_bytes()
    assert store.stat().st_ino == before
    assert (store.parent / "backups").exists() == (not folder)


def test_daily_backups_never_remove_a_requested_backup(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup")
    for month in range(1, 13):
        for day in (1, 8, 15):
            now = f"2027-{month:02}-{day:02}T10:00:00Z"
            monkeypatch.setattr(environment, "now", lambda now=now: now)
            run("edit", "3", f"--title={month} {day}")

    names = [place.name for place in (store.parent / "backups").iterdir()]
    assert NAME in names
    assert len(names) == 1 + 7 + 4


def test_attached_files_are_copied(run: Run, store: Path, home: Path) -> None:
    """Other files in the archive's folder are not copied."""
    one, two = attach(store, b"%PDF one"), attach(store, b"%PDF two", "4")
    (store.parent / "files" / "notes").write_text("not of a statement")

    done = run("backup", "stick")

    assert done.err.endswith(" bytes and 2 attached files.\n")
    files = {place.name: place for place in (home / "stick" / "files").iterdir()}
    assert files.keys() == {one, two}
    assert files[one].read_bytes() == b"%PDF one"


def test_sound_files_are_not_copied_again(run: Run, store: Path, home: Path) -> None:
    good, bad, short = (
        attach(store, b"%PDF " + end) for end in (b"good", b"bad", b"x")
    )
    there = home / "stick" / "files"
    there.mkdir(parents=True)
    (there / good).write_bytes(b"%PDF good")
    (there / bad).write_bytes(b"%PDF bat")
    (there / short).write_bytes(b"%PD")
    inode = (there / good).stat().st_ino

    done = run("backup", "stick")

    assert "and 2 attached files" in done.err
    assert (there / good).stat().st_ino == inode
    assert (there / bad).read_bytes() == b"%PDF bad"
    assert (there / short).read_bytes() == b"%PDF x"


def test_missing_and_changed_files_are_reported(
    run: Run, store: Path, home: Path
) -> None:
    gone, other = attach(store, b"%PDF gone"), attach(store, b"%PDF other")
    attach(store, b"%PDF long", size=8)
    (store.parent / "files" / gone).unlink()
    (store.parent / "files" / other).write_bytes(b"%PDF OTHER")

    done = run("backup", "stick")

    assert done.code == 0
    assert done.err.endswith("Missing, so not copied: 3 attached files.\n")
    assert not (home / "stick" / "files").exists()


@pytest.mark.parametrize("folder", [(), ("stick",)])
@pytest.mark.parametrize(
    "damage", [(b"{", b"\xef\xbb\xbf{"), (b"2012-07-16", b"2012-07-36")]
)
def test_damaged_archive_is_not_backed_up(
    run: Run,
    store: Path,
    home: Path,
    folder: tuple[str, ...],
    damage: tuple[bytes, bytes],
) -> None:
    store.write_bytes(store.read_bytes().replace(*damage, 1))

    done = run("backup", *folder)

    assert (done.code, done.out) == (5, "")
    assert "mediarel repair" in done.err.splitlines()[-1]
    assert not (store.parent / "backups").exists()
    assert not (home / "stick").exists()


@pytest.mark.parametrize("kind", ["file", "link"])
def test_existing_file_is_not_replaced(run: Run, store: Path, kind: str) -> None:
    place = store.parent / "backups" / NAME
    place.parent.mkdir()
    if kind == "file":
        place.write_text("mine", encoding="utf-8")
    else:
        place.symlink_to("nowhere")

    done = run("backup")

    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"Error: {place} already exists")
    assert place.is_symlink() or place.read_text(encoding="utf-8") == "mine"
    assert not (place.parent / "nowhere").exists()


def test_backup_that_reads_back_differently_is_refused(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrongly(place: Path, write: object, *, like: Path) -> None:
        assert (write, like) != (None, place)
        place.write_bytes(store.read_bytes().replace(b"CLEC", b"CLEK", 1))

    monkeypatch.setattr(backup, "replace_file", wrongly)

    done = run("backup")

    assert (done.code, done.out) == (7, "")
    assert "is different when read back" in done.err
    assert list((store.parent / "backups").iterdir()) == []
