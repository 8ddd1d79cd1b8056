"""Test `mediarel schema`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mediarel.store.json_schema import json_schema

if TYPE_CHECKING:
    from conftest import Run

pytestmark = pytest.mark.without_archive


@pytest.mark.usefixtures("home")
def test_schema_of_an_archive(run: Run) -> None:
    """The command needs no archive."""
    done = run("schema")

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == json_schema()
    assert "…" in done.out
