"""Several processes at one store, and those that are killed.

- eight that add at the same time, with one that reads all the while
- a lock that another process holds: told after a second, busy after the patience
- writers get the lock in the order in which they came; --wait says for how long
- a lock that is let go in time, and one whose holder was killed
- commands, and writers at work, that are killed at any moment
"""

from __future__ import annotations

import random
import sys
import time
from subprocess import DEVNULL, Popen
from typing import TYPE_CHECKING, Any

import pytest

from archives import EVERYTHING, content, draft, opened, shown, started
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.lock import BusyStoreError

if TYPE_CHECKING:
    from pathlib import Path


WRITER = """
from pathlib import Path
from archives import draft, opened
sys.stdin.readline()
for n in range(10):
    with opened(Path(sys.argv[1]), patience=60) as archive:
        added = archive.add(draft(f"{sys.argv[2]} {n} {hash(str(n))}"))
    print(added.id)
"""
READER = """
import json
from mediarel.store.tiny.file import FileStore
from pathlib import Path
print("reading", flush=True)
lengths, reads, path = [], 0, Path(sys.argv[1])
while path.with_name("writing").exists():
    with open(sys.argv[1], encoding="utf-8") as file:
        tables = json.load(file)
    ids = [int(key) for key in tables["statements"]]
    assert ids == list(range(1, len(ids) + 1)), ids
    assert len(tables["history"]) == len(ids)
    assert len(FileStore(path).read().statements) >= len(ids)
    lengths.append(len(ids))
    reads += 1
assert lengths == sorted(lengths)
print(reads, len(set(lengths)))
"""
HOLDER = """
from pathlib import Path
from mediarel.store.tiny.file import FileStore
with FileStore(Path(sys.argv[1])).transaction():
    print("held", flush=True)
    sys.stdin.readline()
"""

IN_TURN = """
import time
from pathlib import Path
from mediarel.store.tiny.lock import take_lock
sys.stdin.readline()
lock = take_lock(Path(sys.argv[1]), 60, lambda text: print(text, flush=True))
print(time.monotonic())
lock.release()
"""


def test_all_that_is_added_at_once_is_there(home: Path) -> None:
    """Eighty statements with ids of their own; no reader meets half of a file."""
    path = home / "statements.json"
    FileStore.create(path)
    path.with_name("writing").touch()
    reader = started(READER, path)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    writers = [started(WRITER, path, f"writer {n}") for n in range(8)]
    printed = [writer.communicate("go\n")[0] for writer in _let_go(writers)]
    path.with_name("writing").unlink()
    seen = reader.communicate()[0].split()

    assert [process.returncode for process in (*writers, reader)] == [0] * 9
    ids = [int(number) for text in printed for number in text.split()]
    assert sorted(ids) == list(range(1, 81))
    tables = content(path)
    assert list(tables["statements"]) == list(map(str, range(1, 81)))
    assert list(tables["history"]) == list(map(str, range(1, 81)))
    assert [next(iter(c["added"])) for c in tables["history"].values()] == list(
        tables["statements"]
    )
    assert int(seen[0]) >= int(seen[1]) > 10
    with opened(path) as archive:
        assert sorted(shown(archive)) == list(range(1, 81))
        assert len(list(archive.changes())) == 80


def _let_go(writers: list[Popen[str]]) -> list[Popen[str]]:
    """Have all begin before the first is waited for."""
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    return writers


def test_writers_wait_in_turn(store: Path) -> None:
    """Each gets the lock in the order in which it came."""
    holder = started(HOLDER, store)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waiting = [started(IN_TURN, store, number) for number in range(3)]
    for each in waiting:
        assert each.stdin is not None
        assert each.stdout is not None
        each.stdin.write("go\n")
        each.stdin.flush()
        assert each.stdout.readline().startswith("Waiting")
    holder.communicate("\n")

    times = [float(each.communicate()[0]) for each in waiting]

    assert times == sorted(times)


def test_lock_that_another_process_holds(store: Path) -> None:
    """We wait as long as our patience lasts, and change nothing; reading is open."""
    before = store.read_bytes()
    holder = started(HOLDER, store)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with opened(store, patience=0.2) as archive:
        with pytest.raises(BusyStoreError, match=r"waited 0\.2 seconds") as busy:
            archive.add(draft())
        assert archive.page(EVERYTHING).total == 9
    holder.communicate("\n")

    assert busy.value.exit_code == 6
    assert store.read_bytes() == before


def test_lock_of_a_process_that_was_killed(store: Path) -> None:
    """It is gone with its holder: no one has to clean up."""
    holder = started(HOLDER, store)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.communicate()

    with opened(store, patience=0.2) as archive:
        assert archive.add(draft()).id == 10


def test_commands_that_are_killed(store: Path) -> None:
    """What is left is a whole store, old or new, and the next command works."""
    chance = random.Random(7)  # noqa: S311 - no secret
    done = 0
    for number in range(12):
        before = content(store)
        command = (
            ["add", "--date=2012", "--program=X", f"--text=Killed {number}"]
            if number % 2
            else ["edit", "3", f"--title=Killed {number}"]
        )
        process = Popen(
            [sys.executable, "-m", "mediarel", *command], stdout=DEVNULL, stderr=DEVNULL
        )
        # From before its modules are loaded until after it has ended.
        time.sleep(chance.uniform(0.1, 0.4))
        process.kill()
        process.wait()

        done += assert_whole(store, before)
    with opened(store) as archive:
        archive.add(draft("The next."))

    assert len(content(store)["history"]) == done + 2


def assert_whole(store: Path, before: dict[str, dict[str, Any]]) -> int:
    """Return how many changes were made since `before`; assert that all are whole."""
    FileStore(store).read()
    after = content(store)
    made = len(after["history"]) - len(before["history"])
    if not made:
        assert after == before
    added = [number for c in after["history"].values() for number in c["added"]]
    assert list(after["statements"]) == added
    for number, change in list(after["history"].items())[len(before["history"]) :]:
        for changed, fields in change["changed"].items():
            if number == list(after["history"])[-1]:
                assert after["statements"][changed]["title"] == fields["title"][1]
    return made
