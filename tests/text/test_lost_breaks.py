"""Test the repair of line breaks that became the letters "rn"."""

from __future__ import annotations

import pytest

from letters import WORDS
from mediarel.text.damaged import with_breaks
from samples import LONG


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("It is fair.rn rnThe court", "It is fair.\n\nThe court"),
        ("It is fair.rnrnThe court", "It is fair.\n\nThe court"),
        ("It is fair. rn rn The court", "It is fair.\n\nThe court"),
        ("It is fair.rn rn rnrn we", "It is fair.\n\nwe"),
        ("A statementrn rnThe court", "A statement\n\nThe court"),
        ("One.rn rnTwo.rnThree turns", "One.\n\nTwo.\nThree turns"),
        ("“Fair”rn rn“Yes”", "“Fair”\n\n“Yes”"),
        ('"Fair"rn rn"Yes"', '"Fair"\n\n"Yes"'),
        ("ច្បាប់។rn rnតុលាការ", "ច្បាប់។\n\nតុលាការ"),
        ("ច្បាប់rnrnតុលាការ", "ច្បាប់\n\nតុលាការ"),
        ("It is fair.rn rn", "It is fair."),
    ],
)
def test_lost_line_breaks_are_restored(damaged: str, mended: str) -> None:
    assert with_breaks(damaged) == mended


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rnrn",
        "a modern rn return",
        "We are modern rn The court",
        "The intern rnase",
        "modern rn rn is",
        "I need this rn rn please",
        "governmentrnrnwas",
        "see x.rnrn.example",
        'the letters "rn rn" stand there',
        "One.rnTwo",
        *WORDS.values(),
    ],
)
def test_words_with_rn_are_kept(text: str) -> None:
    assert with_breaks(text) == text


@pytest.mark.parametrize("part", ["rn rn", "rn", " ", "rn rn A", "a rn rn"])
def test_a_long_text_is_processed_in_linear_time(part: str) -> None:
    text = "rn rn" + part * (LONG // len(part))

    assert len(with_breaks(text)) <= len(text)
