"""Test the steps for a new command in EXTENDING.md, in a copy of the project."""

import pytest

from following import Copy, failed, task
from samples import in_the_checks

ADD = task("Add a command")
CODE = [step for step in ADD.steps if step.is_code]
REST = [step for step in ADD.steps if not step.is_code]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return a copy of the project with the code of a new command."""
    copy = Copy(tmp_path_factory.mktemp("copy"))
    copy.follow(CODE)
    return copy


@pytest.mark.usefixtures("store")
def test_new_command_works(copy: Copy) -> None:
    assert copy.mediarel("count").out == "9\n"
    assert copy.mediarel("count", "--year", "2012").out == "6\n"


@pytest.mark.usefixtures("store")
def test_help_completion_and_suggestions_know_the_command(copy: Copy) -> None:
    shown = copy.mediarel("--help").out
    own = copy.mediarel("count", "--help").out

    assert shown.index("Find and") < shown.index("\n  count ") < shown.index("Record")
    assert own.rstrip().endswith("mediarel count sonando --year 2012")
    assert copy.completed("cou") == ["count"]
    assert copy.completed("count", "--y") == ["--year"]
    assert copy.completed("count", "--year", "201") == ["2014", "2013", "2012", "2011"]
    assert "Did you mean: mediarel count" in copy.mediarel("cuont", code=2).err


@in_the_checks
def test_tests_name_the_missing_steps(copy: Copy) -> None:
    (command,) = ADD.commands

    missing = copy.give(command.replace("tests/cli/commands/test_count.py", ""))
    copy.follow(REST)
    done = copy.give(command)

    assert failed(missing) == [
        "cli/terminal/test_hostile_text.py::test_every_command_has_a_case",
        "test_docs.py::test_every_command_is_in_the_changelog",
        "test_docs.py::test_every_command_is_shown",
    ]
    assert failed(done) == []
    assert copy.linted(ADD.steps) == "All checks passed!\n"
