"""Paragraphs have one blank line between them, whatever ends the lines."""

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
def test_paragraphs(given_text: str, kept: str) -> None:
    """One blank line between paragraphs; white space at line ends goes."""
    assert paragraphs(given_text) == kept
