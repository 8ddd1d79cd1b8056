"""Test that `check --accept` suggests `undo` only if `undo` would work."""

import shutil
from pathlib import Path

import pytest

from archives import content
from conftest import Run
from tampering import (
    Damage,
    Tables,
    add_12,
    all_of,
    back_up,
    change_place,
    remove_4,
    tamper,
)

BACK = "To undo: mediarel undo"
NOT_KNOWN = "The earlier content of {} is unknown."


def change_title(tables: Tables) -> None:
    """Change a field whose earlier value is in the history."""
    tables["statements"]["5"]["title"] = "Other"


def change_checksum(tables: Tables) -> None:
    """Change only the checksum of a statement."""
    checksums = tables["checksums"]["1"]
    checksums["5"] = checksums["5"][::-1]


def undone(run: Run, store: Path) -> bool:
    """Run `undo` and return whether it succeeded."""
    before = content(store)["statements"]
    done = run("undo", "--yes")
    after = content(store)["statements"]
    assert (done.code == 0) == (after != before)
    return done.code == 0


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (change_place, NOT_KNOWN.format("statement 3")),
        (remove_4, NOT_KNOWN.format("statement 4")),
        (change_title, BACK),
        (add_12, BACK),
        (change_checksum, NOT_KNOWN.format("statement 5")),
        (all_of(change_place, remove_4), NOT_KNOWN.format("statements 3 to 4")),
        (all_of(change_title, remove_4), NOT_KNOWN.format("statement 4")),
        (
            all_of(change_title, change_place),
            f"{NOT_KNOWN.format('statement 3')} {BACK}",
        ),
    ],
)
def test_accept_offers_undo_only_if_it_works(
    run: Run, store: Path, damage: Damage, told: str
) -> None:
    """The only earlier value in the history is the title of statement 5."""
    run("edit", "5", "--title=Ours")
    shutil.rmtree(store.parent / "backups")
    tamper(store, damage)

    done = run("check", "--accept", "--yes")

    assert (done.code, done.err.splitlines()[-1].partition(". ")[2]) == (0, told)
    assert undone(run, store) == ("mediarel undo" in told)
    assert "all is well" in run("check").err


@pytest.mark.parametrize("damage", [change_place, remove_4, change_title, add_12])
def test_undo_restores_all_with_a_backup(run: Run, store: Path, damage: Damage) -> None:
    back_up(run)
    before = content(store)["statements"]
    tamper(store, damage)

    done = run("check", "--accept", "--yes")

    assert done.err.endswith(f"{BACK}\n")
    assert undone(run, store)
    after = content(store)["statements"]
    for each in (*before.values(), *after.values()):
        each.pop("modified")
    assert after == before


@pytest.mark.parametrize(
    ("damage", "offered"),
    [(change_place, False), (change_title, True), (change_checksum, False)],
)
def test_hint_of_check_offers_undo_only_if_undo_works(
    run: Run,
    store: Path,
    damage: Damage,
    offered: bool,  # noqa: FBT001 - a test parameter
) -> None:
    run("edit", "5", "--title=Ours")
    shutil.rmtree(store.parent / "backups")
    tamper(store, damage)

    assert ("undo it" in run("check", "--json").out) == offered


def test_redo_refuses_an_undo_without_effect(run: Run, store: Path) -> None:
    """An earlier version recorded an undo although the earlier content was unknown."""
    tamper(store, change_place)
    run("check", "--accept")

    def undo_it(tables: Tables) -> None:
        taken_back = {**tables["history"]["2"], "kind": "undo", "undoes": 2}
        del taken_back["digest"]
        tables["history"]["3"] = taken_back

    tamper(store, undo_it)
    done = run("redo")

    assert done.code == 1
    assert "the earlier content of statement 3 is unknown" in done.err
