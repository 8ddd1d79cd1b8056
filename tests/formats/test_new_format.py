"""Test the steps in EXTENDING.md for a new format, in a copy of the project."""

from pathlib import Path

import pytest

from conftest import Screen
from following import Copy, Step, failed, mediarel, task
from samples import in_the_checks

ADD = task("Add a format")
CODE = [step for step in ADD.steps if step.is_code]
REST = [step for step in ADD.steps if not step.is_code]
TABLE = "src/mediarel/formats/table.py"

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
    Step(TABLE, "below", "FORMATS = (", ROW),
]

pytestmark = in_the_checks


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return a copy of the project, with the code of two new formats."""
    copy = Copy(tmp_path_factory.mktemp("copy"))
    copy.follow([*CODE, *BINARY])
    return copy


@pytest.mark.usefixtures("store")
def test_help_and_completion_name_the_format(copy: Copy) -> None:
    assert copy.completed("list", "--format", "rec") == ["records"]
    assert "records" in copy.mediarel("import", "--help").out


@pytest.mark.usefixtures("store")
def test_export_and_import_use_the_format(copy: Copy) -> None:
    """The format is chosen by name, by file name and by content."""
    copy.mediarel("export", "--format", "packed", "-o", "named")
    done = copy.mediarel("export", "-o", "all.packed")
    copy.mediarel("init", "other")

    again = copy.mediarel("import", "named", "--archive", "other")

    assert done.err == "Wrote 9 statements to all.packed.\n"
    assert Path("named").read_bytes() == Path("all.packed").read_bytes()
    assert again.err.startswith("Added 9 statements")
    assert copy.mediarel("list", "--archive", "other").out == mediarel("list").out


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "hint"),
    [((), "Write to a file"), (("--output=/dev/tty",), "Write to a file")],
)
def test_binary_format_is_not_sent_to_a_terminal(
    copy: Copy,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    hint: str,
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(copy.root / "src"))

    done = screen("export", "--format=packed", *arguments)

    assert done.code == 2
    assert done.out == (
        "Error: a terminal can't show packed\n"
        f"Hint: {hint}: mediarel export --output statements.packed"
    )


def test_only_tests_of_golden_file_and_docs_fail(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """After the last steps, all tests pass."""
    copy = Copy(tmp_path_factory.mktemp("followed"))
    write_goldens, ask = ADD.commands
    copy.follow(CODE)

    missing = copy.give(ask.replace("tests/formats/test_records.py", ""))
    copy.follow(REST)
    copy.give(write_goldens)
    done = copy.give(ask)

    assert failed(missing) == [
        "formats/test_table.py::test_docs_list_the_format",
        "formats/test_table.py::test_export_equals_the_golden_file",
    ]
    assert failed(done) == []
    assert copy.linted(ADD.steps) == "All checks passed!\n"
