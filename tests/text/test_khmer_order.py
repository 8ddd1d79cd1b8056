"""Test the order of characters in Khmer syllables."""

from __future__ import annotations

import re

import pytest

from long_release import KHMER
from mediarel.text.damaged import in_order, misplaced

_RIGHT = "\n\n".join(KHMER.paragraphs())
_SYLLABLE = re.compile(
    "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d3\u17dd])+"
)


def _reversed(found: re.Match[str]) -> str:
    base, *parts = (each[0] for each in re.finditer("\u17d2.|.", found[0]))
    return "".join((base, *reversed(parts)))


def test_reversed_syllables_are_put_in_order() -> None:
    wrong = _SYLLABLE.sub(_reversed, _RIGHT)
    before, after = _SYLLABLE.findall(_RIGHT), _SYLLABLE.findall(wrong)

    differing = sum(a != b for a, b in zip(before, after, strict=True))
    assert differing > 50
    assert in_order(wrong) == (_RIGHT, differing)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("ឆ្នំា", "ឆ្នាំ"),  # a sign before the vowel
        ("កេ្រាម", "ក្រោម"),  # a vowel before what stands under the letter, and split
        ("ស្រ្តី", "ស្ត្រី"),  # coeng RO, which is last, is first
    ],
)
def test_frequent_typing_errors_are_put_in_order(wrong: str, right: str) -> None:
    assert in_order(wrong) == (right, 1)


@pytest.mark.parametrize(
    "text",
    [
        _RIGHT,
        "សេចក្ដី",  # coeng DA, which looks like coeng TA, stays
        "ក្ដៅ និងក្តៅ",
        "បាន\u200bនិង\u200bមាន",
        "Free them. 2012",
    ],
)
def test_a_correct_text_is_not_changed(text: str) -> None:
    assert in_order(text) == (text, 0)
    assert misplaced(text)[0] == 0


def test_marks_without_a_base_are_counted() -> None:
    """Texts extracted from drawings can have such marks."""
    count, letters = misplaced("េក ន់ ់ន")

    assert (count, letters) == (2, 6)
