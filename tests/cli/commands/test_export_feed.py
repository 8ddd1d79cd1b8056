"""Test `mediarel export --format atom`."""

import json
import re
from pathlib import Path

import pytest

from conftest import Run
from feed_faults import archive_faults, faults

pytestmark = pytest.mark.usefixtures("store")

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


def test_feed_keeps_its_id_if_the_archive_is_renamed(run: Run) -> None:
    before, again = (run("export", "--format", "atom").out for _ in range(2))
    run("configure", "--name", "Our releases")
    after = run("export", "--format", "atom").out

    first, second = (re.findall("<id>(.*?)</id>", each)[0] for each in (before, after))
    assert first == second
    assert before == again
    assert faults(before.encode()) == faults(after.encode()) == []
    assert before.partition("<updated>")[2] != after.partition("<updated>")[2]


@pytest.mark.parametrize(
    "words", [("export",), ("list",), ("search", "fishers"), ("show", "10")]
)
def test_feed_links_translations(run: Run, words: tuple[str, ...]) -> None:
    run("import", "-", "--yes", stdin=json.dumps([ENGLISH, KHMER]))

    written = run(*words, "--format", "atom").out

    assert 'rel="alternate" hreflang="km" href="https://example.org/km"' in written


def test_folder_has_a_feed_document_for_each_year(run: Run, home: Path) -> None:
    done = run("export", "--format", "atom", "--output", "feed/")
    documents = {each.name: each.read_bytes() for each in (home / "feed").iterdir()}

    assert done.code == 0
    assert done.err.splitlines()[-1] == "Wrote 9 statements to 4 files in feed."
    assert [fault for data in documents.values() for fault in faults(data)] == []
    assert archive_faults(documents, "statements.atom") == []
