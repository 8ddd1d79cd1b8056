"""`mediarel export` of feeds: in one file, in a folder, and back.

- a feed keeps its id whatever the archive is called; that of a query is another
- archives of the same second differ
- translations are linked, from `export`, `list`, `search` and `show`
- a folder has a document for each year, is asked for once, and comes back
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from conftest import refused
from feed_faults import archive_faults, faults

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

ENGLISH = {
    "date": "2026-11-20",
    "program": "CLEC",
    "text": "Free the fishers of the bay.",
    "uuid": "aaaaaaaa-0001-4000-8000-000000000001",
    "language": "en",
    "sources": ["https://example.org/en"],
}
KHMER = {
    **ENGLISH,
    "text": "សូមដោះលែងអ្នកនេសាទ",
    "uuid": "aaaaaaaa-0002-4000-8000-000000000002",
    "language": "km",
    "sources": ["https://example.org/km"],
    "translation_of": ENGLISH["uuid"],
}


def id_of(feed: str) -> str:
    found = re.search("<id>(.*?)</id>", feed)
    assert found
    return found[1]


@pytest.mark.usefixtures("store")
def test_it_is_valid_and_keeps_its_id(run: Run) -> None:
    """However the archive is called; it was updated when the archive was changed."""
    before = run("export", "--format", "atom").out
    again = run("export", "--format", "atom").out
    run("configure", "--name", "Our releases")
    after = run("export", "--format", "atom").out

    assert before == again
    assert faults(before.encode()) == faults(after.encode()) == []
    assert id_of(before) == id_of(after)
    assert before.partition("<updated>")[2] != after.partition("<updated>")[2]


@pytest.mark.usefixtures("store")
def test_translations_are_linked(run: Run) -> None:
    """By each command that writes a format."""
    run("import", "-", "--yes", stdin=json.dumps([ENGLISH, KHMER]))

    for words in (
        ("export",),
        ("list",),
        ("search", "fishers"),
        ("show", "10"),
    ):
        written = run(*words, "--format", "atom").out
        assert 'rel="alternate" hreflang="km" href="https://example.org/km"' in written


@pytest.mark.usefixtures("store")
def test_a_folder_has_a_document_for_each_year(run: Run, home: Path) -> None:
    done = run("export", "--format", "atom", "--output", "feed/")
    documents = {each.name: each.read_bytes() for each in (home / "feed").iterdir()}

    assert done.code == 0
    assert done.err.splitlines()[-1] == "Wrote 9 statements to 4 files in feed."
    assert [fault for data in documents.values() for fault in faults(data)] == []
    assert archive_faults(documents, "statements.atom") == []


@pytest.mark.usefixtures("store")
def test_files_that_are_there_are_replaced_by_force_alone(run: Run, home: Path) -> None:
    """Also where only that of a year is there; then nothing is written."""
    (home / "feed").mkdir()
    there = home / "feed" / "statements-2012.atom"
    there.write_text("mine", encoding="utf-8")
    words = ("export", "--format", "atom", "--output", "feed")

    problem = refused(run(*words), 1)

    told = "already exists; nothing was written"
    assert problem == f"Error: {there.relative_to(home)} {told}"
    assert [each.name for each in (home / "feed").iterdir()] == [there.name]
    assert run(*words, "--force").code == 0
    assert faults(there.read_bytes()) == []
