"""Test statements, pages, colours and styles on terminals and in pipes."""

import json
import re
from typing import NamedTuple

import pyte
import pytest
from pyte.screens import Char

from conftest import Run, Screen
from mediarel.cli.terminal import colours
from terminal import columns_of

pytestmark = pytest.mark.usefixtures("store")


def test_page_has_breadcrumb_years_and_footer(screen: Screen) -> None:
    lines = screen("list", "--year", "2012").out.splitlines()

    assert lines[0] == "Program's Media Release >> Joint Statement >> 2012"
    assert lines[1] == "All Years 9 · 2014 1 · 2013 1 · [2012 6] · 2011 1"
    assert lines[4].startswith(" 7  2012-12-10  CLEC    Nearly 62,000 Cambodians")
    assert lines[-1] == "1–6 of 6 · read one: mediarel show 7"


def test_pipe_gets_only_the_statements(run: Run) -> None:
    done = run("list", "--year", "2011..2013", "--per-page", "2")

    assert [line.split("\t")[:3] for line in done.out.splitlines()] == [
        ["8", "2013-08-08", "CLEC"],
        ["7", "2012-12-10", "CLEC"],
    ]
    assert done.err == ""


def test_breadcrumb_names_the_filters(screen: Screen) -> None:
    narrowed = ("radio", "--program", "clec", "--since", "2012", "--until", "2013")

    first = screen("list", *narrowed, columns=120).out.splitlines()[0]

    assert first == (
        "Program's Media Release >> Joint Statement >> clec"
        " >> since 2012 >> until 2013 >> search for radio"
    )


@pytest.mark.parametrize("command", [("list",), ("search", "radio")])
def test_breadcrumb_names_the_type_only_if_all_statements_have_it(
    run: Run, screen: Screen, command: tuple[str, ...]
) -> None:
    run("add", "--date=2001", "--program=X", "--type=Open Letter", "--title=Radio")

    shown = screen(*command, "--per-page=1").out.splitlines()

    assert "Joint" not in shown[0]
    assert shown[0].startswith("Program's Media Release")


KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់ជាបន្ទាន់"


def plain_lines(sent: str) -> list[str]:
    """Return the lines sent to a terminal, without colour codes."""
    return re.sub(r"\x1b\[[0-9;]*m", "", sent).split("\r\n")


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("command", [["list"], ["search", "civil OR សង្គម"]])
def test_ids_and_dates_are_never_shortened(
    run: Run, screen: Screen, command: list[str], columns: int
) -> None:
    run("add", "--date=2015-12-31?", "--program=អង្គការ", f"--title={KHMER}")

    lines = plain_lines(screen(*command, columns=columns, lines=40, raw=True).out)

    expected = [line.split("\t")[:2] for line in run(*command).out.splitlines()]
    found = [re.match(r" ?(\d+)  (\d[\d?-]+) ", line) for line in lines]
    assert len(expected) > 3
    assert [[row[1], row[2]] for row in found if row] == expected
    # A command that the user copies may be longer than a line.
    whole = [line for line in lines if "mediarel " not in line]
    assert max(map(columns_of, whole)) <= columns


def test_long_command_in_the_footer_stays_one_line(run: Run, screen: Screen) -> None:
    """The user can copy the whole command."""
    run("list")
    words = " OR ".join(["civil", "society", "rights", "internet", "radio"] * 4)

    sent = screen("list", words, "--per-page", "1", columns=40, raw=True).out

    assert f"next: mediarel list --page 2 '{words}' --per-page 1" in sent


@pytest.mark.usefixtures("store")
def test_white_space_does_not_split_a_column(run: Run) -> None:
    one = {"date": "2015", "program": "A\tB", "text": "Land.\tWater\nand air"}
    run("import", "-", stdin=json.dumps(one))

    first = run("list").out.splitlines()[0]

    assert first.split("\t") == ["10", "2015", "A B", "Land."]


def test_path_is_unchanged_only_in_a_pipe(run: Run, screen: Screen) -> None:
    name = "a \x1b[31m b"

    piped = run("init", name).out
    drawn = screen("init", "--sample", f"{name}2").out

    assert piped == f"{name}/data/statements.json\n"
    assert drawn.splitlines()[0] == "a <U+001B>[31m b2/data/statements.json"


def test_pipe_gets_fields_then_text(run: Run) -> None:
    run("edit", "3", "--add-tag", "radio", "--add-tag", "land")

    fields, text = run("show", "3").out.split("\n\n", maxsplit=1)

    values = dict(line.split("\t") for line in fields.splitlines())
    assert values["id"] == "3"
    assert values["place"] == "Phnom Penh"
    assert values["dateline"] == "Phnom Penh (July 16, 2012)"
    assert values["tags"] == "radio; land"
    assert "source" not in values
    assert values["history"].startswith("init ")
    assert values["history"].endswith("by sok")
    assert " · edit " in values["history"]
    assert text.startswith("Phnom Penh (July 16, 2012) – The undersigned")


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_text_is_wrapped_on_a_terminal(screen: Screen, columns: int) -> None:
    lines = screen("show", "4", columns=columns).out.splitlines()

    blank = [place for place, line in enumerate(lines) if not line]
    text = lines[blank[0] + 1 :]
    assert lines[0].startswith("4  Southeast Asian Civil Society Groups")
    assert any(line.split() == ["Date", "2012-07-31"] for line in lines)
    assert max(map(len, text)) <= min(columns, 88)
    assert " ".join(text).startswith(
        "We, the undersigned civil society delegates from Southeast Asia who attended"
    )


def test_type_replaces_a_missing_title(run: Run, screen: Screen) -> None:
    run("add", "--date=2012", "--program=A", "--title=Land", "--type=Open Letter")

    untitled = screen("show", "3").out.splitlines()
    titled = screen("show", "10").out.splitlines()

    assert untitled[0] == "3  Joint Statement"
    assert titled[0] == "10  Land"
    assert titled[-1].startswith("  History")


STYLES = [
    *(v for name, v in vars(colours).items() if name.isupper() and isinstance(v, str)),
    *colours.FIRST_WORDS.values(),
]


class Drawn(NamedTuple):
    """A text on the screen, and its cells."""

    text: str
    cells: list[Char]

    def colours(self) -> set[str]:
        """Return the colours of the characters."""
        return {cell.fg for cell in self.cells if cell.data != " "}

    def is_bold(self) -> bool:
        """Return whether all characters are bold."""
        return all(cell.bold for cell in self.cells if cell.data != " ")


def rows(sent: str, columns: int = 80) -> list[Drawn]:
    """Return the lines on the screen after the output `sent`."""
    screen = pyte.Screen(columns, sent.count("\n") + 5)
    pyte.Stream(screen).feed(sent)
    return [
        Drawn(line, [screen.buffer[number][column] for column in range(columns)])
        for number, line in enumerate(screen.display)
    ]


def the(text: str, drawn: list[Drawn]) -> Drawn:
    """Return the first occurrence of `text`."""
    row = next(row for row in drawn if text in row.text)
    start = row.text.index(text)
    return Drawn(text, row.cells[start : start + len(text)])


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("command", [["list"], ["search", "sonando"]])
def test_each_column_has_its_own_colour(
    screen: Screen, command: list[str], columns: int
) -> None:
    drawn = rows(screen(*command, columns=columns, raw=True).out, columns)

    assert the("3  ", drawn).colours() == {colours.ID}
    assert the("2012-07-16", drawn).colours() == {colours.DATE}
    assert the("CLEC", drawn).colours() == {colours.PROGRAM}
    headline = re.compile("undersigned|disturbed")
    row = next(row for row in drawn if headline.search(row.text))
    assert row.cells[40].fg == "default"


@pytest.mark.parametrize("style", sorted(set(STYLES)))
def test_all_colours_are_readable_on_light_and_dark(style: str) -> None:
    """White and yellow are invisible on light backgrounds, black on dark ones."""
    colours = set(style.split()) - {"bold", "dim", "reverse", "strike", "underline"}

    assert colours <= {"red", "green", "blue", "magenta", "cyan"}
