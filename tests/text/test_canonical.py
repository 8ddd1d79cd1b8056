"""Canonical JSON: the order of keys, the escapes, and the hash of a value."""

from __future__ import annotations

import pytest

from mediarel.text.canonical import canonical_json, sha256_of


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    # U+1F600 is a surrogate pair that begins with D83D, which is before U+FB33.
    keys = {"\ufb33": 1, "\U0001f600": 2, "z": {"b": [], "a": None}, "A": True}

    assert canonical_json(keys).decode() == (
        '{"A":true,"z":{"a":null,"b":[]},"\U0001f600":2,"\ufb33":1}'
    )


def test_only_required_characters_are_escaped() -> None:
    text = 'ខ្មែរ "/\\\b\f\n\r\t\x1f\x7f\u2028'

    expected = '["ខ្មែរ \\"/\\\\\\b\\f\\n\\r\\t\\u001f\x7f\u2028"]'
    assert canonical_json([text]).decode() == expected


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical_json({"title": "\ud800"})


def test_equal_values_have_equal_hashes() -> None:
    assert sha256_of({"a": 1, "b": (2,)}) == sha256_of({"b": [2], "a": 1})
    assert sha256_of({"a": "é"}) != sha256_of({"a": "e\u0301"})
