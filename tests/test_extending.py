"""Test the steps in EXTENDING.md, in copies of the project."""

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conftest import Screen
from following import TASKS, Copy, Step, failed, mediarel
from samples import in_the_checks

Program = Callable[..., str]
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
def test_new_command_works(copies: Copies) -> None:
    copy = copies("Add a command")
    assert copy.mediarel("count").out == "9\n"
    assert copy.mediarel("count", "--year", "2012").out == "6\n"


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


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("month:07 sonando", "date:2012-07 sonando"),
        ("NOT month:7", "NOT (date:2011-07 OR date:2012-07 OR date:2013-07)"),
    ],
)
def test_new_term_finds_the_right_statements(
    copies: Copies, query: str, same: str
) -> None:
    copy = copies("Add a query term")
    found = copy.mediarel("list", query).out

    assert found
    assert found == copy.mediarel("list", same).out


@in_the_checks
@pytest.mark.usefixtures("store")
def test_errors_of_the_new_term(copies: Copies) -> None:
    copy = copies("Add a query term")
    told = copy.mediarel("list", "month:13", code=2).err
    slip = copy.mediarel("list", "mont:12", code=2).err

    assert "'13' is not a month\n  month:13\n        ^\n" in told
    assert "Did you mean month:?" in slip


PACKED = '''\
"""JSON Lines, packed (RFC 1952)."""

import gzip
import io

from mediarel.formats.json import JSON_LINES


def write(statements, out, options):
    """Write `statements` to `out`."""
    text = io.BytesIO()
    JSON_LINES.write(statements, text, options)
    out.write(gzip.compress(text.getvalue(), mtime=0))


def sniff(start):
    """Tell whether what begins with `start` is packed."""
    return start.startswith(b"\\x1f\\x8b")


def read(data, source, options):
    """Return the statements in `data`."""
    return JSON_LINES.read(gzip.decompress(data), source, options)
'''


ROW = (
    '    Format("packed", "a slow line", (".packed",), ("application/gzip",),'
    " is_text=False),\n"
)


BINARY = [
    Step("src/mediarel/formats/packed.py", "", "", PACKED),
    Step("src/mediarel/formats/table.py", "below", "FORMATS = (", ROW),
]


@pytest.fixture(scope="module")
def with_formats(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return a copy of the project, with the code of two new formats."""
    copy = Copy(tmp_path_factory.mktemp("copy"))
    copy.follow([*TASKS["Add a format"].code, *BINARY])
    return copy


@in_the_checks
@pytest.mark.usefixtures("store")
def test_help_and_completion_name_the_format(with_formats: Copy) -> None:
    assert with_formats.completed("list", "--format", "rec") == ["records"]
    assert "records" in with_formats.mediarel("import", "--help").out


@in_the_checks
@pytest.mark.usefixtures("store")
def test_export_and_import_use_the_format(with_formats: Copy) -> None:
    """The format is chosen by name, by file name and by content."""
    copy = with_formats
    copy.mediarel("export", "--format", "packed", "-o", "named")
    done = copy.mediarel("export", "-o", "all.packed")
    copy.mediarel("init", "other")

    again = copy.mediarel("import", "named", "--archive", "other")

    assert done.err == "Wrote 9 statements to all.packed.\n"
    assert Path("named").read_bytes() == Path("all.packed").read_bytes()
    assert again.err.startswith("Added 9 statements")
    assert copy.mediarel("list", "--archive", "other").out == mediarel("list").out


@in_the_checks
@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("arguments", [(), ("--output=/dev/tty",)])
def test_binary_format_is_not_sent_to_a_terminal(
    with_formats: Copy,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(with_formats.root / "src"))

    done = screen("export", "--format=packed", *arguments)

    assert done.code == 2
    assert done.out == (
        "Error: a terminal can't show packed\n"
        "Hint: Write to a file: mediarel export --output statements.packed"
    )


NEW = {"institutions": ["the Parliament", "UNESCO"], "campaign": "Homes first"}


OPTIONS = (
    *("--institution=the Parliament", "--institution=UNESCO"),
    "--campaign=Homes first",
)


def today(*arguments: str, **variables: Any) -> str:
    """Return the output of the present program."""
    return mediarel(*arguments, **variables).out


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an archive that the present program created."""
    folder = tmp_path_factory.mktemp("begun")
    for words in (
        ("init", str(folder)),
        ("add", "--date=2012-07-01", "--program=CLEC", "--text=On water."),
        ("add", "--date=2012-07-02", "--program=CLEC", "--text=On land."),
        ("add", "--date=2012-07-03", "--program=CLEC", "--text=On homes."),
        ("edit", "2", "--add-tag=land", "--signatory=Licadho"),
        ("edit", "2", "--title=On the land"),
        ("remove", "3", "--yes"),
        ("undo",),
        ("add", "--date=2012", "--program=STT", "--title=Of the year"),
    ):
        today(*words, MEDIAREL_ARCHIVE=str(folder), HOME=str(folder))
    return folder / "data"


@pytest.fixture
def later(copies: Copies, begun: Path, home: Path) -> Program:
    """Return the program with the new fields, on an archive with an old index."""
    shutil.copytree(begun, home / "data")
    today("list")
    copy = copies("Add a field")
    return lambda *arguments: copy.mediarel(*arguments).out


def of_today(later: Program, *ids: str) -> list[dict[str, Any]]:
    """Return the statements without the new fields."""
    told = json.loads(later("show", *ids, "--format=json"))
    return [{k: v for k, v in e.items() if k not in {*NEW, "modified"}} for e in told]


@in_the_checks
def test_commands_print_the_same_as_before(later: Program) -> None:
    assert later("list") == today("list")
    assert later("log") == today("log")
    assert later("show", "2") == today("show", "2")
    assert later("check", "--json") == today("check", "--json")
    assert of_today(later, "1", "2", "3", "4") == of_today(today, "1", "2", "3", "4")


@in_the_checks
def test_an_edit_of_the_new_fields_can_be_undone(later: Program) -> None:
    before = of_today(later, "2")
    later("edit", "2", *OPTIONS, "--title=Else")
    later("undo")

    told = json.loads(later("show", "2", "--format=json"))[0]
    assert (told["institutions"], told["campaign"]) == ([], None)
    assert of_today(later, "2") == before
    later("check")


@in_the_checks
def test_options_of_new_fields_are_stored_and_shown(later: Program, home: Path) -> None:
    number = later("add", "--date=2013", "--program=A", "--title=a", *OPTIONS).strip()

    content = json.loads((home / "data" / "statements.json").read_text("utf-8"))
    assert content["statements"][number].items() >= NEW.items()
    shown = later("show", number).splitlines()
    assert "institutions\tthe Parliament; UNESCO" in shown
    assert "campaign\tHomes first" in shown


@in_the_checks
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
