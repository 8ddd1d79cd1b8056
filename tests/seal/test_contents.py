"""Test the sealed form of a statement."""

import pytest

from mediarel.errors import InvalidFieldError
from mediarel.seal.contents import fields_of


def test_record_with_a_key_twice_is_refused() -> None:
    """Programs differ in which of the two values they read."""
    assert fields_of(b'{"text": "a\\u00e9", "n": 1}') == {"text": "a\u00e9", "n": 1}
    for raw in (
        b'{"text": "a", "text": "b"}',
        b'{"text" : "a", "text": "b"}',
        b"[]",
        b"{",
    ):
        with pytest.raises(InvalidFieldError):
            fields_of(raw)
