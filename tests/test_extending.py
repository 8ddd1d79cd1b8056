"""Test the steps in EXTENDING.md, in copies of the project."""

import json
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
@pytest.mark.parametrize(
    ("name", "own", "missing"),
    [
        (
            "Add a format",
            "tests/formats/test_records.py",
            [
                "formats/test_table.py::test_docs_list_the_format",
                "formats/test_table.py::test_export_equals_the_golden_file",
            ],
        ),
        (
            "Add a command",
            "tests/cli/commands/test_count.py",
            [
                "cli/terminal/test_hostile_text.py::test_every_command_has_a_case",
                "test_docs.py::test_every_command_is_in_the_changelog",
                "test_docs.py::test_every_command_is_shown",
            ],
        ),
        (
            "Add a query term",
            "tests/index/test_month.py",
            [
                "index/test_index.py::test_simple_reading_supports_each_term",
                "test_docs.py::test_every_query_term_is_in_the_table",
            ],
        ),
        (
            "Add a field",
            "",
            [
                "formats/test_table.py::test_export_equals_the_golden_file",
                "test_docs.py::test_every_field_is_documented",
                "test_docs.py::test_every_query_term_is_in_the_table",
                "test_file_format.py::test_page_names_all_tables_fields_and_forms",
                "test_file_format.py::test_schema_beside_the_page_is_the_printed_schema",
            ],
        ),
    ],
)
def test_tests_name_the_missing_steps(
    tmp_path: Path, name: str, own: str, missing: list[str]
) -> None:
    """After the last steps, all tests pass."""
    task = TASKS[name]
    *write_goldens, ask = task.commands
    copy = Copy(tmp_path / "copy")
    copy.follow(task.code)

    first = copy.give(ask.replace(own, ""))
    copy.follow([step for step in task.steps if not step.is_code])
    for command in write_goldens:
        copy.give(command)
    done = copy.give(ask)

    assert failed(first) == missing
    assert failed(done) == []
    assert copy.linted(task.steps) == "All checks passed!\n"


@in_the_checks
def test_tests_name_the_missing_sql_of_a_term(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "copy")
    code = TASKS["Add a query term"].code
    copy.follow([step for step in code if step.file != "src/mediarel/index/sql.py"])
    done = copy.give(".venv/bin/pytest -n 0 tests/index/test_sql.py")

    assert failed(done) == ["index/test_sql.py::test_each_term_has_valid_sql"]


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
