"""The text of a file comes out of a process of its own, which can't do harm."""

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


def test_what_can_not_be_read_is_named_with_the_reason() -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_data(b"caf\xe9", "a.txt")

    assert "a.txt" in caught.value.problem
    assert "UTF-8" in caught.value.hint


@pytest.mark.skipif(sys.platform == "win32", reason="it has no limit of memory")
def test_what_takes_more_memory_than_it_may_costs_one_error() -> None:
    with pytest.raises(UnreadableDocumentError, match="needs more than"):
        read_data(b"a" * (200 << 20), "a.txt", Limits(memory=100 << 20))


def test_what_takes_longer_than_it_may_costs_one_error() -> None:
    with pytest.raises(UnreadableDocumentError, match="more than 0 seconds"):
        read_data(b"text", "a.txt", Limits(seconds=0))


def test_several_are_read_at_once_in_their_order() -> None:
    given = [(f"{n}.txt", f"Text {n}.".encode) for n in range(7)]
    given[3] = ("3.bin", "\0\1".encode)

    read = list(read_all(given))

    assert isinstance(read[3], UnreadableDocumentError)
    assert [each.text for each in read if isinstance(each, DocumentText)] == [
        f"Text {n}." for n in range(7) if n != 3
    ]
