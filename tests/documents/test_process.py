"""Test repairs and warnings for damaged characters in documents."""

from __future__ import annotations

import pytest

from long_release import KHMER
from mediarel.documents.document_text import DocumentText
from mediarel.documents.extraction import read_data

_RIGHT = "\n\n".join(KHMER.paragraphs())


def test_khmer_in_wrong_order_is_repaired_and_reported() -> None:
    found = read_data(_RIGHT.replace("ឆ្នាំ", "ឆ្នំា").encode(), "a.txt")

    (problem,) = found.problems
    assert found.text == _RIGHT
    assert "wrong order in 4 syllables" in problem.what
    assert not problem.is_lost


def test_correct_khmer_has_no_problem() -> None:
    assert read_data(_RIGHT.encode(), "a.txt") == DocumentText(_RIGHT)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (_RIGHT.replace("កា", "\u200b\u17b6"), "damaged Khmer"),
        (_RIGHT.replace("ចា", "\ue012"), "has unknown characters"),
        ("The sea is no one’s. " * 5 + "\ufffd\ufffd", "has unknown characters"),
    ],
)
def test_lost_characters_are_reported(text: str, what: str) -> None:
    """The limit is five in a thousand characters."""
    (problem,) = read_data(text.encode(), "a.txt").problems

    assert what in problem.what
    assert problem.advice
    assert problem.is_lost
