"""`mediarel schema`.

- it prints the schema of an archive's file, which needs no archive
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mediarel.store.json_schema import json_schema

if TYPE_CHECKING:
    from conftest import Run

pytestmark = pytest.mark.without_archive


@pytest.mark.usefixtures("home")
def test_it_prints_the_schema(run: Run) -> None:
    """As JSON, letters as themselves; there is no archive here."""
    done = run("schema")

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == json_schema()
    assert "…" in done.out
