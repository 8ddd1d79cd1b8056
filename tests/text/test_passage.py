"""Passages: the sentences around what was found, on one line, with marks."""

from __future__ import annotations

import pytest

from mediarel.text.passage import Passage, joined, passage

TEXT = "Phnom Penh – We  ask.\nWe call for\nland. They left.\n\nWe stay!"


def spans(*marked: str) -> list[tuple[int, int]]:
    """Return where each text stands in TEXT."""
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
def test_the_sentences_are_as_printed(
    marked: list[str], begin: int, text: str, shown: list[str]
) -> None:
    """Whole, with one space between words, and a dateline only where it is quoted."""
    found = passage(TEXT, spans(*marked), begin)

    assert found.text == text
    assert [found.text[start:end] for start, end in found.marks] == shown


def test_passages_are_joined() -> None:
    """With an ellipsis between."""
    both = joined([Passage("We ask.", ((3, 6),)), Passage("We stay!", ((0, 2),))])

    assert both == Passage("We ask. … We stay!", ((3, 6), (10, 12)))
