"""Test the progress of commands, with no delay before it appears."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pyte
import pytest

from conftest import Run
from forked import forked
from mediarel.cli.terminal.progress import Stage
from samples import sample
from terminal import Terminal

PROGRAM = """
import sys
from mediarel.cli import app
from mediarel.cli.terminal import progress

progress.PATIENCE = {patience}
sys.exit(app.run(sys.argv[1:]))
"""

LIST = ("list",)
EDIT = ("edit", "sonando", "--add-tag", "radio", "--yes")
# The stages of each long command.
SHOWN = {
    LIST: ("Reading the archive", "Finishing the index"),
    EDIT: (
        *("Searching for matches", "Reading the statements"),
        *("Opening the archive", "Changing the archive", "Writing the archive"),
    ),
    ("remove", "sonando", "--yes"): ("Reading the statements", "Writing the archive"),
    ("import", "old.json", "--yes"): (
        *("Reading old.json", "Comparing with the archive", "Writing the archive"),
    ),
    ("export", "--output", "all.csv"): ("Writing statements",),
    ("export", "--output", "all.txt"): ("Searching for matches", "Writing state"),
    ("check",): ("Checking the archive", "Checking statements"),
    ("check", "--drill"): ("Restoring a backup to a temporary folder",),
    ("backup",): ("Copying and verifying the archive",),
    ("undo", "--yes"): ("Reading the history", "Writing the archive"),
    ("restore", "--from", "then.json", "--yes"): (
        *("Reading then.json", "Comparing the file with the archive"),
        "Writing the archive",
    ),
    ("repair", "--yes"): ("Looking for readable parts",),
}
IDS = [" ".join(command) for command in SHOWN]


@pytest.fixture
def there(run: Run, store: Path, home: Path) -> Path:
    """Return an archive with a change and a backup, but without an index."""
    shutil.copyfile(store, home / "then.json")
    run("edit", "3", "--title", "A", "--yes", "--silent")
    run("backup")
    drafts = '[{"date": "2001", "program": "NGO", "title": "Old"}]'
    (home / "old.json").write_text(drafts, encoding="utf-8")
    shutil.rmtree(home / "cache")
    return store


def sent_by(
    *arguments: str,
    patience: float,
    columns: int = 80,
    variables: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Return the exit code of a command, and the bytes sent to its terminal."""
    program = PROGRAM.format(patience=patience)
    with forked(
        program, arguments, lines=50, columns=columns, variables=variables
    ) as child:
        child.expect_exact(pexpect.EOF)
    return child.exitstatus or 0, str(child.before)


def seen_of(sent: str, columns: int = 80) -> str:
    """Return the final screen."""
    shown = Terminal(columns, 100)
    pyte.Stream(shown).feed(sent)
    lines = "\n".join(line.rstrip() for line in shown.display).rstrip()
    return re.sub(r"\d\d:\d\d|\d{6}Z|[\d,]+ bytes", "…", lines)


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("command", sample([*SHOWN]), ids=sample(IDS))
def test_stages_appear_in_order(command: tuple[str, ...]) -> None:
    _, sent = sent_by(*command, patience=0)

    places = [sent.find(what) for what in SHOWN[command]]
    assert -1 not in places, places
    assert places == sorted(places)


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("command", [LIST, EDIT, ("export", "-o", "a.csv"), ("check",)])
def test_progress_disappears(
    there: Path, command: tuple[str, ...], columns: int
) -> None:
    """The final screen is the same as without progress."""
    before = there.read_bytes()
    _, quiet = sent_by(*command, patience=600, columns=columns)
    there.write_bytes(before)
    shutil.rmtree(there.parents[1] / "cache")
    for each in there.parent.parent.glob("a.csv"):
        each.unlink()

    code, sent = sent_by(*command, patience=0, columns=columns)

    assert code == 0
    assert "\x1b[2K" in sent
    assert seen_of(sent, columns) == seen_of(quiet, columns)
    lines = re.findall(r"\r\x1b\[2K([^\r]+)", sent)
    assert lines
    assert max(map(len, lines)) <= columns


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("variable", ["ACCESSIBLE", "NO_COLOR"])
def test_plain_output_has_lines_instead_of_a_bar(variable: str) -> None:
    _, sent = sent_by("list", patience=0, variables={variable: "1"})

    assert re.match(r"Reading the archive(: [01] of 1)?\r\n", sent)
    assert "\x1b[2K" not in sent


@pytest.mark.usefixtures("there")
def test_completion_shows_no_progress() -> None:
    _, sent = sent_by(
        patience=0,
        variables={
            "_MEDIAREL_COMPLETE": "complete_bash",
            "COMP_WORDS": "mediarel list --program ",
            "COMP_CWORD": "3",
        },
    )

    assert sent.split() == ["CLEC"]


@pytest.mark.parametrize(
    ("stage", "now", "sentence"),
    [
        (Stage("Reading", 0, 0, 10.0), 19.0, "Reading"),
        (Stage("Reading", 0, 0, 10.0), 25.0, "Reading: 15 s"),
        (Stage("Reading", 50, 1000, 10.0), 11.0, "Reading: 50 of 1,000"),
        (Stage("Reading", 50, 1000, 10.0), 30.0, "Reading: 50 of 1,000, 20 s"),
    ],
)
def test_stage_in_words(stage: Stage, now: float, sentence: str) -> None:
    assert stage.sentence(now) == sentence
