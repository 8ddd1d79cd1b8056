"""Many at one archive at the same time: nothing that was acknowledged is lost.

- eight processes with 25 commands each, that add, edit and remove, also the same
  statements: all is there, and the history says the same
- five hundred reads while another process writes: each sees a whole store
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from archives import EVERYTHING, content, opened, started
from mediarel.store.sound import fits, read_checksums
from mediarel.store.tiny.file import FileStore
from samples import sample

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 5
PROCESSES = 8
COMMANDS = 25
SHARED = 3  # statements that all of them tag

# Says what was acknowledged: of each statement of its own that is left the title,
# of the shared ones the tags, and how many changes it made.
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
WRITER = """
from pathlib import Path
from archives import draft, opened
with opened(Path(sys.argv[1])) as archive:
    print("writing", flush=True)
    n = 0
    while True:
        added = archive.add(draft(f"Number {n}. " * (n % 50 + 1)))
        archive.edit([1, added.id], lambda now: {"title": "x" * (n % 70 + 1)})
        archive.remove([added.id])
        n += 1
"""


@pytest.mark.parametrize("number", sample(range(ROUNDS)))
def test_no_acknowledged_change_is_lost(store: Path, number: int) -> None:
    """Whoever was told that it is done finds it, with its entry in the history."""
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
        assert not titles.keys() & own_titles.keys()  # no id was given twice
        titles.update(own_titles)
        tags += own_tags
    there = after["statements"]
    assert there.keys() == before["statements"].keys() | titles.keys()
    assert {key: there[key]["title"] for key in titles} == titles
    for shared in range(1, SHARED + 1):
        wanted = sorted(tag for on, tag in tags if on == shared)
        assert sorted(there[str(shared)]["tags"]) == wanted
    assert len(after["history"]) == len(before["history"]) + PROCESSES * COMMANDS
    assert_history_leads_to(after)
    kept = read_checksums(FileStore(store).read().checksums)
    assert kept.keys() == set(map(int, there))
    assert all(fits(json.dumps(there[str(n)]).encode(), kept[n]) for n in kept)
    with opened(store) as archive:
        assert archive.page(EVERYTHING).total == len(there)


def assert_history_leads_to(tables: dict[str, dict[str, Any]]) -> None:
    """Assert that each entry goes on from the one before, up to what is there."""
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


def test_reads_beside_a_writer(store: Path) -> None:
    """What is read is of one moment: each statement has the checksum beside it."""
    writer = started(WRITER, store)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "writing\n"
    lengths: list[int] = []
    try:
        # At least as many; more where the writer is slow.
        while len(lengths) < 500 or len(set(lengths)) < 50:
            _, statements, history, checksums, _ = FileStore(store).read()
            kept = read_checksums(checksums)
            assert kept.keys() == set(map(int, statements))
            assert all(fits(statements[str(n)], kept[n]) for n in kept)
            lengths.append(len(history))
            if len(lengths) % 50 == 0:
                with opened(store) as archive:
                    total = archive.page(EVERYTHING).total
                    assert total in {9, 10}
    finally:
        writer.kill()
        writer.communicate()

    assert lengths == sorted(lengths)
