"""`mediarel show`: by a query, in a format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


@pytest.fixture(autouse=True)
def _store(store: Path) -> None:
    """Work on the nine statements."""
    assert store.exists()


def test_by_a_query(run: Run) -> None:
    """Whatever is no whole number is a query."""
    assert run("show", "metfone").out == run("show", "8").out


def test_in_a_format(run: Run) -> None:
    (shown,) = json.loads(run("show", "3", "--format=json").out)

    assert shown["id"] == 3
    assert shown["dated"] == "2012-07-16"
