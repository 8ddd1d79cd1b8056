"""Test `mediarel help`."""

import re
import tomllib

import pytest

from conftest import ROOT, Run, Screen, Shell, refused
from mediarel.cli.terminal.manual import TOPICS, Topic
from samples import sample
from terminal import columns_of

PAGES = {page.name for page in (ROOT / "docs").glob("*.md")}
NAMES = [topic.name for topic in TOPICS]


def test_topics_are_listed_in_lines_with_tabs(run: Run) -> None:
    done = run("help")

    assert (done.code, done.err) == (0, "")
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert [name for name, _ in rows] == NAMES
    assert {"search", "dates", "formats", "backups", "files"} <= set(NAMES)


def test_every_page_of_docs_is_a_topic() -> None:
    assert {topic.page for topic in TOPICS} == PAGES


@pytest.mark.parametrize("topic", TOPICS, ids=NAMES)
def test_pipe_gets_the_page_as_markdown(run: Run, topic: Topic) -> None:
    name, page = topic
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")

    assert run("help", name).out == text
    assert run("help", page.removesuffix(".md")).out == text


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("name", sample(NAMES))
def test_page_fits_the_terminal(screen: Screen, name: str, columns: int) -> None:
    """The page has no Markdown signs, and lines of code stay whole, to be copied."""
    sent = screen("help", name, columns=columns, raw=True)

    plain = re.sub(r"\x1b\[[0-9;]*m", "", sent.out)
    assert sent.code == 0
    page = (ROOT / "docs" / dict(TOPICS)[name]).read_text("utf-8").splitlines()
    code = [line.split() for line in page]
    for line in plain.split("\r\n"):
        assert columns_of(line) <= columns or line.split() in code
        assert line == line.rstrip(" ")
    assert not re.search(r"^(#|```|\|)|\]\(", plain, re.MULTILINE)


def test_links_are_shown_as_commands(screen: Screen) -> None:
    words = screen("help", "search", columns=80, lines=300).out.split()

    assert "(mediarel help dates)" in " ".join(words)


def test_pictures_are_left_out_on_a_terminal(screen: Screen) -> None:
    assert "\n![" in (ROOT / "docs" / "site.md").read_text("utf-8")
    shown = " ".join(screen("help", "site", lines=300).out.split())

    assert "The list of all statements, with logo" not in shown
    assert "Pictures: the list on a phone" in shown


@pytest.mark.parametrize("command", ["list", "edit", "help"])
def test_name_of_a_command_shows_its_help(run: Run, command: str) -> None:
    shown = run("help", command)

    assert (shown.code, shown.out) == (0, run(command, "--help").out)
    assert f"Usage: mediarel {command} " in shown.out


@pytest.mark.parametrize(
    ("typed", "near"),
    [("daets", "dates"), ("find", "search"), ("delete", "remove"), ("file", "files")],
)
def test_unknown_topic_suggests_similar_topics(run: Run, typed: str, near: str) -> None:
    done = run("help", typed)

    assert refused(done, 2) == f"Error: there is no topic or command '{typed}'"
    assert f"Did you mean: mediarel help {near}" in done.err


def test_tab_completes_topics_and_commands(shell: Shell) -> None:
    some, everything = (
        shell(
            "mediarel",
            _MEDIAREL_COMPLETE="complete_bash",
            COMP_WORDS=f"mediarel help {start}",
            COMP_CWORD="2",
        ).out.split()
        for start in ("f", "")
    )

    assert some == ["formats", "files"]
    assert {*NAMES, "list", "undo"} <= set(everything)


def test_wheel_includes_the_pages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert wheel["force-include"] == {
        f"docs/{page}": f"mediarel/docs/{page}" for page in sorted(PAGES)
    }
