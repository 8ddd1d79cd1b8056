"""What `check` and `check --accept` say of taking it back is what `undo` then does.

- where all is known, undo brings it back; where nothing is, it is refused at once
- where some is known, what stays as it is is named
- one that was removed, and is not known whole, keeps undo from all of it
- an undo of an earlier mediarel that took back nothing is not made again
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from archives import content
from tampering import add_12, all_of, back_up, change_place, remove_4, tamper

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from tampering import Damage, Tables

pytestmark = pytest.mark.about_files("what its backups say")

BACK = "To undo: mediarel undo"
NOT_KNOWN = "This can't be undone: the earlier content of {} is unknown."


def change_title(tables: Tables) -> None:
    """Change in a statement what the history knows of it."""
    tables["statements"]["5"]["title"] = "Other"


def change_checksum(tables: Tables) -> None:
    """Leave the statement as it is."""
    checksums = tables["checksums"]["1"]
    checksums["5"] = checksums["5"][::-1]


def undone(run: Run, store: Path) -> bool:
    """Undo; tell whether that was done, in which case it must have done something."""
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
            f"{BACK[:15]}, but what statement 3 was before is not known{BACK[15:]}",
        ),
    ],
)
def test_with_no_backup(run: Run, store: Path, damage: Damage, told: str) -> None:
    """Of 5 the history knows the title, of 3 and 4 nothing."""
    run("edit", "5", "--title=Ours")
    shutil.rmtree(store.parent / "backups")
    tamper(store, damage)

    done = run("check", "--accept", "--yes")

    assert (done.code, done.err.splitlines()[-1].partition(". ")[2]) == (0, told)
    assert undone(run, store) == ("mediarel undo" in told)
    assert "all is well" in run("check").err


@pytest.mark.parametrize("damage", [change_place, remove_4, change_title, add_12])
def test_with_a_backup(run: Run, store: Path, damage: Damage) -> None:
    """It knows all of them."""
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
def test_the_hint_of_check(
    run: Run,
    store: Path,
    damage: Damage,
    offered: bool,  # noqa: FBT001 - a parameter
) -> None:
    """It offers no more than accepting will."""
    run("edit", "5", "--title=Ours")
    shutil.rmtree(store.parent / "backups")
    tamper(store, damage)

    assert ("undo it" in run("check", "--json").out) == offered


def test_nothing_is_done_again_either(run: Run, store: Path) -> None:
    """An earlier mediarel has taken back what was not known, which did nothing."""
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
