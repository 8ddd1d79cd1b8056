"""Test that many processes can change one archive without losing a change."""

import json
from pathlib import Path
from typing import Any

import pytest

from archives import EVERYTHING, content, opened, started
from mediarel.store.sound import fits, read_checksums
from mediarel.store.tiny.file import FileStore
from samples import ALL, sample

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
