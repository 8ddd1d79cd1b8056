"""A format that a stranger adds: one file and one row, and all knows it.

Done in a copy of the source, with a format that is not text:

- in help, in completion, by its name, by the ending of a file
- read in again, known by its look
- a terminal is not sent it
- the tests of the table say what else it needs: a golden file, a line in the docs
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from conftest import Done, Screen, Shell

MODULE = '''\
"""JSON Lines, packed (RFC 1952)."""

import gzip
import io

from mediarel.formats import jsonl


def write(statements, out, options):
    """Write `statements` to `out`."""
    text = io.BytesIO()
    jsonl.write(statements, text, options)
    out.write(gzip.compress(text.getvalue(), mtime=0))


def sniff(start):
    """Tell whether what begins with `start` is packed."""
    return start.startswith(b"\\x1f\\x8b")


def read(data, source):
    """Return the drafts in `data`."""
    return jsonl.read(gzip.decompress(data), source)
'''
ROW = 'Format("packed", (".packed",), ("application/gzip",), is_text=False),'


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the source with one format more, the one that is run."""
    copy = tmp_path / "copy"
    for name in ("src", "tests", "docs"):
        shutil.copytree(
            ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    formats = copy / "src" / "mediarel" / "formats"
    (formats / "packed.py").write_text(MODULE, encoding="utf-8")
    table = (formats / "table.py").read_text(encoding="utf-8")
    changed, times = re.subn(
        r"^FORMATS = \(\n", rf"\g<0>    {ROW}\n", table, flags=re.MULTILINE
    )
    assert times == 1
    (formats / "table.py").write_text(changed, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(copy / "src"))
    return copy


def mediarel(shell: Shell, arguments: str, **variables: str) -> Done:
    """Run the program of the copy."""
    done = shell(f"{sys.executable} -m mediarel {arguments}", **variables)
    assert done.code == 0, done.err
    return done


@pytest.mark.usefixtures("store", "copy")
def test_help_and_completion_have_it(shell: Shell) -> None:
    """Where a format is asked for, it is among them."""
    for command in ("list", "export", "import"):
        offered = mediarel(
            shell,
            "",
            _MEDIAREL_COMPLETE="complete_bash",
            COMP_WORDS=f"mediarel {command} --format pa",
            COMP_CWORD="3",
        )

        assert offered.out.split() == ["packed"]
        assert "packed" in mediarel(shell, f"{command} --help").out


@pytest.mark.usefixtures("store", "copy")
def test_it_goes_out_and_comes_in(shell: Shell) -> None:
    """By its name or by the ending of the file; it is known by its look."""
    mediarel(shell, "export --format packed > named")
    done = mediarel(shell, "export -o all.packed")
    mediarel(shell, "init other")

    again = mediarel(shell, "import named --archive other")

    assert done.err == "Wrote 9 statements to all.packed.\n"
    assert Path("named").read_bytes() == Path("all.packed").read_bytes()
    assert again.err.startswith("Added 9 statements")
    assert mediarel(shell, "list --archive other").out == mediarel(shell, "list").out


@pytest.mark.usefixtures("store", "copy")
@pytest.mark.parametrize("arguments", [(), ("--output=/dev/tty",)])
def test_a_terminal_is_not_sent_what_is_no_text(
    screen: Screen, arguments: tuple[str, ...]
) -> None:
    """It is told how to have a file instead."""
    done = screen("export", "--format=packed", *arguments)

    assert done.code == 2
    assert done.out == (
        "Error: a terminal can't show packed\n"
        "Hint: Write a file: mediarel export --output statements.packed"
    )


def test_the_table_says_what_is_missing(copy: Path) -> None:
    """Its golden file and its line in the docs, and nothing else."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-n0", "-pno:cacheprovider", "-rf"),
            "--override-ini=pythonpath=tests",
            *("--rootdir", copy, copy / "tests" / "formats" / "test_table.py"),
        ],
        cwd=copy,
        env=dict(os.environ),
        capture_output=True,
        check=False,
        text=True,
    )

    missing = re.findall(r"^FAILED .*::(\w+)\[packed\]", done.stdout, re.MULTILINE)
    assert sorted(missing) == [
        "test_it_writes_its_golden_file",
        "test_the_docs_have_it",
    ]
    assert done.stdout.count("\nFAILED ") == len(missing)
