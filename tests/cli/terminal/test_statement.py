"""Whole statements: in a pipe, and on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


def test_fields_text_and_history(run: Run) -> None:
    """Into a pipe: a field a line, its name and value, then the text as it is."""
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


def test_several(run: Run) -> None:
    """A blank line is between two of them, none before the first."""
    one, other = run("show", "5").out, run("show", "3").out

    assert run("show", "5", "3").out == f"{one}\n{other}"


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_readable_on_a_terminal(screen: Screen, columns: int) -> None:
    """Fields in two columns, the text wrapped between words and not too wide."""
    lines = screen("show", "4", columns=columns).out.splitlines()

    blank = [place for place, line in enumerate(lines) if not line]
    text = lines[blank[1] + 1 :]
    assert lines[0].startswith("4  Southeast Asian Civil Society Groups")
    assert any(line.split() == ["date", "2012-07-31"] for line in lines)
    assert max(map(len, text)) <= min(columns, 88)
    assert " ".join(text).startswith(
        "We, the undersigned civil society delegates from Southeast Asia who attended"
    )


def test_without_title_or_text(run: Run, screen: Screen) -> None:
    """Its type stands for the title; it ends with its fields."""
    run("add", "--date=2012", "--program=A", "--title=Land", "--type=Open Letter")

    untitled = screen("show", "3").out.splitlines()
    titled = screen("show", "10").out.splitlines()

    assert untitled[0] == "3  Joint Statement"
    assert titled[0] == "10  Land"
    assert titled[-1].startswith("history")
