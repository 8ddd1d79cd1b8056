"""The number of the last change in a file: from its end, or from all of it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from archives import content, draft, opened
from mediarel.store.tiny import rotation
from mediarel.store.tiny.rotation import last_change

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(store: Path) -> Path:
    """Return a store whose last change is of many statements."""
    with opened(store) as archive:
        archive.add(draft("One."))
        archive.import_drafts([draft(f"No. {number}") for number in range(30)])
    return store


@pytest.mark.parametrize("end", [10, 500, 5000, 20_000, 10**9])
def test_of_a_file_as_we_write_it(
    store: Path, monkeypatch: pytest.MonkeyPatch, end: int
) -> None:
    """However much of its end is read at first."""
    monkeypatch.setattr(rotation, "_END", end)

    assert last_change(store) == 3


@pytest.mark.parametrize("indent", [None, 2, 4])
def test_of_a_file_that_another_program_wrote(store: Path, indent: int | None) -> None:
    """Also where its tables are in another order."""
    tables = content(store)
    tables["other"] = {"99": {}}
    tables["statements"]["98"] = tables["statements"]["1"]
    for names in (tables, sorted(tables), sorted(tables, reverse=True)):
        text = json.dumps({name: tables[name] for name in names}, indent=indent)
        store.write_text(f"{text}\n", encoding="utf-8")

        assert last_change(store) == 3


def test_of_what_is_no_archive(store: Path, tmp_path: Path) -> None:
    """It can't be read: cut off, missing, a folder, a pipe."""
    os.mkfifo(tmp_path / "pipe")
    store.write_bytes(store.read_bytes()[:-2])
    places = (store, tmp_path / "none", tmp_path, tmp_path / "pipe")

    assert [last_change(place) for place in places] == [None] * 4
