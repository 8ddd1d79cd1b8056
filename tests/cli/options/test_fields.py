"""The options for the fields of a statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def kept(store: Path, number: int = 10) -> dict[str, Any]:
    """Return the statement as the store holds it."""
    document: dict[str, Any] = json.loads(store.read_bytes())["statements"][str(number)]
    return document


@pytest.mark.parametrize(
    ("order", "date"), [("--day-first", "2012-04-03"), ("--month-first", "2012-03-04")]
)
def test_a_date_in_figures(run: Run, store: Path, order: str, date: str) -> None:
    run("add", "--date=03/04/2012", order, "--program=CLEC", "--title=Land")

    assert kept(store)["date"] == date


def test_a_hyphen_is_stdin_for_the_text_alone(run: Run, store: Path) -> None:
    """A title of one hyphen is a title."""
    given = ("--date=2012", "--program=CLEC", "--title=-", "--text=-")

    run("add", *given, stdin="We ask for land.")

    assert kept(store)["title"] == "-"
    assert kept(store)["text"] == "We ask for land."


def test_an_empty_value_empties_the_field(run: Run, store: Path) -> None:
    run("edit", "3", "--place", "", "--tag", "")

    assert kept(store, 3)["place"] is None
    assert kept(store, 3)["tags"] == []


def test_a_list_takes_its_option_again_and_again(run: Run, store: Path) -> None:
    """In the order given; what comes twice is there once."""
    tags = ("--tag=land", "--tag=radio", "--tag=land")
    run("add", "--date=2012", "--program=CLEC", "--title=Land", *tags)

    assert kept(store)["tags"] == ["land", "radio"]
