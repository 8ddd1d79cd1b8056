"""Test the report about a published folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediarel.cli.options.publishing import tell_written
from mediarel.publish.folder import Written


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            Written(1200, 30, 4, ()),
            "Folder site: 1,200 files written, 30 unchanged, 4 removed.\n",
        ),
        (Written(0, 1234, 0, ()), "Folder site: 1,234 files, all unchanged.\n"),
        (
            Written(0, 9, 0, ("CNAME", "in/")),
            (
                "Folder site: 9 files, all unchanged.\n"
                "These files are not from mediarel, but will be public: CNAME, in/.\n"
            ),
        ),
    ],
)
def test_counts_and_files_of_others_are_reported(
    capsys: pytest.CaptureFixture[str], written: Written, told: str
) -> None:
    tell_written(Path("site"), written)

    said = capsys.readouterr()
    assert (said.out, said.err) == ("", told)
