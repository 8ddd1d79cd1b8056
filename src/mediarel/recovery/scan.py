"""Objects found in text that is no JSON any more, made JSON as everyone reads it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import msgspec

from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Iterator

# No longer than any key of ours; what is in a text has a backslash before its quotes.
OBJECT = re.compile(r'"([^"\\\n]{1,40})"\s*:\s*(?=\{)')
_WINDOW = 1 << 14  # letters that most records fit in
_WIDER = 16


class _WithDoubledKeys(dict[str, Any]):
    """An object in which a key is there twice: of each, the last."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else _WithDoubledKeys(fields)


# What stands in a text may be a control character by now: it is saved as well.
_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, strict=False)


def object_at(text: str, start: int) -> tuple[dict[str, Any] | None, int]:
    """Return the object that begins at `start` and its end, None where it is broken."""
    size = _WINDOW
    while True:
        # An error of JSON counts the lines before it: from here, not from the start.
        window = text[start : start + size]
        try:
            fields, end = _DECODER.raw_decode(window)
        except json.JSONDecodeError as error:
            if start + size >= len(text) or not _is_cut(window, error):
                return None, start
            size *= _WIDER
        except (ValueError, RecursionError):  # a number too long, nested too deep
            return None, start
        else:
            return fields, start + end


def _is_cut(window: str, error: json.JSONDecodeError) -> bool:
    """Tell whether `error` may be due to where `window` ends."""
    if error.msg.startswith("Unterminated string"):
        return True
    return error.pos >= len(window) - len('"\\ud83d\\ude00')


def no_deeper(text: str, start: int) -> re.Pattern[str]:
    """Return what finds the next key that stands no deeper than the one at `start`.

    Where keys do not begin lines, it is the next whatever its depth.
    """
    if not begins_its_line(text, start):
        return OBJECT
    depth = start - text.rfind("\n", 0, start) - 1
    return re.compile(rf"(?m:^)[ \t]{{0,{depth}}}" + OBJECT.pattern)


def begins_its_line(text: str, start: int) -> bool:
    """Tell whether nothing but blanks stands before `start` in its line."""
    line = text.rfind("\n", max(0, start - 80), start)
    return line >= 0 and not text[line:start].strip()


def valid_json(raw: bytes, fields: dict[str, Any]) -> bytes:
    """Return `raw` if it is JSON as everyone reads it, else `fields` as such."""
    if not any(isinstance(each, _WithDoubledKeys) for each in _objects(fields)):
        try:
            msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            pass
        else:
            return raw
    return encoded(as_text(fields))


def _objects(value: dict[str, Any] | list[Any]) -> Iterator[object]:
    """Yield `value` and all the objects and lists within it."""
    yield value
    inner = value.values() if isinstance(value, dict) else value
    for each in inner:
        if isinstance(each, dict | list):
            yield from _objects(each)


def as_text(value: Any) -> Any:  # noqa: ANN401 - JSON is of any type
    """Return a JSON value in which every text can be written as UTF-8."""
    if isinstance(value, dict):
        return {as_text(name): as_text(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_text(each) for each in value]
    if isinstance(value, str):
        pairs = value.encode("utf-16", "surrogatepass")
        return pairs.decode("utf-16", "replace")
    return value
