"""Shingles of a text: the same passage has the same ones, wherever it stands."""

from __future__ import annotations

import pytest

from mediarel.text.similarity import only_letters, shingles

ENGLISH = (
    "We, the undersigned organisations, are deeply concerned by the arrest of three"
    " fishers who had asked that the mangroves of their village not be cut."
)
KHMER = (
    "យើងខ្ញុំជាអង្គការសង្គមស៊ីវិល សហជីព និងសមាគមដែលមានរាយនាមខាងក្រោម"
    " សូមសម្តែងនូវក្តីបារម្ភយ៉ាងខ្លាំងចំពោះការចាប់ខ្លួនអ្នកនេសាទបីនាក់"
)


@pytest.mark.parametrize("text", [ENGLISH, KHMER])
def test_a_passage_has_its_marks_wherever_it_stands(text: str) -> None:
    here = shingles(only_letters(text))

    assert here
    assert here <= shingles(
        only_letters(f"Something else before it. {text} And behind.")
    )


def test_spaces_signs_and_case_make_no_difference() -> None:
    shouted = ENGLISH.upper().replace(",", " –\u200b")

    assert shingles(only_letters(shouted)) == shingles(only_letters(ENGLISH))


def test_other_texts_share_none() -> None:
    assert not shingles(only_letters(ENGLISH)) & shingles(only_letters(KHMER))


def test_of_several_the_same_ones_are_taken_everywhere() -> None:
    some = shingles(only_letters(ENGLISH * 3), one_in=3)

    assert some == {
        shingle for shingle in shingles(only_letters(ENGLISH * 3)) if not shingle % 3
    }
    assert 0 < len(some) < len(shingles(only_letters(ENGLISH * 3)))


@pytest.mark.parametrize("text", ["", "short", "\ud800" * 40, "٣" * 50])
def test_any_text_has_marks_or_none(text: str) -> None:
    assert isinstance(shingles(only_letters(text)), set)
