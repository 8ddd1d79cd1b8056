"""Test the steps of EXTENDING.md for a new field, in a copy of the project.

The copy has two new fields. It is used with an archive that the present program
created.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from following import Copy, failed, mediarel, task
from samples import in_the_checks

Program = Callable[..., str]

pytestmark = in_the_checks
ADD = task("Add a field")
NEW = {"institutions": ["the Parliament", "UNESCO"], "campaign": "Homes first"}
OPTIONS = (
    *("--institution=the Parliament", "--institution=UNESCO"),
    "--campaign=Homes first",
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return a copy of the project with the code for two new fields."""
    copy = Copy(tmp_path_factory.mktemp("copy"))
    copy.follow([step for step in ADD.steps if step.is_code])
    return copy


@pytest.fixture
def today() -> Program:
    """Return the present program."""
    return lambda *arguments, **how: mediarel(*arguments, **how).out


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an archive that the present program created."""
    folder = tmp_path_factory.mktemp("begun")

    def today(*arguments: str) -> None:
        mediarel(*arguments, MEDIAREL_ARCHIVE=str(folder), HOME=str(folder))

    today("init", str(folder))
    for day, word in (("01", "water"), ("02", "land"), ("03", "homes")):
        today("add", f"--date=2012-07-{day}", "--program=CLEC", f"--text=On {word}.")
    today("edit", "2", "--add-tag=land", "--signatory=Licadho")
    today("edit", "2", "--title=On the land")
    today("remove", "3", "--yes")
    today("undo")
    today("add", "--date=2012", "--program=STT", "--title=Of the year")
    return folder / "data"


@pytest.fixture
def later(copy: Copy, begun: Path, home: Path, today: Program) -> Program:
    """Return the program with the new fields, on an archive with an old index."""
    shutil.copytree(begun, home / "data")
    today("list")
    return lambda *arguments, **how: copy.mediarel(*arguments, **how).out


def of_today(later: Program, *ids: str) -> list[dict[str, Any]]:
    """Return the statements without the new fields."""
    told = json.loads(later("show", *ids, "--format=json"))
    return [{k: v for k, v in e.items() if k not in {*NEW, "modified"}} for e in told]


def test_commands_print_the_same_as_before(later: Program, today: Program) -> None:
    assert later("list") == today("list")
    assert later("log") == today("log")
    assert later("show", "2") == today("show", "2")
    assert later("check", "--json") == today("check", "--json")
    assert of_today(later, "1", "2", "3", "4") == of_today(today, "1", "2", "3", "4")


def test_an_edit_of_the_new_fields_can_be_undone(later: Program) -> None:
    before = of_today(later, "2")
    later("edit", "2", *OPTIONS, "--title=Else")
    later("undo")

    told = json.loads(later("show", "2", "--format=json"))[0]
    assert (told["institutions"], told["campaign"]) == ([], None)
    assert of_today(later, "2") == before
    later("check")


def test_options_of_new_fields_are_stored_and_shown(later: Program, home: Path) -> None:
    number = later("add", "--date=2013", "--program=A", "--title=a", *OPTIONS).strip()

    content = json.loads((home / "data" / "statements.json").read_text("utf-8"))
    assert content["statements"][number].items() >= NEW.items()
    shown = later("show", number).splitlines()
    assert "institutions\tthe Parliament; UNESCO" in shown
    assert "campaign\tHomes first" in shown


@pytest.mark.parametrize(
    "query",
    [
        *("institution:parliament", "parliament", "institution:unes*", "unesco"),
        *('campaign:"homes first"', "campaign:homes*"),
    ],
)
def test_new_fields_are_found_by_terms_and_words(later: Program, query: str) -> None:
    """The old index is not used."""
    later("edit", "1", *OPTIONS)

    assert [line.split("\t")[0] for line in later("list", query).splitlines()] == ["1"]


def test_the_tests_report_the_missing_steps(copy: Copy) -> None:
    """After the remaining steps of EXTENDING.md, all tests pass."""
    write_goldens, ask = ADD.commands

    missing = copy.give(ask)
    copy.follow([step for step in ADD.steps if not step.is_code])
    copy.give(write_goldens)
    done = copy.give(ask)

    assert failed(missing) == [
        "formats/test_table.py::test_export_equals_the_golden_file",
        "test_docs.py::test_every_field_is_documented",
        "test_docs.py::test_every_query_term_is_in_the_table",
        "test_file_format.py::test_page_names_all_tables_fields_and_forms",
        "test_file_format.py::test_schema_beside_the_page_is_the_printed_schema",
    ]
    assert failed(done) == []
    assert copy.linted(ADD.steps) == "All checks passed!\n"
