"""Archives that two people changed, merged by git, and what a repair must make of it."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from mediarel.model.fingerprint import without_empty
from mediarel.store.tiny.file import FileStore
from sweep import Case, change, desk, found_by_check, repaired

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

Statements = dict[str, dict[str, Any]]  # by uuid


def git(folder: Path, *command: str) -> int:
    """Run git in `folder`, and return its exit code."""
    name = ("-c", "user.name=sok", "-c", "user.email=sok@example.org")
    done = subprocess.run(
        ["git", *name, *command], cwd=folder, capture_output=True, check=False
    )
    return done.returncode


def merge(folder: Path, seed: int) -> list[str]:
    """Return what is wrong after the merge numbered `seed` and its repair."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    store = folder / "statements.json"
    FileStore.create(store)
    (folder / ".gitignore").write_text("*\n!statements.json\n", "utf-8")
    git(folder, "init", "-q", "-b", "ours")
    case = Case(folder, b"", b"")
    _commit(case, chance, 1, chance.randint(2, 6))
    base = store.read_bytes()
    git(folder, "branch", "theirs")
    _commit(case, chance, 2, chance.randint(1, 3))
    ours = store.read_bytes()
    git(folder, "checkout", "-q", "theirs")
    _commit(case, chance, 3, chance.randint(1, 3))
    theirs = store.read_bytes()
    git(folder, "checkout", "-q", "ours")
    if chance.random() < 0.5:
        shutil.rmtree(folder / "cache")
    else:
        archive = desk(store, "2026-12-01T10:00:00Z")
        archive.index.prepare()
        archive.index.close()
    if git(folder, "merge", "-q", "theirs") == 0:
        return []
    case.good = ours
    found = repaired(case)
    if found is None:
        return [f"seed {seed}: it is not damaged"]
    after = store.read_bytes()
    wrong = [
        *_wrong_history(ours, theirs, after),
        *_wrong_statements(base, ours, theirs, after, found.plan.conflicts),
        *found_by_check(case),
    ]
    return [f"seed {seed}: {each}" for each in wrong]


def _commit(case: Case, chance: Random, day: int, count: int) -> None:
    for second in range(count):
        change(case.store, chance, f"2026-11-{day:02}T10:00:{second:02}Z", case.ever)
    git(case.folder, "add", "statements.json")
    git(case.folder, "commit", "-qm", f"day {day}")


def _wrong_history(ours: bytes, theirs: bytes, after: bytes) -> Iterator[str]:
    """Yield what is not as it should be: all changes of both sides are there."""
    mine, other, now = (json.loads(each)["history"] for each in (ours, theirs, after))
    if {number: now.get(number) for number in mine} != mine:
        yield "a change of ours is another"
    new = [now[number] for number in sorted(now, key=int) if int(number) > len(mine)]
    made = [entry for number, entry in other.items() if mine.get(number) != entry]
    names = ("at", "by", "command", "kind")
    if [[each[n] for n in names] for each in new[:-1]] != [
        [each[n] for n in names] for each in made
    ]:
        yield f"the changes of the other side are {new}"


def _wrong_statements(
    base: bytes, ours: bytes, theirs: bytes, after: bytes, conflicts: list[str]
) -> Iterator[str]:
    """Yield what is not as each field's one change made it, or ours where both did."""
    was, mine, other, now = (_by_uuid(each) for each in (base, ours, theirs, after))
    for uuid in was.keys() | mine.keys() | other.keys():
        wanted, differ = _merged(was.get(uuid), mine.get(uuid), other.get(uuid))
        if now.get(uuid) != wanted:
            yield f"{uuid} is {now.get(uuid)}, not {wanted}"
        if differ and not conflicts:
            yield f"{uuid}: of a conflict nothing is told"
    if now.keys() - was.keys() - mine.keys() - other.keys():
        yield "there are more than there were"


def _merged(
    was: dict[str, Any] | None,
    mine: dict[str, Any] | None,
    other: dict[str, Any] | None,
) -> tuple[dict[str, Any] | None, bool]:
    """Return what a statement should be, and whether both sides changed the same."""
    if was is None:
        return (other, False) if mine is None else (mine, False)
    if mine is None or other is None:
        kept = other if mine is None else mine
        is_changed = kept is not None and kept != was
        return (None if mine is None or not is_changed else mine), is_changed
    names = was.keys() | mine.keys() | other.keys()
    result, differ = {}, False
    for name in names:
        old, one, two = was.get(name), mine.get(name), other.get(name)
        differ |= old not in (one, two) and one != two
        result[name] = two if one == old else one
    return without_empty(result), differ


def _by_uuid(data: bytes) -> Statements:
    statements = json.loads(data)["statements"].values()
    return {
        each["uuid"]: without_empty({n: v for n, v in each.items() if n != "modified"})
        for each in statements
    }
