"""Archives that two people changed and git merged, and what a repair makes of them."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.model.fingerprint import without_empty
from mediarel.recovery.salvage import sides_of
from mediarel.store.tiny.file import FileStore
from programs import program
from sweep import Case, change, desk, found_by_check, repaired, right_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

    from mediarel.recovery.plan import RepairPlan

Statements = dict[str, dict[str, Any]]  # by uuid


class Sides(NamedTuple):
    """The file before it was changed on two branches, and as each of them has it."""

    base: bytes
    ours: bytes
    theirs: bytes


def git(folder: Path, *command: str) -> int:
    """Run git in `folder`, and return its exit code."""
    name = ("-c", "user.name=sok", "-c", "user.email=sok@example.org")
    done = subprocess.run(
        [program("git", "git"), *name, *command],
        cwd=folder,
        capture_output=True,
        check=False,
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
    merged = store.read_text("utf-8")
    case.good = ours
    found = repaired(case)
    if found is None:
        return [f"seed {seed}: it is not damaged"]
    after = store.read_bytes()
    wrong = [
        *_wrong_history(ours, theirs, after),
        *_wrong_statements(Sides(base, ours, theirs), merged, after, found.plan),
        *found_by_check(case, found.plan),
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
    sides: Sides, merged: str, after: bytes, plan: RepairPlan
) -> Iterator[str]:
    """Yield what is not as each field's one change made it, or ours where both did.

    Git goes by lines: of several records it may have made one, of the lines of each.
    Of what it left nowhere whole must not be said that it is as it was.
    """
    was, mine, other, now = (_by_uuid(each) for each in (*sides, after))
    ids = {each["uuid"]: int(n) for n, each in json.loads(after)["statements"].items()}
    whole = _whole(sides.theirs, merged) | _whole(sides.ours, merged)
    right = right_in(plan) | plan.merged.keys()
    for uuid in was.keys() | mine.keys() | other.keys():
        wanted, differ = _merged(was.get(uuid), mine.get(uuid), other.get(uuid))
        is_called_right = ids.get(uuid) in right
        if now.get(uuid) != wanted and (is_called_right or uuid in whole):
            yield f"{uuid} is {now.get(uuid)}, not {wanted}"
        if differ and not plan.conflicts:
            yield f"{uuid}: of a conflict nothing is told"
    more = now.keys() - was.keys() - mine.keys() - other.keys()
    if {ids[uuid] for uuid in more} - plan.renumbered.keys():
        yield "there are more than there were"


def _whole(side: bytes, merged: str) -> set[str]:
    """Return the uuids of the statements of a side that are whole in what git made."""
    texts = [*sides_of(merged)]
    lines = side.decode().split("\n    }")
    records = (each[each.rfind('": {\n') :] for each in lines if '"uuid"' in each)
    return {
        each.split('"uuid": "', 1)[1][:36]
        for each in records
        if any(each in text for text in texts)
    }


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
