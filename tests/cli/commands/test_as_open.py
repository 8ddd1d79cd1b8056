"""Test that all copies of an archive have the same permissions as the archive."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from attached import put
from conftest import Run
from tampering import altered

SCAN = b"a scan"
EDIT = ("edit", "3", "--title=Changed.")
ALIEN = 12345


@pytest.fixture(autouse=True)
def open_mask() -> Iterator[None]:
    """Set a umask that allows everything, so that only mediarel restricts access."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Return the modes of the files in `folder` by name, without lock files."""
    return {
        place.name: stat.S_IMODE(place.stat().st_mode)
        for place in folder.iterdir()
        if place.is_file() and not place.name.endswith(".lock")
    }


def attach(store: Path) -> None:
    """Attach a file that everyone may read to statement 3."""
    with altered(store) as tables:
        attachment = put(store.parent, SCAN)
        tables["statements"]["3"]["attachments"].append(attachment)
        tables.pop("checksums", None)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_backups_have_the_mode_of_the_archive(
    run: Run, store: Path, home: Path, mode: int
) -> None:
    attach(store)
    store.chmod(mode)

    for command in (EDIT, ("backup",), ("backup", "stick")):
        assert run(*command).code == 0

    made = [modes(store.parent / "backups"), modes(home / "stick")]
    assert [len(each) for each in made] == [2, 1]
    assert {each for found in made for each in found.values()} == {mode}
    assert set(modes(home / "stick" / "files").values()) == {mode}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_lock_has_the_mode_of_the_archive(run: Run, store: Path, mode: int) -> None:
    """A user who can't read the archive can't prevent others from changing it."""
    lock = store.with_name(".statements.json.lock")
    run(*EDIT)
    store.chmod(mode)

    assert run("undo").code == 0
    assert stat.S_IMODE(lock.stat().st_mode) == mode
    lock.unlink()
    assert run(*EDIT).code == 0
    assert stat.S_IMODE(lock.stat().st_mode) == mode


def test_old_backups_become_private_with_the_archive(run: Run, store: Path) -> None:
    for command in (EDIT, ("backup",)):
        assert run(*command).code == 0
    damaged = store.with_name(f"{store.name}.damaged-2026-11-24T101010Z")
    damaged.touch(0o644)
    backups = store.parent / "backups"
    assert 0o600 not in modes(backups).values()
    store.chmod(0o600)

    assert run("undo").code == 0

    assert set(modes(backups).values()) == {0o600}
    assert set(modes(store.parent).values()) == {0o600}


@pytest.mark.parametrize("mode", [0o600, 0o660])
def test_files_of_a_repair_have_the_mode_of_the_archive(
    run: Run, store: Path, mode: int
) -> None:
    store.chmod(mode)
    with store.open("r+b") as file:
        file.truncate(6000)

    assert run("repair", "--yes").code == 0

    kept = modes(store.parent)
    assert len(kept) == 3
    assert set(kept.values()) == {mode}


@pytest.mark.parametrize("has_backups", [True, False])
def test_restored_archive_is_private(
    run: Run, store: Path, home: Path, *, has_backups: bool
) -> None:
    """The mode is taken from the backups, or else from the restored file."""
    attach(store)
    store.chmod(0o600)
    run(*EDIT)
    run("backup", "stick")
    (stick,) = (home / "stick").glob("*.json")
    if has_backups:
        stick.chmod(0o755)  # the mode that a drive without modes reports
    else:
        shutil.rmtree(store.parent / "backups")
    shutil.rmtree(store.parent / "files")
    store.unlink()

    assert (
        run("restore", "--from", str(stick), "--yes", "--archive", str(store)).code == 0
    )

    assert modes(store.parent) == {store.name: 0o600}
    assert set(modes(store.parent / "files").values()) == {0o600}


def test_new_files_belong_to_the_group_of_their_folder(run: Run, store: Path) -> None:
    group = ALIEN if os.geteuid() == 0 else os.getgid()
    for place, mode in ((store.parent, 0o2775), (store, 0o664)):
        os.chown(place, -1, group)
        place.chmod(mode)
    os.umask(0o077)

    for command in (EDIT, ("backup",)):
        assert run(*command).code == 0

    backups = store.parent / "backups"
    assert stat.S_IMODE(backups.stat().st_mode) == 0o2775
    assert set(modes(backups).values()) == {0o664}
    assert {each.stat().st_gid for each in (backups, *backups.iterdir())} == {group}
