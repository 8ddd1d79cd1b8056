"""Test the folding of texts for comparison."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.text.folding import BORDER, fold
from strategies import searched_texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LAND", "land"),
        ("café", "cafe"),
        ("Straße", "STRASSE"),
        ("ﬁnance", "finance"),
        ("ＬＡＮＤ１", "land1"),
        ("Việt Nam", "viet nam"),
        ("२०१२ ۲۰۱۲ ២០១២", "2012 2012 2012"),
        ("Women’s ʼn ‘q’", "women's 'n 'q'"),
        ("“q” 1–2 a—b a‐b", '"q" 1-2 a-b a-b'),
        ("한국", unicodedata.normalize("NFD", "한국")),
        ("សេចក្ដី", "សេចក្តី"),
        ("សិទ្ធិ\u200bមនុស្ស", "សិទ្ធិមនុស្ស"),
        ("ក\u17c1\u17b8", "កើ"),
        ("ក\u17c1\u17b6", "កោ"),
        ("ស\u17ca\u17b8", "ស\u17b8\u17ca"),
        ("ឲ្យ", "ឱ្យ"),
        ("ឪពុក", "ឳពុក"),
        ("ស្រី", "សី្រ"),
        ("ម៉្យាង", "ម្យ៉ាង"),
        *(("ស៊ីម", each) for each in ("សុីម", "សីុម", "ស៉ីម", "សី៊ម")),
        *(("ញ៉ាំ", each) for each in ("ញុាំ", "ញាុំ", "ញុំា")),
    ],
)
def test_different_spellings_are_folded_to_the_same_text(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("កា", "កិ"),
        ("ប៉ា", "បុា"),
        ("ស៊ុម", "សុម"),
        ("ไม่", "ไม"),
        ("हिंदी", "हदी"),
        ("مُ", "م"),
        ("が", "か"),
        ("a", "b"),
    ],
)
def test_necessary_marks_are_kept(one: str, other: str) -> None:
    """In these scripts, a mark changes the word."""
    assert fold(one) != fold(other)


@given(st.text(max_size=30) | searched_texts)
def test_a_folded_text_does_not_change_when_folded_again(text: str) -> None:
    """The non-ASCII characters of a folded text are letters, marks and digits."""
    folded = fold(text)

    assert fold(folded) == folded
    assert not [
        letter
        for letter in folded
        if letter > "\x7f" and unicodedata.category(letter)[0] not in "LMN"
        if letter != BORDER
    ]
