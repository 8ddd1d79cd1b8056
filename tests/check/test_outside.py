"""What was done outside mediarel is detected.

- changed, added, removed, by checksum or by history alone
- which fields differ, and who says so: a backup that fits, another, the history
- a checksum that is missing, or that is left
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checked import found, set_place, the_one, without_backups
from tampering import tamper

if TYPE_CHECKING:
    from pathlib import Path

    from tampering import Damage, Tables


def forget_checksum(number: str) -> Damage:
    return lambda tables: tables["checksums"]["1"].pop(number)


def test_changed(path: Path) -> None:
    """A letter that was lost is seen, beside the backup in which it is there."""
    tamper(path, set_place("Phnom Pen city"))

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.place) == (
        "error",
        "changed",
        "statement 3",
    )
    assert finding.message == (
        'changed outside mediarel: place "Phnom Penh city" is now "Phnom Pen city"'
    )


def test_changed_where_only_the_history_knows_it(path: Path) -> None:
    without_backups(path)
    tamper(path, set_place("Kep"))

    assert the_one(path).message == (
        'changed outside mediarel: place "Phnom Penh city" is now "Kep"'
        " (compared with the history)"
    )


def test_changed_where_nothing_knows_it(path: Path) -> None:
    without_backups(path)
    tamper(path, lambda tables: tables["statements"]["4"].update(title="Land"))

    assert the_one(path).message == (
        "changed outside mediarel; its earlier content is unknown"
    )


def test_changed_in_the_middle_of_a_long_text(path: Path) -> None:
    """What is shown is where the two differ."""

    def damage(tables: Tables) -> None:
        three = tables["statements"]["3"]
        three["text"] = three["text"].replace("Beehive", "Behive")

    tamper(path, damage)

    assert the_one(path).message == (
        "changed outside mediarel:"
        ' text "…the owner of Beehive Radio, which is am…"'
        ' is now "…the owner of Behive Radio, which is amo…"'
    )


def test_a_field_that_was_left_out(path: Path) -> None:
    """It is another where the field said something; an empty one counts for nothing."""
    tamper(path, lambda tables: tables["statements"]["4"].pop("sources"))
    unchanged = found(path)
    tamper(path, lambda tables: tables["statements"]["4"].pop("language"))

    finding = the_one(path)

    assert unchanged == []
    assert finding.kind == "changed"


def test_added(path: Path) -> None:
    """As a script with plain TinyDB does it."""

    def damage(tables: Tables) -> None:
        uuid = "052adbe4-c204-42c3-9d31-da7039caeb00"
        tables["statements"]["12"] = {**tables["statements"]["3"], "uuid": uuid}

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("warning", "added", 12)
    assert finding.message.endswith("no change in the history added it")


def test_put_back_by_hand(path: Path) -> None:
    def damage(tables: Tables) -> None:
        tables["statements"]["9"] = tables["history"]["4"]["removed"]["9"]

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("warning", "added", 9)
    assert finding.message.endswith("the history records its removal")


@pytest.mark.parametrize("has_checksum", [True, False])
def test_removed(path: Path, has_checksum: bool) -> None:  # noqa: FBT001 - a parameter
    """The history alone tells it too."""

    def damage(tables: Tables) -> None:
        del tables["statements"]["4"]
        if not has_checksum:
            del tables["checksums"]["1"]["4"]

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("error", "removed", 4)
    assert finding.message == "removed outside mediarel"


def test_a_checksum_of_what_was_removed(path: Path) -> None:
    """As a merge of two histories leaves it."""

    def damage(tables: Tables) -> None:
        tables["checksums"]["1"]["9"] = "6b0c9f1f4b1d6a0e"

    tamper(path, damage)

    finding = the_one(path)

    assert (finding.level, finding.kind, finding.id) == ("warning", "checksum", 9)
    assert "but was removed" in finding.message


def test_no_checksums_at_all(path: Path) -> None:
    """An archive from before there were any is sound; any other has lost them."""
    tamper(path, lambda tables: tables.pop("checksums"))
    lost = the_one(path)
    tamper(path, lambda tables: tables.pop("archive"))
    none_yet = the_one(path)

    assert (lost.level, lost.kind) == ("error", "checksum")
    assert (none_yet.level, none_yet.kind) == ("note", "checksum")


def test_changed_without_any_checksum(path: Path) -> None:
    """The history tells as well what it should say."""

    def damage(tables: Tables) -> None:
        del tables["checksums"]
        tables["statements"]["3"]["place"] = "Kep"
        tables["statements"]["4"]["title"] = "Land"

    tamper(path, damage)

    errors = [each for each in found(path) if each.id]

    assert [(each.kind, each.id) for each in errors] == [("changed", 3), ("changed", 4)]
    assert 'place "Phnom Penh city" is now "Kep"' in errors[0].message
