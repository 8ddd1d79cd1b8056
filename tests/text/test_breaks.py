"""Test where a line of text may be broken."""

from __future__ import annotations

import pytest

from mediarel.text.tokens import break_before

KHMER = "សេចក្តីថ្លែងការណ៍"


@pytest.mark.parametrize(
    ("text", "place", "kept"),
    [
        ("We ask for land", 8, "We ask "),
        ("We ask for land", 7, "We ask "),
        ("We ask for land", 6, "We ask"),
        ("We ask", 99, "We ask"),
        ("land", 2, ""),
        ("Article\u00a012 says", 9, ""),
        ("x" * 60, 40, "x" * 40),
        (f"{KHMER} ខ", 5, "សេច"),
        (f"{KHMER} ខ", 6, "សេច"),
        ("ដី\u200bធ្លី", 3, "ដី\u200b"),
        ("at ភ្នំពេញ", 5, "at "),
        ("at ភ្នំពេញ", 8, "at ភ្នំ"),
    ],
)
def test_lines_break_between_words(text: str, place: int, kept: str) -> None:
    """Khmer breaks between graphemes. Very long words break anywhere."""
    assert text[: break_before(text, place)] == kept
