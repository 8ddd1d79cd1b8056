"""`mediarel help`: the pages of docs/ in the terminal, and the help of a command.

- alone, the topics, a line each; Tab completes them
- a topic: its page, as Markdown into a pipe, drawn on a terminal at any width
- links as commands that can be typed; commands and tables that can be read
- a command: its --help; neither: an error with what is near
- all pages of docs/ are topics, and in the wheel
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, refused
from mediarel.cli.topics import TOPICS, Topic
from samples import sample
from terminal import columns_of

if TYPE_CHECKING:
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


@pytest.mark.parametrize("columns", [40, 80])
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


@pytest.mark.parametrize("command", ["list", "edit", "help"])
def test_a_command(run: Run, command: str) -> None:
    """Its --help, with its own name."""
    shown = run("help", command)

    assert (shown.code, shown.out) == (0, run(command, "--help").out)
    assert f"Usage: mediarel {command} " in shown.out


@pytest.mark.parametrize(
    ("typed", "near"),
    [("daets", "dates"), ("find", "search"), ("delete", "remove"), ("file", "files")],
)
def test_what_there_is_not(run: Run, typed: str, near: str) -> None:
    """What is near is named, also what has another name elsewhere."""
    done = run("help", typed)

    assert refused(done, 2) == f"Error: there is no topic or command '{typed}'"
    assert f"Did you mean: mediarel help {near}" in done.err


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
