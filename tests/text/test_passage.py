"""Test passages: the sentences around matches, on one line, with marked matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.text.quotation import passage, wording
from strategies import texts_said

TEXT = "Phnom Penh – We  ask.\nWe call for\nland. They left.\n\nWe stay!"


def spans(*marked: str) -> list[tuple[int, int]]:
    """Return start and end of each of `marked` in TEXT."""
    return [(TEXT.index(text), TEXT.index(text) + len(text)) for text in marked]


@pytest.mark.parametrize(
    ("marked", "begin", "text", "shown"),
    [
        (["call for\nland"], 0, "We call for land.", ["call for land"]),
        (["ask.\nWe call"], 13, "We ask. We call for land.", ["ask. We call"]),
        (["ask"], 0, "Phnom Penh – We ask.", ["ask"]),
        (["Penh – We"], 13, "Phnom Penh – We ask.", ["Penh – We"]),
        (["ask", "stay"], 13, "We ask. … We stay!", ["ask", "stay"]),
        (["call", "left"], 0, "We call for land. They left.", ["call", "left"]),
    ],
)
def test_a_passage_has_whole_sentences_with_single_spaces(
    marked: list[str], begin: int, text: str, shown: list[str]
) -> None:
    """A dateline is left out unless a match is in the dateline."""
    found = passage(TEXT, spans(*marked), begin)

    assert found.text == text
    assert [found.text[start:end] for start, end in found.marks] == shown


@given(texts_said, st.data())
def test_the_marks_of_any_passage_are_in_order_and_within_the_text(
    text: str, data: st.DataObject
) -> None:
    words = wording(text).words
    edges = data.draw(st.sets(st.integers(0, max(0, len(words) - 1)), max_size=6))
    spans = [(words[at].start, words[at].end) for at in sorted(edges) if words]

    found = passage(text, spans)

    flat = [edge for mark in found.marks for edge in mark]
    assert flat == sorted(flat)
    assert all(0 <= edge <= len(found.text) for edge in flat)
