"""What a check found, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tampering import back_up, tamper

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run, Screen
    from tampering import Tables


@pytest.mark.about_files("its backups")
def test_on_a_terminal(screen: Screen, run: Run, store: Path) -> None:
    """What to do follows, once for all that need the same, with this archive."""

    def damage(tables: Tables) -> None:
        for number in ("3", "5"):
            tables["statements"][number]["place"] = "Kep"

    back_up(run)
    tamper(store, damage)

    lines = screen("check", "--archive=data", columns=120).out.splitlines()

    assert lines == [
        'error  statement 3: changed outside mediarel: place "Phnom Penh" is now "Kep"',
        'error  statement 5: changed outside mediarel: place (none) is now "Kep"',
        (
            "       If this is right, record it: mediarel check --archive data --accept"
            " – if not,"
        ),
        "       record it, then undo it: mediarel undo --archive data",
        "9 statements, 2 changes: 2 errors.",
    ]
