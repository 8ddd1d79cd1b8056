"""Test the steps in EXTENDING.md, in copies of the project."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from following import TASKS, Copy, failed, mediarel
from samples import in_the_checks

Copies = Callable[[str], Copy]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Return a function that returns a copy of the project with the code of a task."""

    @cache
    def copied(name: str) -> Copy:
        copy = Copy(tmp_path_factory.mktemp("copy"))
        copy.follow(TASKS[name].code)
        return copy

    return copied


@in_the_checks
@pytest.mark.parametrize("name", TASKS)
def test_tests_pass_after_the_steps(tmp_path: Path, name: str) -> None:
    """Without the steps for tests and pages, a test fails."""
    task = TASKS[name]
    copy = Copy(tmp_path / "copy")
    copy.follow(task.code)
    own = re.compile(r" tests/\S*test_(?:records|count|month)\.py")
    assert failed(copy.give(own.sub("", task.commands[-1])))
    copy.follow([step for step in task.steps if not step.is_code])
    for command in task.commands[:-1]:
        copy.give(command)

    assert failed(copy.give(task.commands[-1])) == []
    assert copy.linted(task.steps) == "All checks passed!\n"


@pytest.mark.usefixtures("store")
def test_help_completion_and_suggestions_know_the_command(copies: Copies) -> None:
    copy = copies("Add a command")
    shown = copy.mediarel("--help").out
    own = copy.mediarel("count", "--help").out

    assert shown.index("Find and") < shown.index("\n  count ") < shown.index("Record")
    assert own.rstrip().endswith("mediarel count sonando --year 2012")
    assert copy.completed("cou") == ["count"]
    assert copy.completed("count", "--y") == ["--year"]
    assert copy.completed("count", "--year", "201") == ["2014", "2013", "2012", "2011"]
    assert "Did you mean: mediarel count" in copy.mediarel("cuont", code=2).err


@in_the_checks
@pytest.mark.usefixtures("store")
def test_new_fields_work_in_an_older_archive(copies: Copies) -> None:
    """The index of the older program is not used, and an edit can be undone."""
    copy = copies("Add a field")
    for command in ("list", "log", "check"):
        assert mediarel(command).out == copy.mediarel(command).out
    (before,) = json.loads(mediarel("show", "2", "--format=json").out)
    institutions = ["the Parliament", "UNESCO"]

    given = (f"--institution={name}" for name in institutions)
    copy.mediarel("edit", "2", *given, "--campaign=Homes first", "--title=Else")

    (kept,) = json.loads(copy.mediarel("show", "2", "--format=json").out)
    assert (kept["institutions"], kept["campaign"]) == (institutions, "Homes first")
    shown = copy.mediarel("show", "2").out.splitlines()
    assert "institutions\tthe Parliament; UNESCO" in shown
    assert "campaign\tHomes first" in shown
    for query in (
        *("institution:parliament", "parliament", "institution:unes*", "unesco"),
        *('campaign:"homes first"', "campaign:homes*"),
    ):
        assert copy.mediarel("list", query).out.startswith("2\t")
    copy.mediarel("undo")
    (after,) = json.loads(copy.mediarel("show", "2", "--format=json").out)
    empty = {"institutions": [], "campaign": None, "modified": before["modified"]}
    assert {**after, "modified": before["modified"]} == before | empty
    copy.mediarel("check")
