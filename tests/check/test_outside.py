"""Test that `check` finds changes made outside mediarel."""

from pathlib import Path

import pytest

from checked import found, set_place, the_one, without_backups
from tampering import Damage, Tables, tamper


def lose_a_letter_of_the_text(tables: Tables) -> None:
    three = tables["statements"]["3"]
    three["text"] = three["text"].replace("Beehive", "Behive")


def add_12(tables: Tables) -> None:
    uuid = "052adbe4-c204-42c3-9d31-da7039caeb00"
    tables["statements"]["12"] = {**tables["statements"]["3"], "uuid": uuid}


def add_9_again(tables: Tables) -> None:
    tables["statements"]["9"] = tables["history"]["4"]["removed"]["9"]


def remove_4_with_its_checksum(tables: Tables) -> None:
    del tables["statements"]["4"], tables["checksums"]["1"]["4"]


CHANGED = "changed outside mediarel"
FROM_HISTORY = " (compared with the history)"


@pytest.mark.parametrize(
    ("damage", "finding", "message"),
    [
        (
            set_place("Phnom Pen city"),
            ("error", "changed", 3),
            f'{CHANGED}: place "Phnom Penh city" is now "Phnom Pen city"',
        ),
        (
            lose_a_letter_of_the_text,
            ("error", "changed", 3),
            (
                f'{CHANGED}: text "…the owner of Beehive Radio, which is am…"'
                ' is now "…the owner of Behive Radio, which is amo…"'
            ),
        ),
        (
            add_12,
            ("warning", "added", 12),
            "added outside mediarel: no change in the history added this statement",
        ),
        (
            add_9_again,
            ("warning", "added", 9),
            "added outside mediarel: the history records its removal",
        ),
        (
            lambda tables: tables["statements"].pop("4"),
            ("error", "removed", 4),
            "removed outside mediarel",
        ),
        (
            remove_4_with_its_checksum,
            ("error", "removed", 4),
            "removed outside mediarel",
        ),
        (
            # Merging two histories can leave such a checksum.
            lambda tables: tables["checksums"]["1"].update({"9": "6b0c9f1f4b1d6a0e"}),
            ("warning", "checksum", 9),
            "was removed, but has a checksum",
        ),
        (
            lambda tables: tables["checksums"]["1"].pop("4"),
            ("warning", "checksum", 4),
            "has no checksum",
        ),
    ],
)
def test_outside_change_is_found(
    path: Path, damage: Damage, finding: tuple[str, str, int], message: str
) -> None:
    tamper(path, damage)

    found = the_one(path)

    assert (found.level, found.kind, found.id) == finding
    assert found.message == message


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (
            set_place("Kep"),
            f'{CHANGED}: place "Phnom Penh city" is now "Kep"{FROM_HISTORY}',
        ),
        (
            lambda tables: tables["statements"]["4"].update(title="Land"),
            f"{CHANGED}; its earlier content is unknown",
        ),
    ],
)
def test_outside_change_without_a_backup(
    path: Path, damage: Damage, message: str
) -> None:
    without_backups(path)
    tamper(path, damage)

    assert the_one(path).message == message


def test_missing_field_is_a_change_unless_it_was_empty(path: Path) -> None:
    tamper(path, lambda tables: tables["statements"]["4"].pop("sources"))
    unchanged = found(path)
    tamper(path, lambda tables: tables["statements"]["4"].pop("language"))

    finding = the_one(path)

    assert unchanged == []
    assert finding.kind == "changed"


def test_missing_checksums_are_an_error_except_in_old_archives(path: Path) -> None:
    tamper(path, lambda tables: tables.pop("checksums"))
    lost = the_one(path)
    tamper(path, lambda tables: tables.pop("archive"))
    none_yet = the_one(path)

    assert (lost.level, lost.kind) == ("error", "checksum")
    assert (none_yet.level, none_yet.kind) == ("note", "checksum")


def test_history_shows_changes_if_all_checksums_are_missing(path: Path) -> None:
    def damage(tables: Tables) -> None:
        del tables["checksums"]
        tables["statements"]["3"]["place"] = "Kep"
        tables["statements"]["4"]["title"] = "Land"

    tamper(path, damage)

    errors = [each for each in found(path) if each.id]

    assert [(each.kind, each.id) for each in errors] == [("changed", 3), ("changed", 4)]
    assert 'place "Phnom Penh city" is now "Kep"' in errors[0].message
