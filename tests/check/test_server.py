"""Checking an archive on a server.

- a sound one has no finding, whatever was done to it by commands
- what was done past us to statements and history is told as on a file, and accepted
- rows that lists and searches read, and that do not say what the statement does
- words that another version of Unicode folded are a note
- what is wrong with rows is made anew by `init --upgrade`
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from postgres import Server


class Archive(NamedTuple):
    """An archive on a server: its address, and what runs commands and SQL on it."""

    address: str
    run: Run
    server: Server

    def did(self, sql: str) -> None:
        """Have it changed past us."""
        schema = self.address.partition("#")[2]
        self.server.run(f"SET search_path TO {schema}; {sql}")

    def found(self, *options: str) -> list[tuple[str, str, str]]:
        """Return level, kind and place of each finding."""
        done = self.run("check", "--json", *options, "--archive", self.address)
        found: list[dict[str, Any]] = json.loads(done.out)
        is_bad = any(each["level"] == "error" for each in found)
        assert done.code == (5 if is_bad else 0)
        return [(each["level"], each["kind"], each["place"]) for each in found]


@pytest.fixture
def archive(run: Run, store: Path, address: str, postgres: Server) -> Archive:
    """Return the nine statements on a server, with a history."""
    copied = Archive(address, run, postgres)
    assert run("copy", str(store), address).code == 0
    for words in (
        ("edit", "3", "--add-tag", "sonando", "--signatory", "LICADHO"),
        ("configure", "--name", "Our releases"),
        ("edit", "4", "--language", "km"),
        ("edit", "4", "--translation-of", "3", "--keep"),
        ("remove", "9", "--yes"),
        ("edit", "5", "--signatory", "League"),
        ("signatories", "merge", "LICADHO", "League"),
        ("edit", "6", "--title", "Another"),
        ("undo", "--yes"),
    ):
        assert run(*words, "--archive", address).code == 0, words
    return copied


def test_a_sound_archive(archive: Archive) -> None:
    """Changes, a link, a name, a removal and an undo leave nothing to find."""
    assert archive.found() == []


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        (
            (
                "UPDATE document SET json = replace(json, 'Cambodia', 'Cambodja')"
                " WHERE id = 3"
            ),
            ("error", "changed", "statement 3"),
        ),
        ("DELETE FROM document WHERE id = 5", ("error", "removed", "statement 5")),
        (
            (
                "INSERT INTO document SELECT 77, replace(json, '824', '825')"
                " FROM document WHERE id = 1"
            ),
            ("warning", "added", "statement 77"),
        ),
        (
            "UPDATE checksum SET sum = 'x' WHERE id = 6",
            ("error", "changed", "statement 6"),
        ),
        (
            (
                "UPDATE document SET json = replace(json, '2012-07-16', '2012-17-16')"
                " WHERE id = 3"
            ),
            ("error", "rule", "statement 3"),
        ),
        ("DELETE FROM entry WHERE number = 2", ("warning", "gap", "change 2")),
        (
            (
                "UPDATE entry SET json = replace(json, 'sonando', 'sonanda')"
                " WHERE number = 2"
            ),
            ("error", "chain", "change 2"),
        ),
        ("UPDATE counter SET id = 3", ("warning", "last_id", "counter")),
        ("UPDATE counter SET change = 3", ("error", "rows", "counter")),
        (
            "UPDATE statement SET headline = 'Another' WHERE id = 5",
            ("error", "rows", "statement 5"),
        ),
        (
            (
                "UPDATE statement SET words_text = replace(words_text, ' of ', ' if ')"
                " WHERE id IN (5, 6)"
            ),
            ("error", "rows", "statements 5, 6"),
        ),
        ("DELETE FROM statement WHERE id = 5", ("error", "rows", "statement 5")),
        (
            "UPDATE name SET shown = 'Clec' WHERE shown = 'sonando'",
            ("error", "rows", "statement 3"),
        ),
        ("DELETE FROM release", ("error", "rows", "index")),
        ("UPDATE meta SET value = 'x'", ("error", "rows", "index")),
        (
            "UPDATE frequency SET statements = 99 WHERE word = 'the'",
            ("warning", "rows", "index"),
        ),
        (
            "UPDATE entry SET by = 'nobody' WHERE number = 2",
            ("error", "rows", "change 2"),
        ),
        ("DELETE FROM touched WHERE number = 2", ("error", "rows", "change 2")),
        (
            "UPDATE statement SET words_text = '', unicode = '1.0' WHERE id = 5",
            ("note", "unicode", "statement 5"),
        ),
    ],
)
def test_what_was_done_past_us(
    archive: Archive, sql: str, finding: tuple[str, str, str]
) -> None:
    """It is found, and told as it would be of a file."""
    archive.did(sql)

    assert finding in archive.found()


def test_quick_folds_no_words(archive: Archive) -> None:
    """What was done to a statement is found all the same."""
    archive.did("UPDATE statement SET headline = 'Another' WHERE id = 5")
    archive.did("DELETE FROM document WHERE id = 6")

    assert archive.found("--quick") == [("error", "removed", "statement 6")]


def test_it_is_accepted(archive: Archive) -> None:
    """As a change; what lists and searches read fits then too."""
    archive.did(
        "UPDATE document SET json = replace(json, 'Cambodia', 'Cambodja') WHERE id = 3;"
        " DELETE FROM document WHERE id = 5; DELETE FROM checksum WHERE id = 6;"
        " INSERT INTO document SELECT 77, replace(json, '824', '825') FROM document"
        " WHERE id = 1"
    )
    at = ("--archive", archive.address)

    done = archive.run("check", "--accept", "--yes", *at)

    assert (done.code, "Accepted 4 statements." in done.err) == (0, True)
    assert archive.found() == []
    assert archive.run("show", "77", *at).code == 0
    assert "3" in archive.run("search", "Cambodja", "--format", "jsonl", *at).out


def test_checksums_that_are_gone_are_made_anew(archive: Archive) -> None:
    """All of them, with the next acceptance."""
    archive.did("DELETE FROM checksum")
    assert archive.found() == [("error", "checksum", "checksums")]

    archive.run("check", "--accept", "--yes", "--archive", archive.address)

    assert archive.found() == []


def test_rows_are_made_anew(archive: Archive) -> None:
    """By the command that the hint names."""
    archive.did(
        "UPDATE statement SET headline = 'Another' WHERE id = 5; DELETE FROM release;"
        " DELETE FROM touched; UPDATE frequency SET statements = 7; DELETE FROM meta;"
        " UPDATE counter SET tokens = 1, change = 1, id = 1; UPDATE entry SET by = ''"
    )
    assert len(archive.found()) > 5

    archive.run("init", archive.address, "--upgrade")

    assert archive.found() == []


def test_hints_know_no_file(archive: Archive) -> None:
    """What can't be accepted is not to be corrected in a file, or by repair."""
    archive.did("UPDATE document SET json = '{}' WHERE id = 3")

    done = archive.run("check", "--json", "--archive", archive.address)

    hints = " ".join(each["hint"] for each in json.loads(done.out))
    assert "docs/shared-archive.md" in hints
    assert "in the file" not in hints
    assert "mediarel repair" not in hints
