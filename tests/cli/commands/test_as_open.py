"""What is private stays private: every copy is as open as the archive is.

- the backup of a day, backups by hand, the attached files that go with them
- the damaged file that a repair keeps, and its report
- an archive that is brought back where it was gone
- in a shared folder, what one makes the other can use
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.about_files("its mode, and that of what lies beside it")

SCAN = b"a scan"
EDIT = ("edit", "3", "--title=Changed.")
ALIEN = 12345


@pytest.fixture(autouse=True)
def open_mask() -> Iterator[None]:
    """Have the mask leave all rights, so that what is private was made so."""
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Return the modes of the files in `folder`, the names without times."""
    return {
        place.name: stat.S_IMODE(place.stat().st_mode)
        for place in folder.iterdir()
        if place.is_file() and not place.name.endswith(".lock")
    }


def attach(store: Path) -> None:
    """Attach a file that anyone may read to the third statement."""
    name = sha256(SCAN).hexdigest()
    tables = json.loads(store.read_bytes())
    tables["statements"]["3"]["attachments"].append(
        {
            "name": "scan.pdf",
            "sha256": name,
            "size": len(SCAN),
            "media_type": "application/pdf",
        }
    )
    tables.pop("checksums", None)
    store.write_text(json.dumps(tables, indent=2), encoding="utf-8")
    (store.parent / "files").mkdir()
    (store.parent / "files" / name).write_bytes(SCAN)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_backups(run: Run, store: Path, home: Path, mode: int) -> None:
    """Of a day, by hand, on a stick, with attached files."""
    attach(store)
    store.chmod(mode)

    for command in (EDIT, ("backup",), ("backup", "stick")):
        assert run(*command).code == 0

    made = [modes(store.parent / "backups"), modes(home / "stick")]
    assert [len(each) for each in made] == [2, 1]
    assert {each for found in made for each in found.values()} == {mode}
    assert set(modes(home / "stick" / "files").values()) == {mode}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_lock_has_the_mode_of_the_archive(run: Run, store: Path, mode: int) -> None:
    """A user who may not read the archive can't keep others from changing it."""
    lock = store.with_name(".statements.json.lock")
    run(*EDIT)
    store.chmod(mode)

    assert run("undo").code == 0
    assert stat.S_IMODE(lock.stat().st_mode) == mode
    lock.unlink()
    assert run(*EDIT).code == 0
    assert stat.S_IMODE(lock.stat().st_mode) == mode


def test_existing_backups_become_private_with_the_archive(
    run: Run, store: Path
) -> None:
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
def test_what_a_repair_keeps(run: Run, store: Path, mode: int) -> None:
    """The damaged file, the report that quotes it, the new archive."""
    store.chmod(mode)
    with store.open("r+b") as file:
        file.truncate(6000)

    assert run("repair", "--yes").code == 0

    kept = modes(store.parent)
    assert len(kept) == 3
    assert set(kept.values()) == {mode}


@pytest.mark.parametrize("has_backups", [True, False])
def test_an_archive_that_is_brought_back(
    run: Run, store: Path, home: Path, *, has_backups: bool
) -> None:
    """It is as its backups are; without them, as the file that it comes from."""
    attach(store)
    store.chmod(0o600)
    run(*EDIT)
    run("backup", "stick")
    (stick,) = (home / "stick").glob("*.json")
    if has_backups:
        stick.chmod(0o755)  # as a drive without modes says it
    else:
        shutil.rmtree(store.parent / "backups")
    shutil.rmtree(store.parent / "files")
    store.unlink()

    assert (
        run("restore", "--from", str(stick), "--yes", "--archive", str(store)).code == 0
    )

    assert modes(store.parent) == {store.name: 0o600}
    assert set(modes(store.parent / "files").values()) == {0o600}


def test_a_shared_folder(run: Run, store: Path) -> None:
    """What is made in it is of its group, and open to it."""
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
