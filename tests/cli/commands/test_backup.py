"""Test `mediarel backup`."""

from hashlib import sha256
from pathlib import Path

import pytest

from attached import kept
from conftest import Run, refused
from mediarel.cli import environment
from mediarel.recovery import backup

NAME = "statements-2026-11-24T101530Z.json"


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "now", lambda: "2026-11-24T10:15:30Z")


def attach(run: Run, home: Path, *contents: bytes) -> list[str]:
    """Attach files with these contents, and return the paths of their copies."""
    for number, content in enumerate(contents):
        (home / f"{number}.pdf").write_bytes(content)
        assert run("attach", "3", f"{number}.pdf").code == 0
    names = [sha256(content).hexdigest() for content in contents]
    return [f"{name[:2]}/{name}.pdf" for name in names]


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
    one, two = attach(run, home, b"%PDF one", b"%PDF two")
    (store.parent / "files" / "notes").write_text("not of a statement")

    assert run("backup", "stick").err.endswith(" bytes and 2 attached files.\n")
    assert kept(home / "stick" / "x") == {one: b"%PDF one", two: b"%PDF two"}


@pytest.mark.usefixtures("store")
def test_sound_files_are_not_copied_again(run: Run, home: Path) -> None:
    good, bad = attach(run, home, b"%PDF good", b"%PDF bad")
    run("backup", "stick")
    (home / "stick" / NAME).unlink()
    there = home / "stick" / "files"
    (there / bad).write_bytes(b"%PDF bat")
    inode = (there / good).stat().st_ino

    assert "and 1 attached file" in run("backup", "stick").err
    assert (there / good).stat().st_ino == inode
    assert (there / bad).read_bytes() == b"%PDF bad"


def test_lost_and_changed_files_are_reported(run: Run, store: Path, home: Path) -> None:
    gone, other = attach(run, home, b"%PDF gone", b"%PDF other")
    (store.parent / "files" / gone).unlink()
    (store.parent / "files" / other).write_bytes(b"%PDF OTHER")

    done = run("backup", "stick")

    assert done.code == 0
    assert done.err.endswith("Missing, so not copied: 2 attached files.\n")
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

    assert refused(run("backup"), 1).startswith(f"Error: {place} already exists")
    assert place.is_symlink() or place.read_text(encoding="utf-8") == "mine"
    assert not (place.parent / "nowhere").exists()


@pytest.mark.usefixtures("store")
def test_file_instead_of_a_folder_is_refused(run: Run, home: Path) -> None:
    place = home / "copied.txt"
    place.write_text("mine", encoding="utf-8")

    done = run("backup", str(place))

    assert refused(done, 1) == f"Error: {place} is a file"
    assert done.err.endswith("\nHint: Enter a folder. Nothing was changed.\n")


def test_backup_that_reads_back_differently_is_refused(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrongly(place: Path, write: object, *, like: Path) -> None:
        assert (write, like) != (None, place)
        place.write_bytes(store.read_bytes().replace(b"CLEC", b"CLEK", 1))

    monkeypatch.setattr(backup, "replace_file", wrongly)

    assert "the written backup differs" in refused(run("backup"), 7)
    assert list((store.parent / "backups").iterdir()) == []
