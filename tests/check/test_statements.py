"""Test `check` of single statements."""

from pathlib import Path

from checked import found
from tampering import Tables, tamper


def test_each_invalid_statement_is_reported_with_its_line(path: Path) -> None:
    def damage(tables: Tables) -> None:
        tables["statements"]["2"]["date"] = "soon"
        tables["statements"]["7"]["program"] = ""

    tamper(path, damage)
    lines = path.read_text("utf-8").splitlines()

    first, second = found(path)

    for finding, number in ((first, 2), (second, 7)):
        line = int(finding.place.removeprefix(f"statement {number}, line "))
        assert lines[line - 1].strip() == f'"{number}": {{'
        assert (finding.level, finding.kind) == ("error", "rule")
        assert finding.id == number
    assert first.message == "the date 'soon' is not a date"


def test_duplicate_uuid_is_found(path: Path) -> None:
    """For example, a user copies a statement in an editor."""

    def damage(tables: Tables) -> None:
        tables["statements"]["11"] = tables["statements"]["3"]

    tamper(path, damage)

    doubled, added = found(path)

    assert (doubled.level, doubled.kind, doubled.id) == ("error", "uuid", 11)
    assert "the same UUID as statement 3" in doubled.message
    assert (added.level, added.kind, added.id) == ("warning", "added", 11)
