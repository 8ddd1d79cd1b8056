"""Test reading from files and standard input."""

import json
from pathlib import Path

import pytest

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
def test_binary_input_is_refused(run: Run, data: bytes, why: str) -> None:
    Path("file").write_bytes(data)

    piped, named = run(*ADD, stdin=data), run("import", "file")

    assert (piped.code, named.code) == (4, 4)
    assert f"standard input: {why}" in piped.err.replace(", line", ": line")
    assert f"file: {why}" in named.err.replace(", line", ": line")


def test_byte_order_mark_is_removed(run: Run) -> None:
    run(*ADD, stdin=b"\xef\xbb\xbfWe ask for land.")

    (shown,) = json.loads(run("show", "10", "--format=json").out)
    assert shown["text"] == "We ask for land."
