"""Test the division of a text into paragraphs."""

from __future__ import annotations

import pytest

from mediarel.text.lines import paragraphs


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a  \n \t\n\n\n  b\u00a0", "a\n\n  b"),
        ("\n\n a", " a"),
        (" \n\u3000\n", ""),
    ],
)
def test_paragraphs_are_separated_by_one_blank_line(given_text: str, kept: str) -> None:
    """White space at line ends is removed."""
    assert paragraphs(given_text) == kept
