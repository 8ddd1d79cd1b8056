"""`mediarel help`: the pages of docs/ in the terminal, and the help of a command.

- alone, the topics, a line each; Tab completes them
- a topic: its page, as Markdown into a pipe, drawn on a terminal at any width
- links as commands that can be typed; commands and tables that can be read
- a command: its --help; neither: an error with what is near
- all pages of docs/ are topics, and in the wheel
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, refused
from mediarel.cli.topics import TOPICS, Topic
from samples import sample
from terminal import columns_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen, Shell

pytestmark = pytest.mark.without_archive

PAGES = {page.name for page in (ROOT / "docs").glob("*.md")}
NAMES = [topic.name for topic in TOPICS]


def test_the_topics_are_listed(run: Run) -> None:
    """A line for each, into a pipe with a tab."""
    done = run("help")

    assert (done.code, done.err) == (0, "")
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert [name for name, _ in rows] == NAMES
    assert {"search", "dates", "formats", "backups", "files"} <= set(NAMES)


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_list_fits(screen: Screen, columns: int) -> None:
    """It says how to read one, and what else there is."""
    lines = screen("help", columns=columns).out.splitlines()

    assert lines[-2:] == [
        "To read a topic: mediarel help TOPIC",
        "For a command: mediarel help COMMAND",
    ]
    assert max(map(len, lines)) <= columns


def test_every_page_is_a_topic() -> None:
    assert {topic.page for topic in TOPICS} == PAGES


@pytest.mark.parametrize("topic", TOPICS, ids=NAMES)
def test_into_a_pipe(run: Run, topic: Topic) -> None:
    """It is the page as it stands in docs/, by its own name too."""
    name, page = topic
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")

    assert run("help", name).out == text
    assert run("help", page.removesuffix(".md")).out == text


def words(text: str) -> set[str]:
    """Return the words of a page without what Markdown adds."""
    text = re.sub(r"\[([^\]]+)\]\([^):]+\)", r"\1", text)
    return set(
        re.findall(r"[^\W_]{3,}", re.sub(r"^```.*$", "", text, flags=re.MULTILINE))
    )


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("topic", sample(TOPICS), ids=sample(NAMES))
def test_on_a_terminal(screen: Screen, topic: Topic, columns: int) -> None:
    """No line is too long, no word is missing, no Markdown is left."""
    name, page = topic
    sent = screen("help", name, columns=columns, raw=True)
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")

    plain = re.sub(r"\x1b\[[0-9;]*m", "", sent.out)
    assert sent.code == 0
    assert max(map(columns_of, plain.split("\r\n"))) <= columns
    assert not re.search(r"^(#|```|\|)", plain, re.MULTILINE)
    assert "](" not in plain
    assert "\ue000" not in plain
    if columns > 80:  # there, a column may break words
        assert words(text) - words(plain) == set()


@pytest.mark.parametrize("columns", [40, 80])
def test_a_link_is_a_command(screen: Screen, columns: int) -> None:
    """On one line, so that it can be copied."""
    lines = screen("help", "search", columns=columns, lines=300).out.splitlines()

    assert any("(mediarel help dates)" in line for line in lines)


@pytest.mark.parametrize("name", ["formats", "search"])
def test_a_narrow_command_is_read_as_the_same(screen: Screen, name: str) -> None:
    """It goes on behind a backslash, between its words; none is cut."""

    def commands(columns: int) -> list[list[str]]:
        shown = screen("help", name, columns=columns, lines=400).out
        joined = re.sub(r" \\\n *", " ", shown)
        found = re.findall(r"^  (mediarel .*)$", joined, re.MULTILINE)
        return [shlex.split(each) for each in found if each.isascii()]

    assert commands(40) == commands(120)
    assert len(commands(40)) > 5


def test_a_table(screen: Screen) -> None:
    """It has columns; plain output is the page as Markdown."""
    drawn = screen("help", "dates", lines=200).out
    plain = screen("help", "formats", "--plain", columns=300, lines=300).out

    assert re.search("^ *16 July 2012 +2012-07-16 *$", drawn, re.MULTILINE)
    assert "| `csv` | " in plain
    assert "═" not in plain


def test_plain_has_no_colour(screen: Screen) -> None:
    assert "\x1b" in screen("help", "dates", raw=True).out
    assert "\x1b" not in screen("help", "dates", "--plain", raw=True).out


def test_it_goes_through_the_pager(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIAREL_PAGER", "sed s/^/pager,/")

    assert screen("help", "dates", lines=200).out.startswith("pager,Dates")
    assert screen("help", "dates", "--no-pager", lines=200).out.startswith("Dates")


@pytest.mark.parametrize("command", ["list", "edit", "help"])
def test_a_command(run: Run, command: str) -> None:
    """Its --help, with its own name."""
    shown = run("help", command)

    assert (shown.code, shown.out) == (0, run(command, "--help").out)
    assert f"Usage: mediarel {command} " in shown.out


def test_a_topic_goes_before_a_command(run: Run) -> None:
    assert run("help", "search").out.startswith("# Find statements")


@pytest.mark.parametrize(
    ("typed", "near"),
    [("daets", "dates"), ("find", "search"), ("delete", "remove"), ("file", "files")],
)
def test_what_there_is_not(run: Run, typed: str, near: str) -> None:
    """What is near is named, also what has another name elsewhere."""
    done = run("help", typed)

    assert refused(done, 2) == f"Error: there is no topic and no command '{typed}'"
    assert f"Did you mean: mediarel help {near}" in done.err


def test_what_is_near_to_nothing(run: Run) -> None:
    assert run("help", "xylophone").err.endswith("\nHint: See all: mediarel help\n")
    near = "\nHint: Did you mean: mediarel help dates\n"
    assert run("help", "daets").err.endswith(near)


def test_tab_completes_topics(shell: Shell) -> None:
    """And commands, whose help it shows too."""
    done = shell(
        "mediarel",
        _MEDIAREL_COMPLETE="complete_bash",
        COMP_LINE="mediarel help f",
        COMP_WORDS="mediarel help f",
        COMP_CWORD="2",
    )
    all_ = shell(
        "mediarel",
        _MEDIAREL_COMPLETE="complete_bash",
        COMP_LINE="mediarel help ",
        COMP_WORDS="mediarel help ",
        COMP_CWORD="2",
    )

    assert done.out.split() == ["formats", "files"]
    assert {*NAMES, "list", "undo"} <= set(all_.out.split())


def test_the_wheel_has_the_pages() -> None:
    """Each page stands in the wheel where `help` looks for it first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert wheel["force-include"] == {
        f"docs/{page}": f"mediarel/docs/{page}" for page in sorted(PAGES)
    }


def test_it_reads_them_there(tmp_path: Path) -> None:
    """Not in the project, which is not beside what was installed from a wheel."""
    pytest.importorskip("hatchling")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(tmp_path / "site")
    script = "from mediarel.cli import app; app.run(['help', 'dates'])"

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path / "site",
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.startswith("# Dates")
