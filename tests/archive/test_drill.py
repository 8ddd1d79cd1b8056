"""Test backup drills, on archives with random histories and random damage."""

import json
import random
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hurts import HURTS
from mediarel.archive.restore_backup import DrillResult, drill
from mediarel.store.tiny.file import FileStore
from sweep import change, desk, documents

ARCHIVES = 40
CHANGES = 8
DAMAGED = 20  # number of archives, and of damaged backups per archive


def made(folder: Path, chance: Random) -> tuple[Path, list[Path]]:
    """Create an archive, and a backup after each of its changes."""
    store = folder / "statements.json"
    FileStore.create(store)
    backups = []
    for second in range(CHANGES):
        change(store, chance, f"2026-11-25T10:00:{second:02}Z", set())
        place = folder / f"{second}.json"
        place.write_bytes(store.read_bytes())
        backups.append(place)
    return store, backups


def drilled(store: Path, place: Path) -> DrillResult:
    archive = desk(store, "2026-11-26T10:00:00Z")
    try:
        return drill(archive, FileStore(store), place)
    finally:
        archive.index.close()


def change_a_value(fields: dict[str, Any], chance: Random) -> None:
    """Change the value of one of the `fields`."""
    names = [n for n, v in fields.items() if isinstance(v, str) and n != "type"]
    name = chance.choice(names)
    value: str = fields[name]
    place = chance.randrange(len(value))
    if name == "uuid":
        fields[name] = value[:-1] + ("0" if value[-1] != "0" else "1")
    elif name in {"date", "dated"}:
        fields[name] = "1999"
    elif name in {"created", "modified"}:
        fields[name] = "2025-01-01T00:00:00Z"
    elif name == "language":
        fields[name] = "fr"
    else:
        fields[name] = f"{value[:place]}x{value[place:]}"


@pytest.mark.parametrize("seed", range(ARCHIVES))
def test_drill_reports_changed_or_missing_statements(tmp_path: Path, seed: int) -> None:
    """Each undamaged backup passes. A backup with one different statement does not."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    store, backups = made(tmp_path, chance)

    for place in backups:
        assert drilled(store, place).findings == []

    place = chance.choice(backups)
    tables = json.loads(place.read_bytes())
    if not tables["statements"]:
        return
    key = chance.choice(sorted(tables["statements"]))
    if seed % 4:
        change_a_value(tables["statements"][key], chance)
        what = "changed outside mediarel"
    else:
        del tables["statements"][key]
        what = "removed outside mediarel"
    place.write_text(json.dumps(tables), encoding="utf-8")

    (finding,) = drilled(store, place).findings
    assert (finding.level, finding.id) == ("error", int(key))
    assert finding.message.startswith(what)


@pytest.mark.parametrize("seed", range(DAMAGED))
def test_a_damaged_backup_passes_only_if_its_content_is_the_same(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    store, backups = made(tmp_path, chance)
    contents = [each.read_bytes() for each in backups]
    place = tmp_path / "damaged.json"
    for _ in range(DAMAGED):
        which = chance.randrange(1, CHANGES)
        hurt = chance.choice(HURTS)
        data = hurt(chance, contents[which], contents[which - 1])
        place.write_bytes(data)

        if drilled(store, place).findings or data in contents:
            continue
        good, read = json.loads(contents[which]), json.loads(data)
        for name in ("statements", "history"):
            assert documents(read[name]) == documents(good[name]), hurt
