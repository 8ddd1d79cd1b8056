"""Fields that a stranger adds, as EXTENDING.md says: one entry, and all follows.

In a copy of the project two fields are entered that nobody thought of, and the
program of that copy is run on an archive with a history that today's program made.

- undo, redo, restore, check and repair do what they did
- the options are there; what they set is kept, shown, found, exported and read back
- the query, the index, completion and the JSON Schema know the fields
- left at the code, the tests name what is missing; with all steps they pass
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from following import Copy, failed, mediarel, task
from samples import in_the_checks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Program = Callable[..., str]

ADD = task("Add a field")
NEW = {"institutions": ["the Parliament", "UNESCO"], "campaign": "Homes first"}
OPTIONS = (
    *("--institution=the Parliament", "--institution=UNESCO"),
    "--campaign=Homes first",
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return a copy of the project, with the code of two fields more."""
    copy = Copy(tmp_path_factory.mktemp("copy"))
    copy.follow([step for step in ADD.steps if step.is_code])
    return copy


@pytest.fixture
def today() -> Program:
    """Return the program as it is."""
    return lambda *arguments, **how: mediarel(*arguments, **how).out


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an archive of today's."""
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
    """Return the later program, in a folder with that archive, with an index of it."""
    shutil.copytree(begun, home / "data")
    today("list")
    return lambda *arguments, **how: copy.mediarel(*arguments, **how).out


def of_today(later: Program, *ids: str) -> list[dict[str, Any]]:
    """Return the statements as today's fields tell them."""
    told = json.loads(later("show", *ids, "--format=json"))
    return [
        {k: v for k, v in each.items() if k not in {*NEW, "modified"}} for each in told
    ]


def test_the_archive_is_what_it_was(later: Program, today: Program) -> None:
    assert later("list") == today("list")
    assert later("log") == today("log")
    assert later("show", "2") == today("show", "2")
    assert of_today(later, "1", "2", "3", "4") == of_today(today, "1", "2", "3", "4")


def test_check_finds_nothing_new(later: Program, today: Program) -> None:
    """Neither a rule nor a digest nor a checksum is broken."""
    assert json.loads(later("check", "--json")) == json.loads(today("check", "--json"))


def test_undo_gives_back_what_it_said(later: Program) -> None:
    """A change of the new fields is taken back like any other."""
    before = of_today(later, "2")
    later("edit", "2", *OPTIONS, "--title=Else")
    later("undo")

    told = json.loads(later("show", "2", "--format=json"))[0]
    assert (told["institutions"], told["campaign"]) == ([], None)
    assert of_today(later, "2") == before
    later("check")


def test_what_is_set_is_kept_and_shown(later: Program, home: Path) -> None:
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
def test_it_is_found(later: Program, query: str) -> None:
    """By its term, and the words of one that is searched by words by these alone.

    The index that today's program made is not asked.
    """
    later("edit", "1", *OPTIONS)

    assert [line.split("\t")[0] for line in later("list", query).splitlines()] == ["1"]


@in_the_checks
def test_the_tests_name_what_is_missing(copy: Copy) -> None:
    """A sample that has it, its rows in the docs; then the golden files are written."""
    write_goldens, ask = ADD.commands

    missing = copy.give(ask)
    copy.follow([step for step in ADD.steps if not step.is_code])
    copy.give(write_goldens)
    done = copy.give(ask)

    assert failed(missing) == [
        "formats/test_table.py::test_export_equals_the_golden_file",
        "model/test_fields.py::test_a_sample_has_it",
        "test_docs.py::test_every_field_is_told_of",
        "test_docs.py::test_every_term_is_shown",
        "test_file_format.py::test_all_is_named",
    ]
    assert failed(done) == []
    assert copy.linted(ADD.steps) == "All checks passed!\n"
