"""Test that docs/reliability.md names existing tests, and all fault tests."""

import re
from typing import NamedTuple

from conftest import ROOT

PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
# Modules that cause damage; a test that imports one is about a fault.
BREAKING = ("faults", "hurts", "lines", "spoiling", "sweep", "upkeep")


class Row(NamedTuple):
    """A row of the tables: its text and the tests it names."""

    said: str
    tests: list[str]


def rows() -> list[Row]:
    """Return the rows of all tables."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    cells = [line.strip("| ").rsplit(" | ", maxsplit=1) for line in lines]
    return [
        Row(said, re.findall("`([^`]+)`", test)) for said, test in cells if "`" in test
    ]


ROWS = rows()


def test_named_tests_exist() -> None:
    for path in (path for row in ROWS for path in row.tests):
        content = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(r"^(def test_|Test\w+ = )", content, re.MULTILINE), path
    assert len(ROWS) == len([r for r in PAGE.splitlines() if r.endswith(".py` |")])


def test_every_fault_test_is_named() -> None:
    named = {path for row in ROWS for path in row.tests}
    imports = re.compile(rf"^from ({'|'.join(BREAKING)}) import", re.MULTILINE)

    breaking = {
        place.relative_to(ROOT).as_posix()
        for place in (ROOT / "tests").rglob("test_*.py")
        if imports.search(place.read_text(encoding="utf-8"))
    }

    assert breaking - named - {"tests/test_reliability.py"} == set()
