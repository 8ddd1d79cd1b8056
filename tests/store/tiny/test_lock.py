"""Test the lock on a store: one process has the lock, others wait or are refused."""

import errno
import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

import pytest

from archives import EVERYTHING, draft, opened, started
from conftest import Run
from mediarel.store.tiny.lock import BusyStoreError, take_lock

HOLDER = """
from pathlib import Path
from mediarel.store.tiny.lock import take_lock
lock = take_lock(Path(sys.argv[1]), 10, print)
print("held", flush=True)
sys.stdin.readline()
lock.release()
"""


def started_holder(store: Path, before: str = "") -> Popen[str]:
    """Return a process that holds the lock until it reads a line."""
    holder = started(before + HOLDER, store)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_change_fails_while_another_process_holds_the_lock(store: Path) -> None:
    """Reading is possible."""
    before = store.read_bytes()
    holder = started_holder(store)
    with opened(store, patience=0.2) as archive:
        with pytest.raises(
            BusyStoreError, match=rf"process {holder.pid}\).*waited 0\.2 seconds"
        ) as busy:
            archive.add(draft())
        assert archive.page(EVERYTHING).total == 9
    holder.communicate("\n")

    assert busy.value.exit_code == 6
    assert store.read_bytes() == before


def test_lock_of_a_killed_process_is_released(store: Path) -> None:
    holder = started_holder(store)
    holder.kill()
    holder.communicate()

    with opened(store, patience=0.2) as archive:
        assert archive.add(draft()).id == 10


# Drives that don't support locks


NO_FLOCK = """
import errno, fcntl, os
def refuse(*_):
    raise OSError({error}, os.strerror({error}))
fcntl.flock = refuse
"""


@pytest.fixture(params=[errno.ENOSYS, errno.ENOTSUP], ids=errno.errorcode.get)
def unlockable(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, store: Path
) -> Callable[[], Popen[str]]:
    """Make the drive support no locks; return a function that starts a lock holder."""

    def refuse(*_: object) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(fcntl, "flock", refuse)

    def start() -> Popen[str]:
        return started_holder(store, NO_FLOCK.format(error=request.param))

    return start


@pytest.mark.filterwarnings("error")
def test_drive_without_locks(store: Path, unlockable: Callable[[], Popen[str]]) -> None:
    """The lock is a file with the name of the holder, and is removed with the lock."""
    holder = unlockable()
    marker = store.with_name(".statements.json.locked")
    with pytest.raises(BusyStoreError, match=rf"process {holder.pid} on ") as busy:
        take_lock(store, 0, print)
    assert f"delete {marker}" in str(busy.value.hint)

    holder.communicate("\n")
    take_lock(store, 10, print).release()

    assert not marker.exists()


def test_lock_file_of_a_killed_process_is_ignored(
    store: Path, unlockable: Callable[[], Popen[str]]
) -> None:
    holder = unlockable()
    holder.kill()
    holder.communicate()

    take_lock(store, 10, print).release()

    assert not store.with_name(".statements.json.locked").exists()


@pytest.mark.usefixtures("unlockable")
@pytest.mark.parametrize("said", [b"", b"123\nelsewhere\n456\n"])
def test_lock_file_of_another_computer_is_respected(
    store: Path, run: Run, said: bytes
) -> None:
    """An empty lock file is respected too."""
    marker = store.with_name(".statements.json.locked")
    marker.write_bytes(said)

    with pytest.raises(BusyStoreError) as busy:
        take_lock(store, 0.1, print)

    who = "process 123 on elsewhere" if said else "another command"
    assert who in busy.value.problem
    assert str(busy.value.hint).endswith(f"delete {marker}")
    marker.unlink()
    assert run("add", "--date=2012", "--program=X", "--title=a").code == 0
