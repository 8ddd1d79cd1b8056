"""Damage archives at random, repair them, and verify the result.

An archive is created by changes on several days, with backups and an index. After a
repair, all data that a source verifies must be restored, and no wrong data may be
reported as verified.
"""

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from archives import Desk, draft
from hurts import HURTS
from mediarel.archive.repair import repair
from mediarel.attachments.local_files import LocalFiles
from mediarel.check.check import check
from mediarel.index.index import SqliteIndex
from mediarel.model.statement import without_empty
from mediarel.recovery.repair import NothingToSaveError, examine
from mediarel.recovery.report import RepairPlan
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.layout import encoded

NOW = "2026-12-20T10:00:00Z"
WORDS = ("land", "radio", "release", "ដី", "សេរីភាព", "Phnom Penh", "“quoted”")


@dataclass
class Case:
    """An undamaged archive: its content now and at each backup."""

    folder: Path
    good: bytes
    older: bytes
    ever: set[int] = field(default_factory=set)

    @property
    def store(self) -> Path:
        """The store of the archive."""
        return self.folder / "statements.json"

    @property
    def cache(self) -> Path:
        """The folder of the archive's index."""
        return self.folder / "cache"


def desk(store: Path, now: str) -> Desk:
    """Return the archive at `store`, with a fixed clock."""
    file = FileStore(store)
    index = SqliteIndex(file, store.parent / "cache")
    return Desk(file, index, now=lambda: now, author=lambda: "sok")


def made(folder: Path, chance: Random) -> Case:
    """Create an archive in `folder` by changes of some days."""
    store = folder / "statements.json"
    FileStore.create(store)
    case = Case(folder, b"", store.read_bytes())
    days = chance.randint(1, 3)
    for day in range(1, days + 1):
        for second in range(chance.randint(2, 6)):
            change(store, chance, f"2026-11-{day:02}T10:00:{second:02}Z", case.ever)
        if day < days:
            case.older = store.read_bytes()
    case.good = store.read_bytes()
    return case


def change(store: Path, chance: Random, now: str, ever: set[int]) -> None:
    tables = json.loads(store.read_bytes())
    ids = sorted(map(int, tables["statements"]))
    archive = desk(store, now)
    try:
        kind = chance.choice(("add", "import", "edit", "edit", "remove", "undo"))
        if len(ids) < 3 or kind in {"add", "import"}:
            count = 1 if kind == "add" else 3
            added = archive.import_drafts(_draft(chance) for _ in range(count)).added
            ever.update(each.id for each in added)
        elif kind == "edit":
            name = chance.choice(("title", "text", "place", "tags"))
            value = [_words(chance)] if name == "tags" else _words(chance)
            archive.edit([chance.choice(ids)], lambda _: {name: value})
        elif kind == "remove":
            archive.remove([chance.choice(ids)])
        elif tables["history"]:
            archive.undo()
    finally:
        archive.index.close()


def _draft(chance: Random) -> Any:
    uuid = str(UUID(int=chance.getrandbits(128), version=4))
    title, tags = _words(chance), ["a", _words(chance)]
    return draft(_words(chance) * 3, title=title, tags=tags, uuid=uuid)


def _words(chance: Random) -> str:
    said = " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 9)))
    return f"{said} {chance.randrange(10**9)}"


def hurt(case: Case, chance: Random) -> bytes:
    """Damage the store once or twice, and return its content."""
    data = case.good
    for _ in range(chance.choice((1, 1, 2))):
        data = chance.choice(HURTS)(chance, data, case.older) if data else data
    case.store.unlink()  # an old backup may be a hard link to the file
    case.store.write_bytes(data)
    return data


def documents(table: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """Return the documents of a table by number, without empty fields."""
    return {int(key): without_empty(each) for key, each in table.items()}


@dataclass(frozen=True)
class Repaired:
    """The result of a repair: the plan, and the tables before the damage and now."""

    plan: RepairPlan
    before: dict[str, dict[int, dict[str, Any]]]
    after: dict[str, dict[int, dict[str, Any]]]


def repaired(case: Case) -> Repaired | None:
    """Repair the archive; return None if nothing is damaged or nothing can be saved."""
    store = FileStore(case.store)
    try:
        examined = examine(store, NOW, case.cache)
    except NothingToSaveError:
        return None
    if examined is None:
        return None
    archive = desk(case.store, NOW)
    try:
        repair(archive, store, examined, [])
    finally:
        archive.index.close()
    good, new = json.loads(case.good), json.loads(case.store.read_bytes())
    return Repaired(
        examined.plan,
        {name: documents(good[name]) for name in ("statements", "history")},
        {name: documents(new[name]) for name in ("statements", "history")},
    )


def wrongs(case: Case, found: Repaired, *, has_index: bool) -> Iterator[str]:
    """Yield the errors of a repair."""
    yield from _called_wrongly(case, found, has_index=has_index)
    yield from _gone(case, found, has_index=has_index)
    history = found.before["history"]
    after = {n: e for n, e in found.after["history"].items() if n in history}
    if has_index and after != history:
        yield f"the history is another: {after} was {history}"
    yield from found_by_check(case, found.plan)


def _called_wrongly(case: Case, found: Repaired, *, has_index: bool) -> Iterator[str]:
    """Yield statements that the report names twice, never, or in the wrong list."""
    plan, was, now = found.plan, found.before["statements"], found.after["statements"]
    yield from _in_two_places(plan)
    right = right_in(plan)
    for number in right if _knows_last(case, has_index=has_index) else ():
        if now[number] != was.get(number):
            yield f"{number} is called right: {_difference(now[number], was, number)}"
    if right | _unsure(plan) != now.keys():
        yield f"told is not of {sorted(now)}: {plan}"
    for number in now.keys() - was.keys() - _unsure(plan) - right:
        yield f"{number} came back or was made up"
    for number in plan.renumbered.keys() & case.ever:
        if _is_named(case, number, has_index=has_index):
            yield f"an id was given again: {plan.renumbered}"


def _gone(case: Case, found: Repaired, *, has_index: bool) -> Iterator[str]:
    """Yield statements that were lost without a report, or in spite of verification."""
    plan, was, now = found.plan, found.before["statements"], found.after["statements"]
    lost = {int(key) for key in plan.dropped if key.isdecimal()}
    for number in was.keys() - now.keys() - lost:
        if _is_named(case, number, has_index=has_index):
            yield f"{number} is gone without a word"
    older = {number for ids in plan.older.values() for number in ids}
    for number in was.keys() & (lost | older | plan.altered.keys()):
        if now.get(number) == was[number]:
            continue
        if _is_proven(case, number, was[number], has_index=has_index):
            yield f"{number} is lost or altered, though proven"


def right_in(plan: RepairPlan) -> set[int]:
    """Return the IDs of statements reported as unchanged."""
    taken = {number for ids in plan.taken.values() for number in ids}
    return plan.verified | plan.mended.keys() | plan.rebuilt.keys() | taken


def _unsure(plan: RepairPlan) -> set[int]:
    """Return the IDs of statements that are kept but reported as unverified."""
    older = {number for ids in plan.older.values() for number in ids}
    return older | plan.unverified | plan.altered.keys() | plan.renumbered.keys()


def _difference(
    now: dict[str, Any], was: dict[int, dict[str, Any]], number: int
) -> str:
    if number not in was:
        return "it was not there"
    names = sorted(now.keys() | was[number].keys())
    return str(
        {
            n: (was[number].get(n), now.get(n))
            for n in names
            if was[number].get(n) != now.get(n)
        }
    )


def _in_two_places(plan: RepairPlan) -> Iterator[str]:
    places: list[set[int]] = [
        plan.verified,
        set(plan.mended),
        *(set(ids) for ids in plan.taken.values()),
        *(set(ids) for ids in plan.older.values()),
        set(plan.rebuilt),
        plan.unverified,
        set(plan.altered),
        set(plan.renumbered),
        {int(key) for key in plan.dropped if key.isdecimal()},
    ]
    seen: set[int] = set()
    for each in places:
        if each & seen:
            yield f"{each & seen} is told twice"
        seen |= each


def _is_proven(
    case: Case, number: int, was: dict[str, Any], *, has_index: bool
) -> bool:
    """Return whether the index, a backup or the file has the complete statement."""
    if has_index:
        return True
    for backup in sorted((case.folder / "backups").glob("*.json"))[-1:]:
        tables = json.loads(backup.read_bytes())
        if documents(tables["statements"]).get(number) == was:
            return True
    record = json.loads(case.good)["statements"][str(number)]
    raw = b'"%d": %b' % (number, encoded(record))
    return any(raw in each.read_bytes() for each in case.folder.glob("*.damaged-*"))


def _knows_last(case: Case, *, has_index: bool) -> bool:
    """Return whether any remaining source has the last change."""
    digest = list(json.loads(case.good)["history"].values())[-1]["digest"]
    last = (
        f'\n      "digest": "{digest}"'.encode()
    )  # in the history, by its indentation
    places = [*case.folder.glob("*.damaged-*"), *case.folder.glob("backups/*.json")]
    return has_index or any(last in place.read_bytes() for place in places)


def _is_named(case: Case, number: int, *, has_index: bool) -> bool:
    """Return whether any remaining source has the statement."""
    named = (b'"%d": "' % number, b'"%d": {\n      "uuid"' % number)
    damaged = [place.read_bytes() for place in case.folder.glob("*.damaged-*")]
    if has_index or any(each in data for each in named for data in damaged):
        return True
    backups = [json.loads(p.read_bytes()) for p in case.folder.glob("backups/*.json")]
    return any(
        number <= each["last_id"] for one in backups for each in one["history"].values()
    )


def found_by_check(case: Case, plan: RepairPlan) -> Iterator[str]:
    """Yield the errors that a check finds, except unverified statements."""
    store = FileStore(case.store)
    index = SqliteIndex(store, case.cache)
    try:
        found = check(store, index, LocalFiles(case.store)).findings
    finally:
        index.close()
    unproved = {each.id for each in found if each.kind == "unproved"} - {None}
    if not unproved <= {*plan.unproved} or bool(unproved) != bool(plan.unproved):
        yield f"check finds {unproved} unproved, the repair {plan.unproved}"
    for each in found:
        if each.level == "error" and each.kind != "unproved":
            yield f"check finds: {each.place}: {each.message}"
    if examine(store, NOW, case.cache) is not None:
        yield "there is something to repair again"


def sweep(folder: Path, seed: int) -> list[str]:
    """Return the errors after repairing the archive of this `seed`."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    case = made(folder, chance)
    has_index, has_backups = chance.choice(
        ((True, True), (True, False), (False, True), (False, False))
    )
    data = hurt(case, chance)
    if not has_index:
        shutil.rmtree(case.cache)
    if not has_backups:
        shutil.rmtree(case.folder / "backups", ignore_errors=True)
    found = repaired(case)
    if found is None:
        return []
    state = f"seed {seed}, index {has_index}, backups {has_backups}, {len(data)} bytes"
    return [f"{state}: {each}" for each in wrongs(case, found, has_index=has_index)]
