"""Test the lock of a store, and stores on drives without locks."""

import errno
import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

import pytest

from archives import EVERYTHING, content, draft, opened, started
from conftest import Done, Run
from faults import Disk, Fault
from mediarel.store.sound import fits, read_checksums
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.lock import BusyStoreError, take_lock
from samples import ALL, sample

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


ROUNDS = 5
PROCESSES = 8 if ALL else 4
COMMANDS = 25 if ALL else 6
SHARED = 3  # statements that all processes tag

# Run random commands, and print the confirmed results: the titles of the remaining
# own statements, the tags of shared statements, and the number of changes.
WORKER = """
import io, json, random
from contextlib import redirect_stderr, redirect_stdout
from mediarel.cli import app

me, seed, commands, shared = sys.argv[1], *map(int, sys.argv[2:])
chance = random.Random(seed)
titles, tags, made = {}, [], 0

def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = app.run(list(arguments))
    assert code == 0, (arguments, code, err.getvalue())
    return out.getvalue()

sys.stdin.readline()
for n in range(commands):
    what = chance.choice(["add", "add", "edit", "tag", "tag", "remove"])
    name = f"{me}-{seed}-{n}"
    if what == "tag":
        number = chance.randint(1, shared)
        run("edit", str(number), f"--add-tag={name}")
        tags.append([number, name])
    elif what == "add" or not titles:
        added = run("add", "--date=2012", "--program=X", f"--title={name}").strip()
        titles[added] = name
    elif what == "edit":
        number = chance.choice(list(titles))
        run("edit", number, f"--title={name}")
        titles[number] = name
    else:
        number = chance.choice(list(titles))
        run("remove", number, "--yes")
        del titles[number]
    made += 1
print(json.dumps([titles, tags, made]))
"""


@pytest.mark.parametrize("number", sample(range(ROUNDS)))
def test_no_acknowledged_change_is_lost(store: Path, number: int) -> None:
    """Each change whose command succeeded must be in the archive and its history."""
    before = content(store)
    workers = [
        started(WORKER, f"p{n}", number * PROCESSES + n, COMMANDS, SHARED)
        for n in range(PROCESSES)
    ]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said = [json.loads(worker.communicate()[0] or "null") for worker in workers]

    assert None not in said
    after = content(store)
    titles: dict[str, str] = {}
    tags: list[list[Any]] = []
    for own_titles, own_tags, made in said:
        assert made == COMMANDS
        assert not titles.keys() & own_titles.keys()  # each ID was used once
        titles.update(own_titles)
        tags += own_tags
    there = after["statements"]
    assert there.keys() == before["statements"].keys() | titles.keys()
    assert {key: there[key]["title"] for key in titles} == titles
    for shared in range(1, SHARED + 1):
        wanted = sorted(tag for on, tag in tags if on == shared)
        assert sorted(there[str(shared)]["tags"]) == wanted
    assert len(after["history"]) == len(before["history"]) + PROCESSES * COMMANDS
    assert_history_matches(after)
    kept = read_checksums(FileStore(store).read().checksums)
    assert kept.keys() == set(map(int, there))
    assert all(fits(json.dumps(there[str(n)]).encode(), kept[n]) for n in kept)
    with opened(store) as archive:
        assert archive.page(EVERYTHING).total == len(there)


def assert_history_matches(tables: dict[str, dict[str, Any]]) -> None:
    """Assert that the entries are consecutive and lead to the statements."""
    last: dict[tuple[str, str], Any] = {}
    gone: dict[str, dict[str, Any]] = {}
    last_id = 0
    for number, entry in enumerate(tables["history"].values(), 1):
        assert str(number) in tables["history"]
        assert entry["last_id"] >= last_id
        last_id = entry["last_id"]
        for key, fields in entry["changed"].items():
            for name, (old, new) in fields.items():
                assert last.get((key, name), old) == old
                last[key, name] = new
        gone.update(entry["removed"])
    for (key, name), value in last.items():
        now = gone[key] if key in gone else tables["statements"][key]
        assert now[name] == value
    assert not gone.keys() & tables["statements"].keys()


TIME = "2027-01-01T101530Z"
LEFT = (
    ".statements.json.abcd_123.tmp",
    f".statements.json.damaged-{TIME}.abcd_123.tmp",
    f".statements.json.damaged-{TIME}-2.abcd_123.tmp",
    f".statements.json.damaged-{TIME}.report.txt.abcd_123.tmp",
    "backups/.statements-2027-01-01.json.abcd_123.tmp",
    f"backups/.statements-{TIME}.json.abcd_123.tmp",
)
OTHERS = (
    "statements.json.abcd_123.tmp",
    ".statements.json.abcd.tmp",
    ".statements.json.abcd_123.tmp.json",
    f".other.json.damaged-{TIME}.abcd_123.tmp",
    f".statements.json.damaged-{TIME}",
    "backups/.other-2027-01-01.json.abcd_123.tmp",
    "files/.statements.json.abcd_123.tmp",
)


def leave(store: Path, name: str) -> Path:
    """Write a temporary file `name`, and return its path."""
    place = store.parent / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"half")
    return place


def change(store: Path) -> None:
    with opened(store) as archive:
        archive.add(draft(), allow_duplicate=True)


@pytest.mark.parametrize("name", LEFT)
def test_next_change_removes_files_of_killed_commands(store: Path, name: str) -> None:
    place = leave(store, name)

    change(store)

    assert not place.exists()


def test_file_that_a_running_command_writes_is_kept(store: Path) -> None:
    place = leave(store, LEFT[-1])
    with place.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        change(store)

        assert place.exists()


@pytest.mark.parametrize("name", OTHERS)
def test_files_with_other_names_are_kept(store: Path, name: str) -> None:
    place = leave(store, name)

    change(store)

    assert place.exists()


def test_backup_removes_its_leftovers(run: Run, store: Path, home: Path) -> None:
    gone = leave(store, "../stick/.statements-2026-01-01T101530Z.json.abcd_123.tmp")

    assert run("backup", str(home / "stick")).code == 0

    assert not gone.exists()


SIZE = 16 * 1024  # in units of 1024 bytes


def mount_fat(image: Path, folder: Path) -> bool:
    """Mount a new FAT drive from the file `image`; return whether this was possible."""
    make, mount = shutil.which("mkfs.vfat"), shutil.which("mount")
    if make is None or mount is None:
        return False
    commands = (
        [make, "-C", str(image), str(SIZE)],
        [mount, "-t", "vfat", "-o", "loop", str(image), str(folder)],
    )
    return not any(
        subprocess.run(command, stdout=DEVNULL, stderr=DEVNULL, check=False).returncode
        for command in commands
    )


class Stick:
    """The archive of `disk` on a memory stick."""

    def __init__(self, disk: Disk, fault: Fault) -> None:
        self.store = disk.store
        self.home = disk.home
        self._disk = disk
        self._fault = fault

    def run(self, *command: str) -> Done:
        """Run a command on the stick."""
        return self._disk.run(*command, fault=self._fault)


@pytest.fixture
def stick(home: Path) -> Iterator[Stick]:
    disk = Disk(home)
    with put_on_stick(disk) as fault:
        yield Stick(disk, fault)


@contextmanager
def put_on_stick(disk: Disk) -> Iterator[Fault]:
    """Put the archive of `disk` on a stick; yield the fault to use there."""
    folder = disk.store.parent
    image = disk.home.with_name("stick")
    if not mount_fat(image, folder):
        yield Fault(is_stick=True, is_timeless=False)
        return
    try:
        disk.store.write_bytes(disk.before)
        yield Fault(is_timeless=False)
    finally:
        subprocess.run(["/bin/umount", folder], check=True)


def test_every_writing_command_works_on_a_stick(stick: Stick) -> None:
    commands = (
        ("add", "--date=2015", "--program=Z", "--text=New."),
        ("edit", "3", "--title=Changed."),
        ("remove", "5", "--yes"),
        ("undo", "--yes"),
        ("import", "more.jsonl"),
        ("backup",),
        ("check",),
    )

    done = [(command, stick.run(*command)) for command in commands]

    assert [(command, each.err) for command, each in done if each.code] == []
    assert len(content(stick.store)["statements"]) == 13
    assert content(stick.store)["statements"]["3"]["title"] == "Changed."
    assert len(list((stick.store.parent / "backups").glob("*.json"))) == 2
    assert list(stick.store.parent.rglob("*.tmp")) == []


def test_repair_and_restore_work_on_a_stick(stick: Stick) -> None:
    (backup,) = (stick.run("backup").out.strip(),)
    whole = stick.store.read_bytes()
    stick.store.write_bytes(whole[: len(whole) // 2])

    assert stick.run("repair", "--yes").code == 0

    assert stick.run("check").code == 0
    stick.store.unlink()
    restored = stick.run(
        "restore", "--from", backup, "--yes", "--archive", str(stick.store)
    )
    assert restored.code == 0
    assert content(stick.store)["statements"].keys() == set(map(str, range(1, 10)))
