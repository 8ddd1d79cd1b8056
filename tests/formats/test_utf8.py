"""Text as bytes.

- a byte order mark goes, one that stands later stays
- what is no UTF-8 is refused with its line, what is empty or binary as such
- a beginning may end within a letter
- what is written arrives at once, with the line ends that it has
"""

from __future__ import annotations

import io

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.formats.encoding import Utf8Writer, beginning, decoded, refuse_binary

KHMER = "ភ្នំពេញ"


@pytest.mark.parametrize("text", [KHMER, f"{KHMER}\ufeff", "a\r\nb\0"])
def test_the_mark_at_the_beginning_goes_and_all_else_stays(text: str) -> None:
    assert decoded(b"\xef\xbb\xbf" + text.encode(), "x") == text
    assert decoded(text.encode(), "x") == text


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "x: it is empty"),
        (b" \n\t", "x: it is empty"),
        (b"one\ntwo\n\xff\n", "x, line 3: it is not UTF-8"),
        (KHMER.encode()[:-1], "x, line 1: it is not UTF-8"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        decoded(data, "x")

    assert caught.value.problem == problem


def test_what_no_person_wrote_is_refused() -> None:
    with pytest.raises(UnreadableInputError, match="not text but binary"):
        refuse_binary("[]".encode("utf-16-le"), "x")

    refuse_binary(KHMER.encode(), "x")


def test_a_beginning_may_end_within_a_letter() -> None:
    assert beginning(b"\xef\xbb\xbf" + KHMER.encode()[:-1]).startswith(KHMER[:-1])


def test_what_is_written_arrives_at_once_and_as_it_is() -> None:
    """And what it is written to stays open."""
    out = io.BytesIO()

    Utf8Writer(out).write(f"{KHMER}\r\n\n")

    assert out.getvalue() == f"{KHMER}\r\n\n".encode()
