"""`mediarel export --formats`: each format, its purpose, read or written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mediarel.formats.table import NAMES

if TYPE_CHECKING:
    from conftest import Run, Screen

pytestmark = pytest.mark.without_archive


def test_into_a_pipe(run: Run) -> None:
    """A line each: name, ways, endings, purpose. No archive is needed."""
    done = run("export", "--formats")

    rows = [line.split("\t") for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert [row[0] for row in rows] == list(NAMES)
    assert ["csv", "in, out", ".csv", "a spreadsheet"] in rows
    assert rows[0] == [
        "archive",
        "in",
        "",
        "a different mediarel archive, or a backup",
    ]


def test_plain(screen: Screen) -> None:
    """A label and a value on each line."""
    shown = screen("export", "--formats", "--plain").out

    assert shown.split("\n\n")[0] == (
        "Format: archive\nWay: in\nFor: a different mediarel archive, or a backup"
    )
    assert (
        "\n\nFormat: csv\nWay: in, out\nEnding: .csv\nFor: a spreadsheet\n\n" in shown
    )
