"""Test that documents are read in a separate process with limits."""

from __future__ import annotations

import sys

import pytest

from mediarel.documents.document_text import DocumentText
from mediarel.documents.extraction import (
    Limits,
    UnreadableDocumentError,
    read_all,
    read_data,
)


def test_an_unreadable_file_is_named_with_the_reason() -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_data(b"caf\xe9", "a.txt")

    assert "a.txt" in caught.value.problem
    assert "UTF-8" in caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="it has no limit of memory")
def test_a_file_that_needs_too_much_memory_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="needs more than"):
        read_data(b"a" * (200 << 20), "a.txt", Limits(memory=100 << 20))


def test_a_file_that_takes_too_long_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="more than 0 seconds"):
        read_data(b"text", "a.txt", Limits(seconds=0))


def test_several_files_are_read_in_order() -> None:
    given = [(f"{n}.txt", f"Text {n}.".encode) for n in range(7)]
    given[3] = ("3.bin", "\0\1".encode)

    read = list(read_all(given))

    assert isinstance(read[3], UnreadableDocumentError)
    assert [each.text for each in read if isinstance(each, DocumentText)] == [
        f"Text {n}." for n in range(7) if n != 3
    ]
