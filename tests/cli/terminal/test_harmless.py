"""Text of statements is data: it never drives a terminal.

A statement, and the name of who changed it, hold every kind of harm: colours,
links, the clipboard, a bell, C1 controls, text that runs backwards, markup of
Rich and HTML.

- kept in the store exactly as it came
- made visible by every command, into a pipe and on a terminal
- in what errors and questions repeat of it
- in exports on a terminal; into a pipe and a file they are exact
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from mediarel.text.damaged import without_controls

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen

HARM = (
    "\x1b[31mred \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 "
    "\x1b]52;c;ZXZpbA==\x07 \x07 \x9b31m \x9d0;title\x9c "
    "\u202egnihton\u202c \u2066in\u2069 \u200e [/red] [bold]b[/bold] <script>a</script>"
)
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


@pytest.fixture(autouse=True)
def _harm(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a statement all of whose fields are harmful, as a harmful person."""
    monkeypatch.setenv("LOGNAME", HARM)
    given = {
        "date": "2015",
        "text": f"This is harmless. {HARM} is a script.",
        "signatories": [HARM],
        "tags": [HARM],
        **dict.fromkeys(("program", "type", "title", "place", "dateline"), HARM),
    }
    assert run("import", "-", stdin=json.dumps(given)).code == 0
    if store.exists():  # what an import removes, another program puts there
        written = store.read_text("utf-8")
        imported, harm = (
            json.dumps(each)[1:-1] for each in (without_controls(HARM), HARM)
        )
        for spelled in (imported, without_controls(HARM)):
            written = written.replace(spelled, harm)
        store.write_text(written, "utf-8")
        run("check", "--accept", "--yes")


def test_kept_exactly(store: Path) -> None:
    """The archive is true to what was published."""
    kept: dict[str, Any] = json.loads(store.read_bytes())
    statement = kept["statements"]["10"]

    assert statement["title"] == statement["program"] == statement["type"] == HARM
    assert statement["tags"] == statement["signatories"] == [HARM]
    assert statement["text"] == f"This is harmless. {HARM} is a script."
    assert kept["history"]["2"]["by"] == HARM


def test_an_export_is_exact(run: Run) -> None:
    """Into a pipe a format is for programs, which get what was kept."""
    (exported,) = json.loads(run("export", "--format=json", "harmless").out)

    assert exported["title"] == HARM


def test_questions(run: Run, screen: Screen) -> None:
    """The usual program is proposed, but not one that can't be shown as it is."""
    run("remove", "CLEC", "--yes")

    done = screen(
        *("add", "--date=2012", "--title=a"),
        answers=(
            ("Program: ", "NGO\r"),
            *((word, "\r") for word in ("Type", "Signatory", "Tag", "Source")),
            ("Save it?", "y\r"),
        ),
    )

    assert done.code == 0
    assert run("list", "--program=NGO").out == "11\t2012\tNGO\ta\n"
