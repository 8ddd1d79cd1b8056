"""A format that a stranger adds, as EXTENDING.md says, in a copy of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from following import Copy, Step, failed, mediarel, task
from samples import in_the_checks

if TYPE_CHECKING:
    from conftest import Screen

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


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return a copy of the project, with the code of two formats more."""
    copy = Copy(tmp_path_factory.mktemp("copy"))
    copy.follow([*CODE, *BINARY])
    return copy


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["records", "packed"])
def test_help_and_completion_have_it(copy: Copy, name: str) -> None:
    """Where a format is asked for, it is among them."""
    for command in ("list", "export", "import"):
        assert copy.completed(command, "--format", name[:3]) == [name]
        assert name in copy.mediarel(command, "--help").out


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["records", "packed"])
def test_it_goes_out_and_comes_in(copy: Copy, name: str) -> None:
    """By its name or by the ending of the file; it is known by its look."""
    copy.mediarel("export", "--format", name, "-o", "named")
    done = copy.mediarel("export", "-o", f"all.{name}")
    copy.mediarel("init", "other")

    again = copy.mediarel("import", "named", "--archive", "other")

    assert done.err == f"Wrote 9 statements to all.{name}.\n"
    assert Path("named").read_bytes() == Path(f"all.{name}").read_bytes()
    assert again.err.startswith("Added 9 statements")
    assert copy.mediarel("list", "--archive", "other").out == mediarel("list").out


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "hint"),
    [((), "To write a file"), (("--output=/dev/tty",), "Write to a file")],
)
def test_a_terminal_is_not_sent_what_is_no_text(
    copy: Copy,
    screen: Screen,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    hint: str,
) -> None:
    """It is told how to have a file instead."""
    monkeypatch.setenv("PYTHONPATH", str(copy.root / "src"))

    done = screen("export", "--format=packed", *arguments)

    assert done.code == 2
    assert done.out == (
        "Error: a terminal can't show packed\n"
        f"Hint: {hint}: mediarel export --output statements.packed"
    )


@in_the_checks
def test_the_tests_name_what_is_missing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Its golden file and its line in the docs, and nothing else."""
    copy = Copy(tmp_path_factory.mktemp("followed"))
    write_goldens, ask = ADD.commands
    copy.follow(CODE)

    missing = copy.give(ask.replace("tests/formats/test_records.py", ""))
    copy.follow(REST)
    copy.give(write_goldens)
    done = copy.give(ask)

    assert failed(missing) == [
        "formats/test_table.py::test_it_writes_its_golden_file",
        "formats/test_table.py::test_the_docs_have_it",
    ]
    assert failed(done) == []
    assert copy.linted(ADD.steps) == "All checks passed!\n"
