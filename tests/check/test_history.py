"""Checking the history.

- an entry that is none, or that can not be; a checksum that tells all the same
- an entry that was changed: its digest tells
- a gap, a last id too low
- a chain that breaks; one that a repair began anew
- checksums that are none
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from archives import content
from checked import found, on, the_one
from tampering import all_of, tamper, without_digests

if TYPE_CHECKING:
    from pathlib import Path

    from tampering import Damage, Tables


def test_an_entry_that_is_none(path: Path) -> None:
    """What the rest of the history leads to is not reported then."""
    tamper(path, lambda tables: tables["history"]["2"].pop("by"))
    lines = path.read_text("utf-8").splitlines()

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "entry")
    line = int(finding.place.removeprefix("change 2, line "))
    assert lines[line - 1].strip() == '"2": {'


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        ({"at": "2027-01-0110:00:00Z"}, "the invalid time '2027-01-0110:00:00Z'"),
        ({"undoes": 3}, "undoes change 3, which is not an earlier"),
        ({"redoes": 0}, "undoes change 0, which is not an earlier"),
    ],
    ids=["time", "undoes", "redoes"],
)
def test_an_entry_that_can_not_be(
    path: Path, damage: dict[str, object], what: str
) -> None:
    """It can be read, and is wrong all the same."""
    tamper(path, lambda tables: tables["history"]["3"].update(damage))
    tamper(path, without_digests)

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "entry")
    assert finding.place == "change 3"
    assert what in finding.message


def test_a_checksum_still_tells_where_an_entry_does_not(path: Path) -> None:
    """As it does not need the history."""

    def damage(tables: Tables) -> None:
        tables["history"]["2"] = {}
        tables["statements"]["3"]["place"] = "Kep"
        del tables["statements"]["4"]

    tamper(path, damage)

    assert [(each.kind, each.id) for each in found(path)] == [
        ("entry", None),
        ("changed", 3),
        ("removed", 4),
    ]


def change_by(tables: Tables) -> None:
    tables["history"]["3"]["by"] = "sak"


def change_an_old_one(tables: Tables) -> None:
    """Change the one that was written before entries had digests."""
    tables["history"]["1"]["by"] = "sak"


def change_the_last(tables: Tables) -> None:
    tables["history"]["4"]["removed"]["9"]["modified"] = "2014-01-01T00:00:00Z"


def change_a_digest(tables: Tables) -> None:
    tables["history"]["3"]["digest"] = "0" * 16


def remove_a_digest(tables: Tables) -> None:
    """Take away the digest alone: the next is as it was."""
    del tables["history"]["3"]["digest"]


def exchange_two(tables: Tables) -> None:
    history = tables["history"]
    history["3"], history["4"] = history["4"], history["3"]


@pytest.mark.parametrize(
    ("damage", "places"),
    [
        (change_by, [3]),
        (change_an_old_one, [2]),
        (change_the_last, [4]),
        (change_a_digest, [3, 4]),
        (remove_a_digest, [3]),
        (exchange_two, [3, 4]),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_an_entry_that_was_changed(
    path: Path, damage: Damage, places: list[int]
) -> None:
    """Each that does not fit is told with its line, though it can be read."""
    tamper(path, damage)
    lines = path.read_text("utf-8").splitlines()

    told = [each for each in found(path) if each.kind == "chain"]

    for each, number in zip(told, places, strict=True):
        line = int(each.place.removeprefix(f"change {number}, line "))
        assert lines[line - 1].strip() == f'"{number}": {{'
        assert (each.level, "mediarel repair" in each.hint) == ("error", True)


def test_a_history_that_was_written_anew(path: Path) -> None:
    """Digests are of values: how they are written does not count."""
    tables = content(path)
    written = json.dumps(tables, indent=1, sort_keys=True)
    path.write_text(written.replace('"undoes": null', '"undoes":  null'), "utf-8")

    assert found(path) == []


def test_a_gap(path: Path) -> None:
    """Entries of other numbers are another history."""

    def damage(tables: Tables) -> None:
        tables["history"]["7"] = tables["history"].pop("4")

    tamper(path, all_of(damage, without_digests))

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "gap")
    assert finding.place == "changes 4 to 6"


@pytest.mark.parametrize(("number", "last_id"), [("1", 8), ("2", 8), ("3", 9)])
def test_a_last_id_that_is_too_low(path: Path, number: str, last_id: int) -> None:
    """Below an id that it gave, or one that was given before."""
    tamper(path, lambda tables: tables["history"][number].update(last_id=last_id))
    tamper(path, without_digests)

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("warning", "last_id")
    assert finding.place == f"change {number}"


def test_a_history_that_leads_elsewhere(path: Path) -> None:
    """The statement is as its checksum has it: the history was changed."""

    def damage(tables: Tables) -> None:
        tables["history"]["2"]["changed"]["3"]["place"][1] = "Kep"

    tamper(path, all_of(damage, without_digests))

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("error", "unfit", 3)
    assert "change 2" in finding.message


@pytest.mark.parametrize("command", ["repair", "restore"])
def test_a_repair_begins_anew(path: Path, command: str) -> None:
    """What was before it need not lead to what is there; what came after must."""

    def damage(tables: Tables) -> None:
        del tables["statements"]["4"], tables["checksums"]["1"]["4"]
        tables["history"]["2"]["changed"]["3"]["place"][1] = "Kep"
        nothing: Tables = {"added": {}, "changed": {}, "removed": {}}
        newest = {**tables["history"]["4"]}
        del newest["kind"]  # as before changes said theirs
        tables["history"]["5"] = {**newest, **nothing, "command": command}

    tamper(path, all_of(damage, without_digests))
    repaired = found(path)
    with on("2027-01-05", path) as archive:
        archive.edit([5], lambda _: {"place": "Kep"})
    tamper(path, lambda t: t["history"]["6"]["changed"]["5"].update(place=["", "Kos"]))
    tamper(path, without_digests)

    assert repaired == []
    assert (the_one(path).kind, the_one(path).id) == ("unfit", 5)


def test_checksums_that_are_none(path: Path) -> None:
    """A number that none can count is not seen before they are read."""
    text = path.read_text("utf-8")
    checksum = content(path)["checksums"]["1"]["3"]
    path.write_text(text.replace(f'"{checksum}"', "1e999"), encoding="utf-8")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "damaged")
    assert finding.place.startswith("checksums, line ")
