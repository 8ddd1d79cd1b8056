"""Test `mediarel import` of damaged characters, with and without `--fix-text`."""

import json
from pathlib import Path

import pytest

from conftest import Run

ROWS = (
    {"title": "Itâ€™s fair", "text": "The caf\ufffd is open."},
    {"title": "On land", "text": "It is\0 ours."},
)
MENDED = (
    "rows.json, statement 1: repaired: its title was misread: "
    '"Itâ€™s fair" instead of "It’s fair"'
)
LOST = (
    "rows.json, statement 1: its text has lost letters, marked by \ufffd: "
    '"The caf\ufffd is open."'
)
NULL = (
    "rows.json, statement 2: repaired: its text contains the control character U+0000: "
    '"It is<U+0000> ours."'
)


@pytest.fixture(autouse=True)
def rows(run: Run) -> None:
    """Create an archive, and a file with damaged rows."""
    run("init")
    drafts = [{"date": "2012", "program": "CLEC", "type": "Note", **r} for r in ROWS]
    Path("rows.json").write_text(json.dumps(drafts), encoding="utf-8")


def told(run: Run, *options: str) -> list[str]:
    done = run("import", "rows.json", *options)
    assert done.code == 0
    return [line for line in done.err.splitlines() if "our own columns" not in line]


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_repaired_and_remaining_damage_is_reported(
    run: Run, options: tuple[str, ...]
) -> None:
    """A dry run reports the same as an import."""
    assert told(run, "--fix-text", *options)[:5] == [
        MENDED,
        NULL,
        "Repaired damaged characters in 2 statements.",
        LOST,
        "Damaged characters in 1 statement can't be repaired.",
    ]


def test_u_0000_is_removed_even_without_mend(run: Run) -> None:
    lines = told(run)
    done = run("list", "--format=json")

    assert lines[:2] == [NULL, "Repaired damaged characters in 1 statement."]
    assert "its title was misread" in lines[2]
    assert lines[3].endswith(
        "in 1 statement. To repair them after the import: mediarel check --fix-text"
    )
    assert sorted(each["text"] for each in json.loads(done.out)) == [
        "It is ours.",
        "The caf\ufffd is open.",
    ]
