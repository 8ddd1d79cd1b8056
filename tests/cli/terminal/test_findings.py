"""What a check found: a line each into a pipe, nothing where there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tampering import add_12, all_of, change_place, remove_4, tamper

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen


def test_a_line_each(run: Run, store: Path) -> None:
    """Of level, place and message; what to do is for people alone."""
    tamper(store, all_of(add_12, remove_4, change_place))

    rows = [line.split("\t") for line in run("check").out.splitlines()]

    assert len(rows) == 3
    assert {len(row) for row in rows} == {3}
    assert not any("mediarel check --accept" in row[2] for row in rows)


@pytest.mark.usefixtures("store")
def test_nothing_is_drawn_of_nothing(screen: Screen) -> None:
    assert screen("check").out == "9 statements, 1 change: all is well."
