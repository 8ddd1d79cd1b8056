"""What is typed at a question.

- Tab completes what the archive holds: any case, words within, Khmer; nothing harmful
- questions are on the terminal of stderr where the results go elsewhere
- a terminal that can't edit a line, and a Python without readline
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from mediarel.cli.prompts import matching

if TYPE_CHECKING:
    from conftest import Run, Screen

KHMER = "សិទ្ធិមនុស្ស"
GIVEN = ("add", "--date=2012", "--title=a", "--type=Open Letter", "--source=")


@pytest.fixture(autouse=True)
def _tags(store: Path, run: Run) -> None:
    assert store.exists()
    run("edit", "3", "--tag=Land rights", "--tag=radio", f"--tag={KHMER}")
    run("edit", "3", "--signatory=NGO Forum", "--signatory=ADHOC")


def asked(screen: Screen, signatory: str, tag: str) -> dict[str, list[str]]:
    """Return what is kept after `signatory` and `tag` were typed."""
    done = screen(
        *GIVEN,
        answers=(
            ("Program [CLEC]: ", "\r"),
            ("Signatory (Enter for none): ", f"{signatory}\r"),
            ("Another signatory (Enter for no more): ", "\r"),
            ("Tag (Enter for none): ", f"{tag}\r"),
            ("Another tag (Enter for no more): ", "\r"),
            ("Save it?", "\r"),
        ),
    )

    assert done.code == 0, done.out
    kept = json.loads(Path("data/statements.json").read_bytes())["statements"]["10"]
    return {name: kept[name] for name in ("signatories", "tags")}


def test_tab_completes(screen: Screen) -> None:
    """Whole values, spaces and all, whatever the case."""
    assert asked(screen, "ngo\t", "LAND\t") == {
        "signatories": ["NGO Forum"],
        "tags": ["Land rights"],
    }


@pytest.mark.parametrize("begun", ["", "e", "evil"])
def test_nothing_harmful_completes(begun: str) -> None:
    """What could drive a terminal is not offered."""
    values = ["evil\x1b[31m", "evil\u202e", "evil\ttab", "even", KHMER]

    assert "evil" not in "".join(matching(begun, values))


def test_results_elsewhere() -> None:
    """Into a pipe goes the id, and nothing of the questions."""
    line = f"{sys.executable} -m mediarel add --date=2012 --title=a > ids"
    child = pexpect.spawn(
        "/bin/sh", ["-c", line], encoding="utf-8", timeout=120, env=dict(os.environ)
    )
    for awaited in ("Program [CLEC]: ", "Type", "Signatory", "Tag", "Source", "Save"):
        child.expect_exact(awaited)
        child.send("\r")
    child.expect_exact("Added 10")
    child.expect_exact(pexpect.EOF)

    assert Path("ids").read_bytes() == b"10\n"


def test_a_dumb_terminal(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked without readline, which would drive the terminal."""
    monkeypatch.setenv("TERM", "dumb")

    done = screen(
        *(*GIVEN, "--signatory=A", "--tag=b"),
        answers=(("Program [CLEC]: ", "\r"), ("Save it?", "\r")),
        raw=True,
    )

    assert done.code == 0
    assert "\x1b" not in done.out
    assert "Tab" not in done.out
