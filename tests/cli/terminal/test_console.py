"""The console that all drawing uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


@pytest.mark.parametrize("kind", ["dumb", "xterm"])
def test_no_line_is_longer_than_the_terminal(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Also on a dumb terminal, which Rich takes for one of 80 columns."""
    monkeypatch.setenv("TERM", kind)

    sent = screen("search", "sonando", columns=60, raw=True).out

    lines = re.sub(r"\x1b\[[0-9;]*m", "", sent).split("\r\n")
    assert 50 < max(map(len, lines)) <= 60


def test_no_row_ends_in_spaces(run: Run, screen: Screen) -> None:
    """A terminal for which a Khmer vowel takes a column would wrap them."""
    run("edit", "3", "--title", "ដីធ្លី")

    sent = screen("list", raw=True).out

    lines = re.sub(r"\x1b\[[0-9;]*m", "", sent).split("\r\n")
    rows = [line for line in lines if re.match(r" \d ", line)]
    assert len(rows) == 9
    assert [row for row in rows if row.endswith(" ")] == []
