"""Folding: what a reader takes for the same becomes the same.

- folded alike: case, accents, compatibility forms, digits, quotes and dashes,
  zero-width characters, Khmer spellings that look alike; other marks stay
- folding once is enough, and leaves letters, marks, digits and ASCII alone
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.text.folding import fold
from strategies import searched_texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LAND", "land"),
        ("Caf\u00e9", "cafe\u0301"),
        ("café", "cafe"),
        ("Straße", "STRASSE"),
        ("ﬁnance", "finance"),
        ("ＬＡＮＤ１", "land1"),
        ("Việt Nam", "viet nam"),
        ("२०१२ ۲۰۱۲ ២០១២", "2012 2012 2012"),
        ("Women’s ʼn ‘q’", "women's 'n 'q'"),
        ("“q” 1–2 a—b a‐b", '"q" 1-2 a-b a-b'),
        ("한국", unicodedata.normalize("NFD", "한국")),
        ("ｶﾞｽ", "ガス"),
        ("សេចក្ដី", "សេចក្តី"),
        ("សិទ្ធិ\u200bមនុស្ស", "សិទ្ធិមនុស្ស"),
        ("ក\u17c1\u17b8", "កើ"),
        ("ក\u17b8\u17c1", "កើ"),
        ("ក\u17c1\u17b6", "កោ"),
        ("ស\u17ca\u17b8", "ស\u17b8\u17ca"),
        ("ក\u17c6\u17bb", "ក\u17bb\u17c6"),
        ("ឲ្យ", "ឱ្យ"),
    ],
)
def test_folded_alike(one: str, other: str) -> None:
    """What a reader takes for the same is the same."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("កា", "កិ"), ("ไม่", "ไม"), ("हिंदी", "हदी"), ("مُ", "م"), ("が", "か"), ("a", "b")],
)
def test_folded_apart(one: str, other: str) -> None:
    """Marks that other scripts can't do without stay."""
    assert fold(one) != fold(other)


@given(st.text(max_size=30) | searched_texts)
def test_folding_once_is_enough(text: str) -> None:
    """What is folded stays so, and holds nothing but letters, marks and digits."""
    folded = fold(text)

    assert fold(folded) == folded
    assert not [
        letter
        for letter in folded
        if letter > "\x7f" and unicodedata.category(letter)[0] not in "LMN"
    ]
