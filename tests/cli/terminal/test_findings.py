"""Test how the findings of `check` are shown."""

from pathlib import Path

from conftest import Run, Screen
from tampering import (
    add_12,
    all_of,
    altered,
    back_up,
    change_place,
    remove_4,
    tamper,
)


def test_finding_is_a_line_in_a_pipe(run: Run, store: Path) -> None:
    """The line has level, place and message, but no hint."""
    tamper(store, all_of(add_12, remove_4, change_place))

    rows = [line.split("\t") for line in run("check").out.splitlines()]

    assert len(rows) == 3
    assert {len(row) for row in rows} == {3}
    assert not any("mediarel check --accept" in row[2] for row in rows)


def test_findings_can_share_a_hint(screen: Screen, run: Run, store: Path) -> None:
    """The command in the hint includes --archive."""
    back_up(run)
    with altered(store) as tables:
        for number in ("3", "5"):
            tables["statements"][number]["place"] = "Kep"

    lines = screen("check", "--archive=data", columns=120).out.splitlines()

    assert lines == [
        'Error: statement 3: changed outside mediarel: place "Phnom Penh" is now "Kep"',
        'Error: statement 5: changed outside mediarel: place (none) is now "Kep"',
        (
            "Hint: If the present state is right, record it: mediarel check"
            " --archive data --accept – if not, record it, then undo"
        ),
        "it: mediarel undo --archive data",
        "9 statements, 2 changes: 2 errors.",
    ]
