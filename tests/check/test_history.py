"""Test `check` of the history."""

from pathlib import Path

import pytest

from archives import content
from checked import found, on, the_one
from tampering import Damage, Tables, all_of, tamper, without_digests


def test_entry_without_a_required_field_is_found(path: Path) -> None:
    """In this case, the history is not compared with the statements."""
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
def test_entry_with_an_impossible_value_is_found(
    path: Path, damage: dict[str, object], what: str
) -> None:
    tamper(path, lambda tables: tables["history"]["3"].update(damage))
    tamper(path, without_digests)

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "entry")
    assert finding.place == "change 3"
    assert what in finding.message


def test_checksums_are_checked_if_an_entry_is_damaged(path: Path) -> None:
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


def change_first_entry(tables: Tables) -> None:
    tables["history"]["1"]["by"] = "sak"


def change_last_entry(tables: Tables) -> None:
    tables["history"]["4"]["removed"]["9"]["modified"] = "2014-01-01T00:00:00Z"


def change_a_digest(tables: Tables) -> None:
    tables["history"]["3"]["digest"] = "0" * 16


def remove_a_digest(tables: Tables) -> None:
    del tables["history"]["3"]["digest"]


def swap_two_entries(tables: Tables) -> None:
    history = tables["history"]
    history["3"], history["4"] = history["4"], history["3"]


@pytest.mark.parametrize(
    ("damage", "places"),
    [
        (change_by, [3]),
        (change_first_entry, [2]),
        (change_last_entry, [4]),
        (change_a_digest, [3, 4]),
        (remove_a_digest, [3]),
        (swap_two_entries, [3, 4]),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_changed_entry_is_found_by_its_digest(
    path: Path, damage: Damage, places: list[int]
) -> None:
    tamper(path, damage)
    lines = path.read_text("utf-8").splitlines()

    chain = [each for each in found(path) if each.kind == "chain"]
    # The finding about the recorded last change has no line.
    told = [each for each in chain if ", line " in each.place]

    for each, number in zip(told, places, strict=True):
        line = int(each.place.removeprefix(f"change {number}, line "))
        assert lines[line - 1].strip() == f'"{number}": {{'
        assert (each.level, "mediarel repair" in each.hint) == ("error", True)


def leave_a_gap(tables: Tables) -> None:
    tables["history"]["7"] = tables["history"].pop("4")


def contradict_statement_3(tables: Tables) -> None:
    tables["history"]["2"]["changed"]["3"]["place"][1] = "Kep"


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        (leave_a_gap, ("warning", "gap", "changes 4 to 6")),
        (
            lambda tables: tables["history"]["1"].update(last_id=8),
            ("warning", "last_id", "change 1"),
        ),
        (
            lambda tables: tables["history"]["3"].update(last_id=9),
            ("warning", "last_id", "change 3"),
        ),
        # The checksum of the statement matches, so the history was changed.
        (contradict_statement_3, ("error", "unfit", "statement 3")),
    ],
)
def test_wrong_history_without_digests_is_found(
    path: Path, damage: Damage, finding: tuple[str, str, str]
) -> None:
    tamper(path, all_of(damage, without_digests))

    found = the_one(path)

    assert (found.level, found.kind, found.place) == finding


@pytest.mark.parametrize("command", ["repair", "restore"])
def test_changes_before_a_repair_are_not_compared(path: Path, command: str) -> None:
    """Changes after the repair are compared."""

    def damage(tables: Tables) -> None:
        del tables["statements"]["4"], tables["checksums"]["1"]["4"]
        tables["history"]["2"]["changed"]["3"]["place"][1] = "Kep"
        nothing: Tables = {"added": {}, "changed": {}, "removed": {}}
        newest = {**tables["history"]["4"]}
        del newest["kind"]  # like a change of an early version
        tables["history"]["5"] = {**newest, **nothing, "command": command}

    tamper(path, all_of(damage, without_digests))
    repaired = found(path)
    with on("2027-01-05", path) as archive:
        archive.edit([5], lambda _: {"place": "Kep"})
    tamper(path, lambda t: t["history"]["6"]["changed"]["5"].update(place=["", "Kos"]))
    tamper(path, without_digests)

    assert repaired == []
    assert (the_one(path).kind, the_one(path).id) == ("unfit", 5)


def test_unreadable_checksums_are_found(path: Path) -> None:
    """The number is too large for JSON, but reading the store does not detect this."""
    text = path.read_text("utf-8")
    checksum = content(path)["checksums"]["1"]["3"]
    path.write_text(text.replace(f'"{checksum}"', "1e999"), encoding="utf-8")

    finding = the_one(path)

    assert (finding.level, finding.kind) == ("error", "damaged")
    assert finding.place.startswith("checksums, line ")
