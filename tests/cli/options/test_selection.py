"""Which statements are meant: ids, or a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

pytestmark = pytest.mark.usefixtures("store")


def test_several(run: Run) -> None:
    """In the order they are named, each once."""
    out = run("show", "5", "3", "5").out

    assert [line for line in out.splitlines() if line.startswith("id\t")] == [
        "id\t5",
        "id\t3",
    ]


def test_an_id_and_a_query(run: Run) -> None:
    """Both at once are refused with how to say it."""
    done = run("show", "3", "sonando")

    assert done.code == 2
    assert done.err.endswith("in a query an id is written id:3.\n")
