"""Test `mediarel show` and `--mark`."""

import re
import shlex
from pathlib import Path

import pytest

from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


def test_private_file_is_marked(run: Run, home: Path, screen: Screen) -> None:
    for name in ("letter.pdf", "draft.pdf"):
        (home / name).write_bytes(b"%PDF-1.4 " + name.encode())
    run("attach", "3", "letter.pdf")
    run("attach", "3", "draft.pdf", "--private")

    said = "letter.pdf; draft.pdf (private)"
    assert f"attachments\t{said}\n" in run("show", "3").out
    assert said in screen("show", "3").out


def marked(sent: str) -> list[str]:
    """Return the texts that the terminal shows reversed."""
    return re.findall(r"\x1b\[(?:\d+;)*7(?:;\d+)*m(.*?)\x1b\[0m", sent)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('beehive tag:land "of the democrat"', ["land", "Beehive", "of the Democrat"]),
        ("program:clec title:sonando dwin", ["SONANDO", "CLEC"]),
        ("sonand* NOT citizenship កក់ kep", ["SONANDO", "កក់", "Kep", *["Sonando"] * 3]),
    ],
)
def test_matches_are_marked_in_all_fields(
    run: Run, screen: Screen, query: str, found: list[str]
) -> None:
    fields = ("--title=Free SONANDO at បឹងកក់", "--add-tag=land", "--place=Kep")
    run("edit", "3", *fields)

    assert marked(screen("show", "3", "--mark", query, raw=True).out) == found


def test_control_characters_are_shown_as_text(run: Run, screen: Screen) -> None:
    run("edit", "3", "--text", "-", stdin="a\u202e[31m land\u2066 [red]b")

    sent = screen("show", "3", "--mark", "land", raw=True).out

    assert "a<U+202E>[31m \x1b[1;7mland\x1b[0m<U+2066> [red]b" in sent


def test_footer_of_a_search_names_the_mark_option(screen: Screen) -> None:
    query = '"Mam Sonando" OR radio\'s'

    foot = screen("search", query, columns=160).out.splitlines()[-1]
    command = shlex.split(foot.partition("mediarel ")[2])

    assert command == ["show", "5", "--mark", query]
    assert "Mam Sonando" in marked(screen(*command, raw=True).out)
    assert screen("search", "year:2012").out.count("--mark") == 0
