"""A list on terminals of other widths and kinds.

- 40, 80 and 120 columns: ids and dates whole, no line longer than the screen
- below 60 columns: without the programs
- a headline in Khmer: whatever follows stays in its column
- NO_COLOR: the same table, nothing but text
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from terminal import columns_of

if TYPE_CHECKING:
    from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")

KHMER = "អង្គការសង្គមស៊ីវិលអំពាវនាវឱ្យដោះលែងអ្នកទោសមនសិការទាំងអស់ជាបន្ទាន់"


def plain_lines(sent: str) -> list[str]:
    """Return the lines that were sent to a terminal, without colour."""
    return re.sub(r"\x1b\[[0-9;]*m", "", sent).split("\r\n")


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("command", [["list"], ["search", "civil OR សង្គម"]])
def test_ids_and_dates_are_whole(
    run: Run, screen: Screen, command: list[str], columns: int
) -> None:
    """Whatever the width, no id and no date is cut, and no line is too long."""
    run("add", "--date=2015-12-31?", "--program=អង្គការ", f"--title={KHMER}")

    lines = plain_lines(screen(*command, columns=columns, lines=40, raw=True).out)

    expected = [line.split("\t")[:2] for line in run(*command).out.splitlines()]
    found = [re.match(r" ?(\d+)  (\d[\d?-]+) ", line) for line in lines]
    assert len(expected) > 3
    assert [[row[1], row[2]] for row in found if row] == expected
    # A command to copy may be.
    whole = [line for line in lines if "mediarel " not in line]
    assert max(map(columns_of, whole)) <= columns


def test_khmer_keeps_its_column(run: Run, screen: Screen) -> None:
    """A program in Khmer, whose vowels take a column or none, is padded as any."""
    run("add", "--date=2015", "--program=អង្គការ", "--title=Land")

    lines = plain_lines(screen("list", raw=True).out)

    starts = zip(lines[3:6], ("Headline", "Land", "We, the"), strict=True)
    assert {columns_of(line[: line.index(start)]) for line, start in starts} == {25}


def test_a_long_command_at_the_foot(run: Run, screen: Screen) -> None:
    """The command for the next page is sent as one line, to be copied whole."""
    run("list")
    words = " OR ".join(["civil", "society", "rights", "internet", "radio"] * 4)

    sent = screen("list", words, "--per-page", "1", columns=40, raw=True).out

    assert f"next: mediarel list '{words}' --per-page 1 --page 2" in sent
