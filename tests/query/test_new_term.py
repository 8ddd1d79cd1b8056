"""Test adding a query term by the steps in EXTENDING.md."""

import pytest

from following import Copy, failed, task
from samples import in_the_checks

ADD = task("Add a query term")
CODE = [step for step in ADD.steps if step.is_code]
REST = [step for step in ADD.steps if not step.is_code]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return a copy of the project with the new term."""
    copy = Copy(tmp_path_factory.mktemp("copy"))
    copy.follow(CODE)
    return copy


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("month:07 sonando", "date:2012-07 sonando"),
        ("NOT month:7", "NOT (date:2011-07 OR date:2012-07 OR date:2013-07)"),
    ],
)
def test_new_term_finds_the_right_statements(copy: Copy, query: str, same: str) -> None:
    found = copy.mediarel("list", query).out

    assert found
    assert found == copy.mediarel("list", same).out


@in_the_checks
@pytest.mark.usefixtures("store")
def test_errors_of_the_new_term(copy: Copy) -> None:
    told = copy.mediarel("list", "month:13", code=2).err
    slip = copy.mediarel("list", "mont:12", code=2).err

    assert "'13' is not a month\n  month:13\n        ^\n" in told
    assert "Did you mean month:?" in slip


@in_the_checks
def test_the_tests_name_each_missing_step(copy: Copy) -> None:
    (command,) = ADD.commands

    missing = copy.give(command.replace("tests/index/test_month.py", ""))
    copy.follow(REST)
    done = copy.give(command)

    assert failed(missing) == [
        "index/test_index.py::test_simple_reading_supports_each_term",
        "test_docs.py::test_every_query_term_is_in_the_table",
    ]
    assert failed(done) == []
    assert copy.linted(ADD.steps) == "All checks passed!\n"


@in_the_checks
def test_the_tests_name_missing_sql(tmp_path_factory: pytest.TempPathFactory) -> None:
    copy = Copy(tmp_path_factory.mktemp("without"))
    copy.follow([step for step in CODE if step.file != "src/mediarel/index/sql.py"])

    done = copy.give(".venv/bin/pytest -n 0 tests/index/test_sql.py")

    assert failed(done) == ["index/test_sql.py::test_each_term_has_valid_sql"]
