"""The lock on a store: one holds it, the others wait or are refused."""

from __future__ import annotations

import errno
import fcntl
import os
from typing import TYPE_CHECKING

import pytest

from archives import started
from mediarel.store.tiny.lock import BusyStoreError, take_lock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import Popen

    from conftest import Run


def test_lock_that_is_held(store: Path) -> None:
    """The process that holds it is named, also where the wait is short."""
    told: list[str] = []
    lock = take_lock(store, 0, told.append)
    try:
        with pytest.raises(BusyStoreError, match=rf"process {os.getpid()}\)"):
            take_lock(store, 0, told.append)
    finally:
        lock.release()

    assert told == []


# Drives that know no locks


NO_FLOCK = """
import errno, fcntl, os
def refuse(*_):
    raise OSError({error}, os.strerror({error}))
fcntl.flock = refuse
"""
HOLDER = """
from pathlib import Path
from mediarel.store.tiny.lock import take_lock
lock = take_lock(Path(sys.argv[1]), 10, print)
print("held", flush=True)
sys.stdin.readline()
lock.release()
"""


@pytest.fixture(params=[errno.ENOSYS, errno.ENOTSUP], ids=errno.errorcode.get)
def unlockable(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, store: Path
) -> Callable[[], Popen[str]]:
    """Have the drive know no locks; return what starts another that has the store."""

    def refuse(*_: object) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(fcntl, "flock", refuse)

    def start() -> Popen[str]:
        holder = started(NO_FLOCK.format(error=request.param) + HOLDER, store)
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        return holder

    return start


@pytest.mark.filterwarnings("error")
def test_drive_without_locks(store: Path, unlockable: Callable[[], Popen[str]]) -> None:
    """A file that names the holder is the lock, and goes with it."""
    holder = unlockable()
    marker = store.with_name(".statements.json.locked")
    with pytest.raises(BusyStoreError, match=rf"process {holder.pid} on ") as busy:
        take_lock(store, 0, print)
    assert f"delete {marker}" in str(busy.value.hint)

    holder.communicate("\n")
    take_lock(store, 10, print).release()

    assert not marker.exists()


def test_holder_that_was_killed_on_a_drive_without_locks(
    store: Path, unlockable: Callable[[], Popen[str]]
) -> None:
    """It is known to have ended: nobody has to clean up."""
    holder = unlockable()
    holder.kill()
    holder.communicate()

    take_lock(store, 10, print).release()

    assert not store.with_name(".statements.json.locked").exists()


@pytest.mark.usefixtures("unlockable")
@pytest.mark.parametrize("said", [b"", b"123\nelsewhere\n456\n"])
def test_holder_that_nobody_can_know_of(store: Path, run: Run, said: bytes) -> None:
    """One of another computer, or one that said nothing, is waited for; then told."""
    marker = store.with_name(".statements.json.locked")
    marker.write_bytes(said)

    with pytest.raises(BusyStoreError) as busy:
        take_lock(store, 0.1, print)

    who = "process 123 on elsewhere" if said else "another command"
    assert who in busy.value.problem
    assert str(busy.value.hint).endswith(f"delete {marker}")
    marker.unlink()
    assert run("add", "--date=2012", "--program=X", "--title=a").code == 0
