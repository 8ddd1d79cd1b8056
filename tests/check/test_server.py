"""Test `check` of an archive on a server."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conftest import Run
from postgres import Server


class Archive(NamedTuple):
    """An archive on a server: its address, and functions that run commands and SQL."""

    address: str
    run: Run
    server: Server

    def did(self, sql: str) -> None:
        """Change the archive with SQL."""
        self.server.run_in(self.address, sql)

    def found(self, *options: str) -> list[tuple[str, str, str]]:
        """Return level, kind and place of each finding, except about readers."""
        done = self.run("check", "--json", *options, "--archive", self.address)
        found: list[dict[str, Any]] = json.loads(done.out)
        is_bad = any(each["level"] == "error" for each in found)
        assert done.code == (5 if is_bad else 0)
        those = [each for each in found if each["kind"] != "unannounced"]
        return [(each["level"], each["kind"], each["place"]) for each in those]


@pytest.fixture
def archive(run: Run, store: Path, address: str, postgres: Server) -> Archive:
    """Return the nine sample statements on a server, with a history."""
    copied = Archive(address, run, postgres)
    assert run("copy", str(store), address).code == 0
    for words in (
        ("edit", "3", "--add-tag", "sonando", "--signatory", "LICADHO"),
        ("configure", "--name", "Our releases"),
        ("edit", "4", "--language", "km"),
        ("edit", "4", "--translation-of", "3"),
        ("remove", "9", "--yes"),
        ("edit", "5", "--signatory", "League"),
        ("signatories", "merge", "LICADHO", "League"),
        ("edit", "6", "--title", "Another"),
        ("undo", "--yes"),
    ):
        assert run(*words, "--archive", address).code == 0, words
    return copied


def test_undamaged_archive_has_no_findings(archive: Archive) -> None:
    assert archive.found() == []


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        (
            "UPDATE document SET json = replace(json, 'odia', 'odja') WHERE id = 3",
            "error | changed | statement 3",
        ),
        ("DELETE FROM document WHERE id = 5", "error | removed | statement 5"),
        (
            (
                "INSERT INTO document SELECT 77, replace(json, '824', '825')"
                " FROM document WHERE id = 1"
            ),
            "warning | added | statement 77",
        ),
        ("UPDATE checksum SET sum = 'x' WHERE id = 6", "error | changed | statement 6"),
        (
            "UPDATE document SET json = replace(json, '-07-16', '-17-16') WHERE id = 3",
            "error | rule | statement 3",
        ),
        ("DELETE FROM entry WHERE number = 2", "warning | gap | change 2"),
        (
            "UPDATE entry SET json = replace(json, 'nando', 'nanda') WHERE number = 2",
            "error | chain | change 2",
        ),
        ("UPDATE counter SET id = 3", "error | rows | counter"),
        ("UPDATE counter SET change = 3", "error | rows | counter"),
        (
            "UPDATE statement SET headline = 'Another' WHERE id = 5",
            "error | rows | statement 5",
        ),
        (
            "UPDATE statement SET words_text = words_text || 'x' WHERE id IN (5, 6)",
            "error | rows | statements 5, 6",
        ),
        ("DELETE FROM statement WHERE id = 5", "error | rows | statement 5"),
        (
            "UPDATE name SET shown = 'Clec' WHERE shown = 'sonando'",
            "error | rows | statement 3",
        ),
        ("DELETE FROM release", "error | rows | index"),
        ("UPDATE meta SET value = 'x'", "error | rows | index"),
        ("UPDATE entry SET by = 'nobody' WHERE number = 2", "error | rows | change 2"),
        ("DELETE FROM touched WHERE number = 2", "error | rows | change 2"),
        (
            "UPDATE statement SET words_text = '', unicode = '1.0' WHERE id = 5",
            "note | unicode | statement 5",
        ),
    ],
)
def test_changes_with_sql_are_found(archive: Archive, sql: str, finding: str) -> None:
    archive.did(sql)

    assert finding in map(" | ".join, archive.found())


def test_changes_with_sql_can_be_accepted(archive: Archive) -> None:
    """Afterwards, the rows for lists and searches are correct too."""
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


def test_accept_computes_missing_checksums(archive: Archive) -> None:
    archive.did("DELETE FROM checksum")
    assert archive.found() == [("error", "checksum", "checksums")]

    archive.run("check", "--accept", "--yes", "--archive", archive.address)

    assert archive.found() == []


def test_upgrade_rebuilds_wrong_rows(archive: Archive) -> None:
    archive.did(
        "UPDATE statement SET headline = 'Another' WHERE id = 5; DELETE FROM release;"
        " DELETE FROM touched; UPDATE frequency SET statements = 7; DELETE FROM meta;"
        " UPDATE counter SET tokens = 1, change = 1, id = 1; UPDATE entry SET by = ''"
    )
    assert len(archive.found()) == 5

    archive.run("init", archive.address, "--upgrade")

    assert archive.found() == []


def test_hints_do_not_mention_a_file_or_repair(archive: Archive) -> None:
    archive.did("UPDATE document SET json = '{}' WHERE id = 3")

    done = archive.run("check", "--json", "--archive", archive.address)

    hints = " ".join(each["hint"] for each in json.loads(done.out))
    assert "docs/shared-archive.md" in hints
    assert "in the file" not in hints
    assert "mediarel repair" not in hints
