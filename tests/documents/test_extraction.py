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
from mediarel.documents.file_kinds import KINDS, PDF, TEXT, kind_of


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Free them.\r\n\r\nToday.", "Free them.\n\nToday."),
        ("ដោះលែង".encode(), "ដោះលែង"),
        ("Libérez-les".encode("utf-16"), "Libérez-les"),
    ],
)
def test_a_text_is_read_as_it_is(data: bytes, text: str) -> None:
    assert read_data(data, "a.txt") == DocumentText(text)


def test_what_can_not_be_read_is_named_with_the_reason() -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_data(b"caf\xe9", "a.txt")

    assert "a.txt" in caught.value.problem
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize(("data", "what"), [(b" \n", "empty"), (b"\0\1\2", "no kind")])
def test_a_file_without_text_is_refused(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=what):
        read_data(data, "a.bin")


@pytest.mark.skipif(sys.platform == "win32", reason="it has no limit of memory")
def test_what_takes_more_memory_than_it_may_costs_one_error() -> None:
    with pytest.raises(UnreadableDocumentError, match="takes more than"):
        read_data(b"a" * (200 << 20), "a.txt", Limits(memory=100 << 20))


def test_what_takes_longer_than_it_may_costs_one_error() -> None:
    with pytest.raises(UnreadableDocumentError, match="more than 0 seconds"):
        read_data(b"text", "a.txt", Limits(seconds=0))


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a"])
def test_a_pdf_is_known_by_its_bytes(name: str) -> None:
    assert kind_of(name, b"\n%PDF-1.4\n\0\0") is PDF
    assert kind_of("a.txt", b"What %PDF-1.4 begins is a PDF.") is TEXT


def test_a_kind_is_known_by_its_suffix() -> None:
    assert kind_of("A.TXT", b"text") is TEXT
    assert {kind.reader for kind in KINDS}


def test_several_are_read_at_once_in_their_order() -> None:
    given = [(f"{n}.txt", f"Text {n}.".encode) for n in range(7)]
    given[3] = ("3.bin", "\0\1".encode)

    read = list(read_all(given))

    assert isinstance(read[3], UnreadableDocumentError)
    assert [each.text for each in read if isinstance(each, DocumentText)] == [
        f"Text {n}." for n in range(7) if n != 3
    ]
