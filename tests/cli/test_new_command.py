"""A command that a stranger adds, as EXTENDING.md says, in a copy of the project.

- it works; help, completion and the hint for a slip know it
- left at the code, the tests name what is missing; with all steps they pass
"""

from __future__ import annotations

import pytest

from following import Copy, failed, task
from samples import in_the_checks

ADD = task("Add a command")
CODE = [step for step in ADD.steps if step.is_code]
REST = [step for step in ADD.steps if not step.is_code]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return a copy of the project, with the code of one command more."""
    copy = Copy(tmp_path_factory.mktemp("copy"))
    copy.follow(CODE)
    return copy


@pytest.mark.usefixtures("store")
def test_it_works(copy: Copy) -> None:
    assert copy.mediarel("count").out == "9\n"
    assert copy.mediarel("count", "--year", "2012").out == "6\n"


@pytest.mark.usefixtures("store")
def test_all_know_it(copy: Copy) -> None:
    """Help in its group, completion of its name and options, the hint for a slip."""
    shown = copy.mediarel("--help").out
    own = copy.mediarel("count", "--help").out

    assert shown.index("Find and") < shown.index("\n  count ") < shown.index("Record")
    assert own.rstrip().endswith("mediarel count sonando --year 2012")
    assert copy.completed("cou") == ["count"]
    assert copy.completed("count", "--y") == ["--year"]
    assert copy.completed("count", "--year", "201") == ["2014", "2013", "2012", "2011"]
    assert "Did you mean: mediarel count" in copy.mediarel("cuont", code=2).err


@in_the_checks
def test_the_tests_name_what_is_missing(copy: Copy) -> None:
    """Its hostile case, its own tests, its place in the docs and in the changelog."""
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
