"""Statements whole, into a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

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
