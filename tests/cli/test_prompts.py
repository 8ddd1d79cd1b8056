"""Questions."""

from __future__ import annotations

import os
import sys

import pexpect
import pytest


@pytest.mark.usefixtures("store")
def test_an_answer_that_is_no_utf_8() -> None:
    """It is refused as such, and asked for again."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "mediarel", "add", "--date=2012", "--title=a"],
        env={**os.environ, "PYTHONIOENCODING": "utf-8:strict"},
        timeout=120,
    )
    for awaited, typed in (
        (b"Program", b"\xff\r"),
        (b"not UTF-8", b""),
        (b"Program", b"NGO\r"),
        (b"Save it?", b"y\r"),
        (b"\n10\r\n", b""),
    ):
        child.expect_exact(awaited)
        child.send(typed)
    child.expect_exact(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
