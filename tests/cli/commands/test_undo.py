"""Test `mediarel undo`."""

import json
from pathlib import Path
from typing import Any

import pytest

from archives import opened, statements, stored, unchanged
from conftest import Run, Screen
from mediarel.archive.session import OvertakenError
from mediarel.errors import RefusedError


@pytest.fixture(autouse=True)
def _three_changes(run: Run, store: Path) -> None:
    """Change 2 titles statement 3, change 3 adds a tag to 3, change 4 removes 5."""
    assert store.exists()
    run("edit", "3", "--title", "Release him", "--silent")
    run("edit", "3", "--add-tag", "radio")
    run("remove", "5", "--yes")


def entry(store: Path, number: int) -> dict[str, Any]:
    """Return an entry of the history in the file."""
    found: dict[str, Any] = json.loads(store.read_bytes())["history"][str(number)]
    return found


def test_undo_of_an_earlier_change(run: Run, store: Path) -> None:
    done = run("undo", "2")

    assert done.code == 0
    assert done.err == (
        "Undid change 2 (changed title of 3; no note to readers of 3)."
        " To redo: mediarel redo\n"
    )
    assert (stored(3)["title"], stored(3)["tags"]) == (None, ["radio"])
    assert entry(store, 5)["undoes"] == 2
    assert "5" not in statements(store)


def test_undo_skips_changes_that_were_undone(run: Run) -> None:
    run("undo", "3")

    told = [run("undo").err for _ in "ab"]

    assert told[0].startswith("Undid change 4 (removed 5).")
    assert told[1].startswith("Undid change 2 (changed title of 3")


def test_undo_of_an_undo(run: Run, store: Path) -> None:
    run("undo", "2")
    run("edit", "4", "--add-tag", "land")

    done = run("undo", "5").err
    assert done.startswith("Undid change 5 (undid change 2; changed title of 3; no ")
    assert "redo" not in done
    assert stored(3)["title"] == "Release him"
    assert (entry(store, 7)["undoes"], entry(store, 7)["redoes"]) == (None, 5)


def test_undo_of_several_statements_asks(run: Run, store: Path, screen: Screen) -> None:
    run("edit", "6", "7", "--add-tag", "land", "--yes")
    run("edit", "4", "--add-tag", "land")

    with unchanged(store):
        done = screen(
            "undo", "5", answers=(("Undo this change to 2 statements? [y/N]: ", "n\r"),)
        )

    assert done.code == 1
    assert done.out.startswith("Undo change 5: edit, ")
    assert run("undo", "5").code == 2
    assert run("undo", "5", "--yes").code == 0
    assert stored(7)["tags"] == []


def refused(run: Run, store: Path, *arguments: str) -> tuple[int, str, str]:
    """Run a command that must change nothing; return exit code, error and hint."""
    with unchanged(store):
        done = run(*arguments)

    problem, hint = done.err.splitlines()
    return done.code, problem, hint


def test_statement_changed_later_is_refused(run: Run, store: Path) -> None:
    run("edit", "3", "--title", "Release them")

    assert refused(run, store, "undo", "2") == (
        1,
        "Error: change 2 can't be undone: statement 3 now has a different title",
        "Hint: See the later changes: mediarel log 3",
    )


def test_statement_changed_and_changed_back_is_refused(run: Run, store: Path) -> None:
    run("edit", "3", "--title", "Release them")
    run("edit", "3", "--title", "Release him", "--silent")

    code, problem, _ = refused(run, store, "undo", "2")

    assert code == 1
    assert problem.endswith(": statement 3 was changed later, by change 6")


def test_undone_change_is_refused(run: Run, store: Path) -> None:
    run("undo", "2")

    code, problem, hint = refused(run, store, "undo", "2")

    assert (code, problem) == (1, "Error: change 2 was already undone by change 5")
    assert run(*hint.split("mediarel ")[1].split()).code == 0
    assert stored(3)["title"] == "Release him"


def test_ids_are_never_reused(run: Run) -> None:
    given = ("add", "--date=2014", "--program=CLEC")
    run("remove", "9", "--yes")
    run(*given, "--title=Land")
    run("undo")
    run("undo")

    assert run(*given, "--title=Water").out == "11\n"


def test_archive_changed_after_the_question_is_refused(store: Path) -> None:
    with opened(store) as archive:
        shown = archive.next_undo()
        archive.edit([4], lambda _: {"title": "Meanwhile"})
        before = store.read_bytes()

        with pytest.raises(OvertakenError, match="meanwhile; nothing was done"):
            archive.undo(expected=shown)

        assert store.read_bytes() == before
        assert archive.undo(shown.number, expected=shown) == shown
        redo = archive.next_redo()
        archive.edit([4], lambda _: {"title": "Again"})
        with pytest.raises(RefusedError, match="nothing to redo"):
            archive.redo(expected=redo)


def test_repeated_undo_reverts_one_change_each(run: Run, store: Path) -> None:
    before = statements(store)
    run("edit", "3", "--title", "Release them")
    run("remove", "6", "--yes")

    removal, title = run("undo"), run("undo")

    after = statements(store)
    for document in (*after.values(), *before.values()):
        document.pop("modified")
    assert removal.err.startswith("Undid change 6 (removed 6).")
    assert title.err.startswith("Undid change 5 (changed title of 3")
    assert list(after) == list(before)
    assert after == before


def test_nothing_to_undo_is_refused(run: Run, home: Path) -> None:
    run("init", "empty")

    done = run("undo", "--archive", str(home / "empty"))

    assert done.code == 1
    assert done.err == (
        "Error: there is no change left to undo\nHint: See all changes: mediarel log\n"
    )
