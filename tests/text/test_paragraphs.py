"""Paragraphs have one blank line between them, whatever ends the lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.text.lines import paragraphs

SOME = st.text(st.sampled_from(" \t\n\r\x0b\x85\u00a0\u2028aកé"), max_size=20)


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


@given(SOME)
def test_paragraphs_of_paragraphs(text: str) -> None:
    """What is in paragraphs stays as it is."""
    once = paragraphs(text)

    assert paragraphs(once) == once
    assert "\n\n\n" not in once
