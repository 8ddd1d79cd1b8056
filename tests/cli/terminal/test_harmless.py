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
from samples import sample

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen

HARM = (
    "\x1b[31mred \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 "
    "\x1b]52;c;ZXZpbA==\x07 \x07 \x9b31m \x9d0;title\x9c "
    "\u202egnihton\u202c \u2066in\u2069 \u200e [/red] [bold]b[/bold] <script>a</script>"
)
VISIBLE = ("<U+001B>[31mred", "<U+009B>31m", "<U+202E>", "[/red]", "<script>")
_SGR = re.compile(r"\x1b\[[0-9;]*m")
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)

LOOKING = [
    ("list",),
    ("list", "harmless"),
    ("search", "harmless"),
    ("search", "script"),
    ("show", "10"),
    ("log",),
    ("log", "10"),
    ("edit", "10", "--place", HARM),
    ("edit", "10", "--add-tag", HARM + "2"),
    ("list", "--format", "csv", "harmless"),
    ("export", "--format", "csv", "harmless"),
    ("export", "--format", "json", "harmless"),
    ("export", "--format", "jsonl", "harmless"),
    ("export", "--format", "markdown", "harmless"),
    ("export", "--format", "listing", "harmless"),
    ("export", "--format", "tsv", "harmless"),
    ("list", "--program", HARM),
    ("remove", "10", "--yes"),
    # Errors
    ("show", HARM),
    ("list", f'"{HARM}'),
    ("list", "--since", HARM),
    ("list", "--sort", HARM),
    ("list", "--format", HARM),
    ("list", f"--{HARM}"),
    (HARM,),
    ("add", "--date", HARM),
    ("add", "--date=2012", f"--program={HARM}", "--title=a", f"--source={HARM}"),
    ("edit", "10", "--clear", HARM),
    ("import", HARM.replace("/", "")),
    ("list", "--archive", HARM.replace("/", "")),
]


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


@pytest.mark.parametrize("command", sample(LOOKING), ids=lambda c: " ".join(c)[:24])
def test_on_a_terminal(screen: Screen, command: tuple[str, ...]) -> None:
    """All that is sent to it as an escape is Rich's own colour."""
    sent = screen(*command, raw=True).out

    assert sent
    assert "Traceback" not in sent
    assert _HARMFUL.findall(_SGR.sub("", sent)) == []
    # Of Rich's own there is neither the red of the text nor a link.
    assert "\x1b[31m" not in sent


@pytest.mark.parametrize(
    "command",
    [c for c in LOOKING if "export" not in c and "csv" not in c],
    ids=[" ".join(c)[:24] for c in LOOKING if "export" not in c and "csv" not in c],
)
def test_into_a_pipe(run: Run, command: tuple[str, ...]) -> None:
    """What someone reads with `less` is harmless too."""
    done = run(*command)

    assert _HARMFUL.findall(done.out + done.err) == []
    assert (done.out + done.err).strip()


def test_it_is_visible(run: Run, screen: Screen) -> None:
    """Nothing is left out: each is shown as its number, markup as itself."""
    piped = run("show", "10").out
    drawn = " ".join(screen("show", "10", columns=200).out.split())

    assert [part for part in VISIBLE if part not in piped] == []
    assert [part for part in VISIBLE if part not in drawn] == []


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
            ("Issuer: ", "NGO\r"),
            *((word, "\r") for word in ("Type", "Signatory", "Tag", "Source")),
            ("Save it?", "y\r"),
        ),
    )

    assert done.code == 0
    assert run("list", "--program=NGO").out == "11\t2012\tNGO\ta\n"
