"""Test the progress of long work."""

import re
import sys

import pexpect
import pytest

WORK = """
from mediarel.cli.terminal import progress

progress.PATIENCE = {patience}
with progress.shown_progress() as tell:
    for done in range(5):
        tell("Reading the archive", done, 5)
print("done")
"""


@pytest.mark.parametrize(("patience", "is_shown"), [(0, True), (60, False)])
def test_bar_appears_after_the_delay_and_disappears(
    patience: int,
    is_shown: bool,  # noqa: FBT001 - a test parameter
) -> None:
    child = pexpect.spawn(
        sys.executable, ["-c", WORK.format(patience=patience)], encoding="utf-8"
    )
    child.expect_exact(pexpect.EOF)

    sent = str(child.before)
    assert ("Reading the archive" in sent) is is_shown
    assert ("\x1b[2K" in sent) is is_shown
    assert sent.endswith("done\r\n")


@pytest.mark.parametrize("variable", [("ACCESSIBLE", "1"), ("NO_COLOR", "1")])
def test_plain_output_has_lines_instead_of_a_bar(
    monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str]
) -> None:
    monkeypatch.setenv(*variable)
    child = pexpect.spawn(
        sys.executable, ["-c", WORK.format(patience=0)], encoding="utf-8"
    )
    child.expect_exact(pexpect.EOF)

    first, *rest = str(child.before).splitlines()
    assert re.fullmatch("Reading the archive: [01] of 5", first)
    assert rest == ["done"]
