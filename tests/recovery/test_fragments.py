"""The fields that can be read in the lines of a broken record."""

from __future__ import annotations

import pytest

from mediarel.recovery.best_records import fields_in_lines


def test_fields_that_are_whole() -> None:
    """A list is read over its lines; a name that no field has is passed over."""
    lines = """
      "date": "2012-07-16",
      "colour": "red",
      "tags": [
        "land",
        "water"
      ],
      "title": null,
    """

    assert fields_in_lines(lines) == {
        "date": "2012-07-16",
        "tags": ["land", "water"],
        "title": None,
    }


@pytest.mark.parametrize(
    ("written", "read"),
    [('"a"b"', 'a"b'), ('"cut off', "cut off"), ('"cut at \\', "cut at ")],
)
def test_text_that_is_damaged(written: str, read: str) -> None:
    """What is left of it is kept."""
    assert fields_in_lines(f'"text": {written},') == {"text": read}


def test_other_value_that_is_damaged() -> None:
    """It is passed over, and what follows is read."""
    assert fields_in_lines('"tags": [1,\n],\n"date": 20#12,\n"title": "a"') == {
        "title": "a"
    }


def test_end_of_the_record() -> None:
    """Nothing is read behind it, nor of a record that begins without a key."""
    assert fields_in_lines('"date": "2012"\n},\n"title": "a"') == {"date": "2012"}
    assert fields_in_lines('"date": "2012",\n"date": "2013",\n"title": "a"') == {
        "date": "2012"
    }
