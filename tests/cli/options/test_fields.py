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
