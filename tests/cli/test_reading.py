"""What a person hands over: a file, or standard input.

- what is not text is refused, by its name or as standard input
- the mark of UTF-8 is no part of the text
- a pipe is a file like any other
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

pytestmark = pytest.mark.usefixtures("store")

ADD = ("add", "--date=2012", "--program=CLEC", "--text=-")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"\x7fELF\0\0", "it is not text but binary"),
        (b"One\nTwo \xff\n", "line 2: it is not UTF-8"),
    ],
)
def test_what_is_no_text(run: Run, data: bytes, why: str) -> None:
    """It is told of standard input by that name, of a file by its own."""
    Path("file").write_bytes(data)

    piped, named = run(*ADD, stdin=data), run("import", "file")

    assert (piped.code, named.code) == (4, 4)
    assert f"standard input: {why}" in piped.err.replace(", line", ": line")
    assert f"file: {why}" in named.err.replace(", line", ": line")


def test_the_mark_of_utf_8(run: Run) -> None:
    """A text from Windows begins with its first letter."""
    run(*ADD, stdin=b"\xef\xbb\xbfWe ask for land.")

    (shown,) = json.loads(run("show", "10", "--format=json").out)
    assert shown["text"] == "We ask for land."
