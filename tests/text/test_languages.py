"""The language of a text is that of most of its letters, or undetermined."""

from __future__ import annotations

import pytest

from mediarel.text.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The land.", "en"),
        ("សិទ្ធិមនុស្ស", "km"),
        ("សិទ្ធិមនុស្ស (CLEC)", "km"),
        ("The undersigned organizations សិទ្ធិ", "en"),
        ("ที่ดิน", "th"),
        ("ສິດທິ", "lo"),
        ("မြန်မာ", "my"),
        ("Права человека", "und"),
        ("土地权利", "und"),
        ("2012 – 3.5", "und"),
        ("", "und"),
        # Four Khmer letters with four marks are no more than five Latin letters.
        ("ព្រៃ ដី abcde", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    """Most letters decide; marks and digits do not count."""
    assert language_of(text) == language
