"""Test messages, errors, hints and pages of a list on a terminal."""

import re
from pathlib import Path

import pyte
import pytest

from cli.conftest import Drawn
from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


def test_messages_end_between_words(screen: Screen) -> None:
    lines = screen("list", "--year", "1999", columns=40).out.splitlines()
    unknown = screen("list", "--xyzzy", columns=40).out.splitlines()

    assert lines == [
        "No statement matches. Other years have",
        "matches: 2014 (1), 2013 (1), 2012 (6),",
        "2011 (1).",
    ]
    assert unknown[-1].endswith("mediarel list --help")


def test_long_command_stays_one_line(screen: Screen, store: Path) -> None:
    folder = str(store.parent.parent)

    sent = screen("show", "99", "--archive", folder, columns=40, raw=True).out

    assert sent.endswith(f"IDs:\r\nmediarel list --archive {folder} --all\r\n")


def test_mark_under_a_query_needs_a_wide_terminal(screen: Screen) -> None:
    query = f'{"land " * 12}" radio'

    wide = screen("list", query, columns=100).out.splitlines()
    narrow = screen("list", query, columns=40).out.splitlines()

    under = next(place for place, line in enumerate(wide) if line.strip() == "^")
    assert wide[under - 1][wide[under].index("^")] == '"'
    assert "^" not in "".join(narrow)


def test_question_is_wrapped_between_words(screen: Screen) -> None:
    done = screen("remove", "3", "4", columns=24, answers=(("[y/N]: ", "n\r"),))

    lines = done.out.splitlines()
    asked = next(place for place, line in enumerate(lines) if "[y/N]: n" in line)
    assert lines[asked - 1 : asked + 1] == ["Remove 2", "statements? [y/N]: n"]


def test_only_the_first_word_is_in_colour(screen: Screen) -> None:
    sent = screen("show", "99", raw=True).out

    shown = pyte.Screen(80, 5)
    pyte.Stream(shown).feed(sent)
    coloured = {
        number: "".join(
            cell.data for _, cell in sorted(row.items()) if cell.fg != "default"
        )
        for number, row in shown.buffer.items()
    }
    assert {number: word for number, word in coloured.items() if word} == {
        0: "Error:",
        1: "Hint:",
    }


@pytest.mark.parametrize("variable", [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_if_the_user_wants_none(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]
) -> None:
    monkeypatch.setenv(*variable)

    assert "\x1b" not in screen("show", "99", raw=True).out


def test_each_sentence_is_one_line_in_a_pipe(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")

    assert run("show", "99").err == (
        "Error: there is no statement 99\nHint: To see all IDs: mediarel list --all\n"
    )


@pytest.mark.parametrize("lines", [10, 24, 50])
@pytest.mark.parametrize("command", [("list",), ("search", "land OR radio OR rights")])
def test_pages_cover_the_list(
    drawn: Drawn, command: tuple[str, ...], lines: int
) -> None:
    every = rows(drawn(*command, "--all", lines=lines))
    left = every
    page = 1
    while left:
        shown = drawn(*command, f"--page={page}", lines=lines)
        here = rows(shown)
        assert here == left[: len(here)]
        left = left[len(here) :]
        assert bool(left) is ("next: mediarel" in "".join(shown))
        page += 1


def rows(lines: list[str]) -> list[int]:
    """Return the IDs on a page."""
    return [int(line.split()[0]) for line in lines if re.match(r" *\d+  \d{4}", line)]


def test_footer_has_the_command_for_the_next_page(screen: Screen) -> None:
    lines = screen("list", "--program", "CLEC", lines=14).out.splitlines()

    assert lines[1].startswith("[All Years 9] · 2014 1")
    assert lines[-3].startswith(" 4  2012-07-31")
    assert lines[-2] == "1–6 of 9 · read one: mediarel show 9"
    assert lines[-1] == "next: mediarel list --page 2 --program CLEC"


def test_next_page_replaces_the_page_option(screen: Screen) -> None:
    """Words after `--` stay after `--`."""
    arguments = ["--per-page=2", "--page", "2", "--", "-radio"]
    line = screen("list", *arguments, columns=120).out.splitlines()[-1]

    assert line.startswith("3–4 of 7")
    assert line.endswith("next: mediarel list --page 3 --per-page=2 -- -radio")
