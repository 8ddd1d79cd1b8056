"""Test cases in which `mediarel check --accept` accepts nothing."""

from pathlib import Path

import pytest

from archives import content
from conftest import Run
from mediarel.cli import prompts
from tampering import (
    Tables,
    add_12,
    all_of,
    change_place,
    remove_4,
    tamper,
    without_digests,
)


def test_unchanged_archive_has_nothing_to_accept(run: Run, store: Path) -> None:
    before = store.read_bytes()

    done = run("check", "--accept")

    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("Nothing to accept")
    assert store.read_bytes() == before


def test_altered_history_entry_is_not_accepted(run: Run, store: Path) -> None:
    """Nothing in the archive confirms the altered entry."""
    run("remove", "9", "--yes")

    def damage(tables: Tables) -> None:
        tables["history"]["2"]["removed"]["9"]["title"] = "Other"

    tamper(store, all_of(damage, without_digests))

    done = run("check", "--accept")

    assert (done.code, done.err[:17]) == (0, "Nothing to accept")
    assert "statement 9" in run("check").out


def test_other_errors_prevent_acceptance(run: Run, store: Path) -> None:
    def damage(tables: Tables) -> None:
        change_place(tables)
        tables["statements"]["5"]["date"] = "soon"

    tamper(store, damage)
    before = store.read_bytes()

    done = run("check", "--accept")

    assert done.code == 5
    assert [line.split("\t")[0] for line in done.out.splitlines()] == ["error"]
    assert "\tthe date 'soon' is not a date" in done.out
    assert "the archive has 1 error; nothing was accepted" in done.err
    assert store.read_bytes() == before


def test_change_by_another_program_during_the_question_is_refused(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper(store, all_of(add_12, remove_4))

    def confirm(question: str, *, yes: bool) -> None:
        assert question
        assert yes
        tamper(store, change_place)

    monkeypatch.setattr(prompts, "confirm", confirm)

    done = run("check", "--accept", "--yes")

    assert done.code == 1
    assert "another command changed the archive meanwhile" in done.err
    assert len(content(store)["history"]) == 1
