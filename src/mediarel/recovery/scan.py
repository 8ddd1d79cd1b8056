"""Finding JSON objects in a text that is no longer JSON as a whole."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

# A key of ours is no longer; within a text, each quote has a backslash before it.
KEY_OF_OBJECT = re.compile(r'"([^"\\\n]{1,40})"\s*:\s*(?=\{)')
_FIRST_KEY = re.compile(KEY_OF_OBJECT.pattern + r'\{\s*\n([ \t]*)"')
_WINDOW = 1 << 14  # characters; most objects fit in it, and for others it grows
_GROWTH = 16


class _WithDoubledKeys(dict[str, Any]):
    """An object in which a key was there twice; it has the last value of each."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else _WithDoubledKeys(fields)


# Not strict: after damage a text may hold control characters, and is saved with them.
_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, strict=False)


def object_at(text: str, start: int) -> tuple[dict[str, Any] | None, int]:
    """Return the object at `start`, or None where it is broken, and where it ends."""
    size = _WINDOW
    while True:
        # An error counts the lines before it, so only this part of the text is parsed.
        window = text[start : start + size]
        try:
            fields, end = _DECODER.raw_decode(window)
        except json.JSONDecodeError as error:
            if start + size >= len(text) or not _is_cut(window, error):
                return None, start
            size *= _GROWTH
        except (ValueError, RecursionError):  # a number too long, nested too deep
            return None, start
        else:
            return fields, start + end


def _is_cut(window: str, error: json.JSONDecodeError) -> bool:
    """Tell whether `error` may come only from the end of `window` being near."""
    if error.msg.startswith("Unterminated string"):
        return True
    return error.pos >= len(window) - len('"\\ud83d\\ude00')


def next_key_pattern(text: str, start: int) -> re.Pattern[str]:
    """Return the pattern of a key that is not indented deeper than that at `start`.

    Where that key does not begin its line, it is the pattern of any key.
    """
    if not begins_line(text, start):
        return KEY_OF_OBJECT
    depth = start - text.rfind("\n", 0, start) - 1
    return _key_at_most(depth)


def pattern_beyond(text: str, start: int, end: int) -> re.Pattern[str] | None:
    """Return the pattern of the keys behind an object, where it holds some of them.

    Its key is at `start`, its end at `end`. Keys that are not its own are indented no
    deeper than that at `start` and less than the first within it; where its own does
    not begin its line, only the latter tells. None where it holds none, or is no object
    in lines.
    """
    first = _FIRST_KEY.match(text, start, end)
    if first is None:
        return None
    depth = len(first[2]) - 1
    if begins_line(text, start):
        depth = min(depth, start - text.rfind("\n", 0, start) - 1)
    pattern = _key_at_most(depth) if depth >= 0 else None
    return pattern if pattern and pattern.search(text, start + 1, end) else None


def _key_at_most(depth: int) -> re.Pattern[str]:
    """Return the pattern of a key that begins its line, indented by `depth` at most."""
    return re.compile(rf"(?m:^)[ \t]{{0,{depth}}}" + KEY_OF_OBJECT.pattern)


def begins_line(text: str, start: int) -> bool:
    """Tell whether nothing but blanks stands before `start` in its line."""
    line = text.rfind("\n", max(0, start - 80), start)
    return line >= 0 and not text[line:start].strip()


def valid_json(raw: bytes, fields: dict[str, Any]) -> bytes:
    """Return `raw` if it is valid JSON without a key twice, else `fields` encoded."""
    if not any(isinstance(each, _WithDoubledKeys) for each in _objects(fields)):
        try:
            msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            pass
        else:
            return raw
    return encoded(encodable(fields))


def _objects(value: dict[str, Any] | list[Any]) -> Iterator[object]:
    """Yield `value` and all the objects and lists within it."""
    yield value
    inner = value.values() if isinstance(value, dict) else value
    for each in inner:
        if isinstance(each, dict | list):
            yield from _objects(each)


def encodable(value: Any) -> Any:  # noqa: ANN401 - JSON is of any type
    """Return a JSON value with halves of surrogate pairs replaced: UTF-8 has none."""
    if isinstance(value, dict):
        return {encodable(name): encodable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [encodable(each) for each in value]
    if isinstance(value, str):
        pairs = value.encode("utf-16", "surrogatepass")
        return pairs.decode("utf-16", "replace")
    return value
