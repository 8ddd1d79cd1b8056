"""Test the options for the fields of a statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def kept(store: Path, number: int = 10) -> dict[str, Any]:
    """Return the statement `number` from the store."""
    document: dict[str, Any] = json.loads(store.read_bytes())["statements"][str(number)]
    return document


@pytest.mark.parametrize(
    ("order", "date"), [("--day-first", "2012-04-03"), ("--month-first", "2012-03-04")]
)
def test_ambiguous_date_follows_the_option(
    run: Run, store: Path, order: str, date: str
) -> None:
    run("add", "--date=03/04/2012", order, "--program=CLEC", "--title=Land")

    assert kept(store)["date"] == date


def test_only_the_text_option_reads_stdin_for_a_hyphen(run: Run, store: Path) -> None:
    given = ("--date=2012", "--program=CLEC", "--title=-", "--text=-")

    run("add", *given, stdin="We ask for land.")

    assert kept(store)["title"] == "-"
    assert kept(store)["text"] == "We ask for land."


def test_empty_value_clears_the_field(run: Run, store: Path) -> None:
    run("edit", "3", "--place", "", "--tag", "")

    assert kept(store, 3)["place"] is None
    assert kept(store, 3)["tags"] == []


def test_repeated_list_option_adds_each_value_once(run: Run, store: Path) -> None:
    tags = ("--tag=land", "--tag=radio", "--tag=land")
    run("add", "--date=2012", "--program=CLEC", "--title=Land", *tags)

    assert kept(store)["tags"] == ["land", "radio"]
