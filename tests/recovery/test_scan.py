"""Objects found in a text that is no longer JSON as a whole.

- the object at a place, however long, or that it is broken
- which key comes next after one that is broken
- which keys within an object are of those that follow it
- an object made valid JSON
"""

from __future__ import annotations

import json

import pytest

from mediarel.recovery.salvage import (
    KEY_OF_OBJECT,
    begins_line,
    next_key_pattern,
    object_at,
    pattern_beyond,
    valid_json,
)


def test_object_with_anything_behind_it() -> None:
    """It ends where its brace does."""
    assert object_at('!{"a": {"b": 1}} }{', 1) == ({"a": {"b": 1}}, 16)


def test_object_longer_than_is_read_at_once() -> None:
    """It is read on to its end."""
    text = json.dumps({"text": "x" * 10**6})

    fields, end = object_at(text + "!", 0)

    assert fields == json.loads(text)
    assert end == len(text)


@pytest.mark.parametrize(
    "text", ['{"a": 1', '{"a" 1}', '{"a": "', "{" + '"a":[' * 10**5, "{" + "9" * 5000]
)
def test_object_that_is_broken(text: str) -> None:
    """There is none, and reading has not gone on."""
    assert object_at(text, 0) == (None, 0)


def test_next_key_is_not_deeper() -> None:
    """Keys within a broken entry are passed over, where keys begin their lines."""
    text = '\n  "1": {\n    "added": {\n  "2": {'
    start = text.index('"1"')

    key = next_key_pattern(text, start).search(text, start + 4)

    assert key is not None
    assert key[1] == "2"


def test_next_key_within_one_line() -> None:
    """There is no depth to go by, so it is any key."""
    text = '{"1": {"added": {}, "2": {'

    assert not begins_line(text, 1)
    assert next_key_pattern(text, 1) is KEY_OF_OBJECT


@pytest.mark.parametrize("before", ["\n      ", '\n      "text": "radio     '])
def test_key_within_that_is_of_the_next(before: str) -> None:
    """It is not as deep as the first, wherever the key of the object stands."""
    text = before + '"removed": {\n        "2": {\n        },\n    "5": {\n    }\n  }'
    start = text.index('"removed"')

    beyond = pattern_beyond(text, start, len(text))

    assert beyond is not None
    key = beyond.search(text, start)
    assert key is not None
    assert key[1] == "5"


@pytest.mark.parametrize("indent", [None, 0, 1, 4, "\t"])
@pytest.mark.parametrize("name", ["2", "removed"])
def test_all_within_is_its_own(indent: int | str | None, name: str) -> None:
    """Of an object that is whole, in any layout, however deep it lies."""
    whole = {"2": {"at": "x", "changed": {"4": {}}, "removed": {"1": {"a": {}}}}}
    text = json.dumps({"history": whole}, indent=indent)
    start = text.index(f'"{name}"')

    assert (
        pattern_beyond(text, start, object_at(text, text.index("{", start))[1]) is None
    )


def test_valid_json_is_left() -> None:
    """Not a byte of it is changed."""
    raw = b'{ "a":1 }'

    assert valid_json(raw, object_at(raw.decode(), 0)[0] or {}) == raw


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'{"a": [{"b": 1, "b": 2}]}', {"a": [{"b": 2}]}),
        (b'{"a": "\x01"}', {"a": "\x01"}),
        (b'{"a": "\\ud800"}', {"a": "\N{REPLACEMENT CHARACTER}"}),
    ],
)
def test_what_others_could_not_read(raw: bytes, read: dict[str, object]) -> None:
    """It is encoded again: with the last of two values, without half a pair."""
    valid = valid_json(raw, object_at(raw.decode(), 0)[0] or {})

    assert valid != raw
    assert json.loads(valid) == read
