"""Marks of a text: the same passage has the same ones, wherever it stands."""

from __future__ import annotations

import pytest

from mediarel.text.similarity import letters, marks

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
    here = marks(letters(text))

    assert here
    assert here <= marks(letters(f"Something else before it. {text} And behind."))


def test_spaces_signs_and_case_make_no_difference() -> None:
    shouted = ENGLISH.upper().replace(",", " –\u200b")

    assert marks(letters(shouted)) == marks(letters(ENGLISH))


def test_other_texts_share_none() -> None:
    assert not marks(letters(ENGLISH)) & marks(letters(KHMER))


def test_of_several_the_same_ones_are_taken_everywhere() -> None:
    some = marks(letters(ENGLISH * 3), one_in=3)

    assert some == {mark for mark in marks(letters(ENGLISH * 3)) if not mark % 3}
    assert 0 < len(some) < len(marks(letters(ENGLISH * 3)))


@pytest.mark.parametrize("text", ["", "short", "\ud800" * 40, "٣" * 50])
def test_any_text_has_marks_or_none(text: str) -> None:
    assert isinstance(marks(letters(text)), set)
