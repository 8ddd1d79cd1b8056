"""What comes back out of a history in which a letter was changed.

- refused, with the statement, the change and what to do: `restore`, `undo`, `redo`
- mended by `repair` where a source has it; else kept, and then it is told that no one
  knows whether it is as it was
- the same where there were no digests yet; what the first of them covers is refused
- a change that is altered does not hinder what comes from others
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from archives import content
from tampering import all_of, tamper, without_digests

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from tampering import Tables

TITLE = "Release Mam Sonando"


@pytest.fixture(autouse=True)
def _removed(run: Run, store: Path) -> None:
    """Make change 2, a title for 3, change 3, another, change 4, 3 removed."""
    assert store.exists()
    run("edit", "3", "--title", TITLE)
    run("edit", "3", "--title", "Release him")
    run("remove", "3", "--yes")


def in_the_removed(tables: Tables) -> None:
    """Change a letter of the text that the removal keeps."""
    kept = tables["history"]["4"]["removed"]["3"]
    kept["text"] = kept["text"].replace("e", "o", 1)


def in_the_earlier_title(tables: Tables) -> None:
    """Change a letter of the title that was before change 3."""
    tables["history"]["3"]["changed"]["3"]["title"][0] = "Releese Mam Sonando"


def without_any_source(home: Path) -> None:
    """Lose the index, and the backup of the day."""
    shutil.rmtree(home / "cache")
    shutil.rmtree(home / "data" / "backups", ignore_errors=True)


def statement(store: Path) -> dict[str, Any]:
    """Return statement 3 as it stands in the file."""
    found: dict[str, Any] = content(store)["statements"]["3"]
    return found


@pytest.mark.parametrize(
    "arguments", [("restore", "3"), ("restore", "3", "--at=2"), ("undo",)]
)
def test_a_removed_text_is_not_given_back(
    run: Run, store: Path, arguments: tuple[str, ...]
) -> None:
    """It says where it is wrong, and writes nothing."""
    tamper(store, in_the_removed)
    before = store.read_bytes()

    done = run(*arguments)

    assert (done.code, done.out) == (5, "")
    assert done.err == (
        "Error: change 4 fails its checksum, so the values of change 4 for"
        " statement 3 may be wrong\n"
        "Hint: Repair the history: mediarel repair\n"
    )
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [("undo", "3"), ("restore", "3", "--at=2"), ("restore", "3", "--at=1")]
)
def test_an_earlier_value_is_not_given_back(
    run: Run, store: Path, arguments: tuple[str, ...]
) -> None:
    """Also where another change lies between, and one further back is asked for."""
    run("restore", "3")
    run("edit", "4", "--add-tag=land")
    tamper(store, in_the_earlier_title)
    before = store.read_bytes()

    done = run(*arguments)

    assert done.code == 5
    assert "values of change 3 for statement 3 may be wrong" in done.err
    assert store.read_bytes() == before


def test_what_was_undone_is_not_done_again(run: Run, store: Path) -> None:
    """An undo keeps what it took away."""
    given = ("--date=2014", "--program=CLEC")
    run("add", *given, "--title=Land")
    run("undo")

    def damage(tables: Tables) -> None:
        tables["history"]["6"]["removed"]["10"]["title"] = "Sand"

    tamper(store, damage)

    assert "values of change 6 for statement 10 may be wrong" in run("redo").err


def test_other_changes_are_not_hindered(run: Run, store: Path) -> None:
    """What comes back does not come from the entry that was altered."""
    run("edit", "4", "--add-tag=land")
    tamper(store, in_the_earlier_title)

    assert run("restore", "3").err.startswith(
        "Restored statement 3 to the version before"
    )
    assert run("undo", "5").code == 0


@pytest.mark.about_files("what a repair kept beside it")
def test_repair_mends_it(run: Run, store: Path) -> None:
    """The index has what the change said."""
    removed = content(store)["history"]["4"]["removed"]["3"]
    tamper(store, in_the_removed)

    assert run("repair", "--yes").code == 0
    done = run("restore", "3")

    assert done.err.startswith(
        "Restored statement 3 to the version before the removal."
    )
    assert statement(store) == removed


@pytest.mark.about_files("what a repair kept beside it")
def test_what_a_repair_kept_is_not_called_as_it_was(
    run: Run, store: Path, home: Path
) -> None:
    """No one has the right text any more, and that is told."""
    tamper(store, in_the_removed)
    without_any_source(home)
    assert run("repair", "--yes").code == 0

    done = run("restore", "3")

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "Restored statement 3 from change 4, but can't verify this version:"
        " statement 3 doesn't match change 1 in its history: it has changed since."
        " To undo: mediarel undo\n"
    )


@pytest.mark.about_files("what a repair kept beside it")
@pytest.mark.parametrize("number", ["3", "4"])
def test_undo_tells_of_what_a_repair_kept(
    run: Run, store: Path, home: Path, number: str
) -> None:
    """Of a removal, and of an edit."""
    damage = in_the_removed if number == "4" else in_the_earlier_title
    if number == "3":
        run("undo")
    tamper(store, damage)
    without_any_source(home)
    assert run("repair", "--yes").code == 0

    done = run("undo", number)

    told, done_so = done.err.splitlines()
    assert done.code == 0
    assert told.startswith("The restored values of statement 3 can't be verified: ")
    assert told.endswith(" For details: mediarel check")
    assert done_so.startswith(f"Undid change {number}: ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("restore", "3"), "Restored statement 3 from change 4, but can't verify"),
        (("undo",), "The restored values of statement 3 can't be verified: "),
    ],
)
def test_where_there_were_no_digests(
    run: Run, store: Path, arguments: tuple[str, ...], told: str
) -> None:
    """The changes before must lead to what comes back; without damage they do."""
    tamper(store, all_of(without_digests, in_the_removed))

    done = run(*arguments)

    assert done.code == 0
    assert done.err.startswith(told)


@pytest.mark.parametrize("arguments", [("restore", "3"), ("undo",)])
def test_a_sound_history_without_digests(
    run: Run, store: Path, arguments: tuple[str, ...]
) -> None:
    """Nothing is told but what was done."""
    tamper(store, without_digests)

    done = run(*arguments)

    assert len(done.err.splitlines()) == 1
    assert "can't be told" not in done.err


def test_what_the_first_digest_covers(run: Run, store: Path) -> None:
    """A change from before it is refused where that does not fit."""
    run("undo")
    tamper(store, without_digests)
    run("edit", "4", "--add-tag=land")

    assert run("undo", "3").code == 0

    run("redo")
    tamper(store, in_the_earlier_title)
    done = run("undo", "3")

    assert done.code == 5
    assert "change 6 fails its checksum" in done.err
    assert "the values of change 3 for statement 3" in done.err
