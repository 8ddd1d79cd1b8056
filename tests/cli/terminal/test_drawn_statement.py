"""Statements whole, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Screen

pytestmark = pytest.mark.usefixtures("store")


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
