"""Test the search for the passage that is most similar to a quotation."""

from __future__ import annotations

import pytest
from hypothesis import given

from mediarel.text.quotation import (
    compared,
    differences,
    likeness,
    parts_of,
    said,
    wording,
)
from strategies import texts_said

TEXT = (
    "The groups met on Sunday. “We do not support the use of force,” they said,"
    " and call for his release at once. អ្នកស្រុកមិនយល់ព្រមទេ។"
)


@pytest.mark.parametrize(
    ("quotation", "shown"),
    [
        ("we do support the use", "We do {not} support the use"),
        ("We do not support  use of\nforce", "We do not support {the} use of force"),
        ("call for her release", "call for [her]{his} release"),
        ("call for his releases", "call for his [releases]{release}"),
        ("they never said", "they [never] said"),
        ("call for his release soon", "call for his release [soon]{at}"),
        ("អ្នកស្រុកយល់ព្រម", "អ្នកស្រុក{មិន}យល់ព្រម"),
        ("did not support the use", "[did]{do} not support the use"),
    ],
)
def test_differences_are_shown_word_by_word(quotation: str, shown: str) -> None:
    """`[old]` is only in the quotation, and `{new}` only in the text."""
    sought, text = wording(quotation), wording(TEXT)
    found = likeness(sought, text)

    parts = differences(sought, text, found.first, found.last)

    assert (
        "".join(
            part.old
            if part.is_same
            else f"[{part.old}]" * bool(part.old) + f"{{{part.new}}}" * bool(part.new)
            for part in parts
        )
        == shown
    )


@pytest.mark.parametrize(
    ("quotation", "text", "shown"),
    [
        ("violent march", "A non-violent march.", "non-violent march"),
        ("rose 10", "Rents rose 10,000%", "rose 10,000%"),
        ("500 homes", "All of 2 500 homes", "2 500 homes"),
        ("Its time", "We say: It’s time", "It’s time"),
    ],
)
def test_the_passage_has_whole_words_and_numbers(
    quotation: str, text: str, shown: str
) -> None:
    sought, searched = wording(quotation), wording(text)
    found = likeness(sought, searched)

    parts = differences(sought, searched, found.first, found.last)

    assert "".join(part.new for part in parts) == shown
    assert any(not part.is_same for part in parts)


@given(texts_said, texts_said)
def test_any_quotation_can_be_compared_with_any_text(quotation: str, text: str) -> None:
    own, texts = parts_of(text), [wording(""), wording(text)]

    if len(own) == 1:
        assert said(own, texts)
    for part in parts_of(quotation):
        sameness, parts = compared(part, texts)

        assert 0 <= sameness <= 1
        assert parts
