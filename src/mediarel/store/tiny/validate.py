"""Validating the file of a store: what is wrong with it, and on which line.

It is slow and thorough, and runs only where reading has failed or the layout is not
ours. Lines are found by walking through the tokens of the JSON, since the text of a
record may look like any other part of the file.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.errors import Command, DamagedError, Hint, shorten
from mediarel.store.protocol import ID, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# Between the marks `|||||||` and `=======` is what was before both sides.
CONFLICT = re.compile(r"^(<{7}|\|{7}|={7}|>{7})( .*)?\r?$", re.MULTILINE)
_RESTORE = Hint(
    "Nothing was changed. Save what can be saved of it: ", Command("repair")
)
_CORRECT = Hint("Correct it there, or save what can be saved: ", Command("repair"))
_DEEPEST = 500  # levels; our files have six
# A string, with the colon that makes it a key; or a bracket or constant outside of one.
_TOKEN = re.compile(
    r'("(?:[^"\\]|\\.)*")(\s*:)?|([{\[])|([}\]])|(NaN|-?Infinity)', re.DOTALL
)


class _Object(NamedTuple):
    """An object of the JSON, as far as it matters: a large file has many.

    `no_record` is the first key with its value that is not an id with an object, None
    where there is none. Only the outermost has its `values`.
    """

    no_record: tuple[str, object] | None
    values: dict[str, object]


class _Key(NamedTuple):
    """A key of an object: where it is, where its object opens, and its path."""

    place: int
    opening: int
    path: tuple[str, ...]


def damaged(path: Path, what: str, line: int | None = None) -> DamagedError:
    """Return the error for a damaged store; `line` is counted from 1."""
    place = f"{path}, line {line}" if line else str(path)
    return DamagedError(f"{place}: {what}", _RESTORE)


def validate(path: Path, data: bytes) -> None:
    """Raise DamagedError for the first thing that is wrong in the store at `path`.

    `data` is its content.
    """
    text = _decoded(path, data)
    whole = _parsed(path, text)
    if not isinstance(whole, _Object):
        raise damaged(path, f"it holds {_kind(whole)} where an object belongs", 1)
    for name, table in whole.values.items():
        if not isinstance(table, _Object):
            what = f"{name!r} is {_kind(table)}, not an object"
            raise damaged(path, what, _line_of(path, text, name))
    for name in TABLES:
        table = whole.values.get(name)
        if not isinstance(table, _Object) or table.no_record is None:
            continue
        key, document = table.no_record
        if not ID.fullmatch(key):
            what = f"{key!r} in {name!r} is not an id"
        else:
            what = f"record {key} of {name!r} is {_kind(document)}, not an object"
        raise damaged(path, what, _line_of(path, text, name, key))


def damaged_record(path: Path, table: str, number: int, what: str) -> DamagedError:
    """Return the error for a record or an entry that is not sound, with its line."""
    text = path.read_text(encoding="utf-8", errors="replace")
    line = _line_of(path, text, table, str(number))
    error = damaged(path, f"record {number} of {table!r}: {what}", line)
    error.hint = Hint(_CORRECT, " See all: ", Command("check"))
    return error


def _decoded(path: Path, data: bytes) -> str:
    if not data.strip():
        raise damaged(path, "it is empty")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start + 1} of the file is not UTF-8"
        raise damaged(path, what, line) from None
    if text.startswith("\ufeff"):
        raise damaged(path, "it begins with a byte order mark, which JSON has not", 1)
    if conflict := CONFLICT.search(text):
        what = "it holds the marks of a merge conflict"
        refusal = damaged(path, what, _line_at(text, conflict.start()))
        refusal.hint = Hint("See how to take one side of it: ", Command("repair"))
        raise refusal
    return text


def _parsed(path: Path, text: str) -> object:
    last: list[tuple[str, object]] = []

    def as_object(pairs: list[tuple[str, object]]) -> _Object:
        nonlocal last
        last = pairs
        others = (
            (key, value)
            for key, value in pairs
            if not (ID.fullmatch(key) and isinstance(value, _Object))
        )
        return _Object(next(others, None), {})

    try:
        parsed: object = json.loads(text, object_pairs_hook=as_object)
        if isinstance(parsed, _Object):
            parsed = parsed._replace(values=dict(last))
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()):
            what = "it ends in the middle, as if cut off"
        else:
            what = f"it is not JSON at column {error.colno}: {error.msg}"
        raise damaged(path, what, error.lineno) from None
    except RecursionError:
        parsed = None  # the walk over the keys finds where
    except ValueError as error:  # a number of thousands of digits
        raise damaged(path, f"it is not JSON: {error}") from None
    _refuse_doubled_keys(path, text)
    return parsed


def _refuse_doubled_keys(path: Path, text: str) -> None:
    around: list[tuple[int, set[str]]] = []  # what is open, and the keys seen in it
    for key in _keys(path, text):
        name = key.path[-1]
        while around and around[-1][0] > key.opening:
            around.pop()
        if not around or around[-1][0] < key.opening:
            around.append((key.opening, set()))
        if name in around[-1][1]:
            what = f"the key {name!r} is there twice in one object"
            raise damaged(path, what, _line_at(text, key.place))
        around[-1][1].add(name)


def _keys(path: Path, text: str) -> Iterator[_Key]:
    """Yield all keys of the JSON `text`, in their order.

    Raises DamagedError for what only Python accepts as JSON.
    """
    around: list[tuple[int, str]] = [(0, "")]
    for token in _TOKEN.finditer(text):
        string, colon, opens, closes, constant = token.groups()
        if string and "\\u" in string and not _is_text(json.loads(string)):
            what = f"{shorten(string)} holds half of a pair of surrogates"
            raise damaged(path, what, _line_at(text, token.start()))
        if colon:
            opening = around[-1][0]
            name = json.loads(string) if "\\" in string else string[1:-1]
            around[-1] = opening, name
            names = tuple(name for _, name in around)
            yield _Key(token.start(), opening, names[1:])
        elif opens:
            around.append((token.start(), ""))
            if len(around) > _DEEPEST:
                what = "it is nested too deep to be an archive"
                raise damaged(path, what, _line_at(text, token.start()))
        elif closes and len(around) > 1:
            around.pop()
        elif constant:
            what = f"{constant} is no JSON value"
            raise damaged(path, what, _line_at(text, token.start()))


def _is_text(string: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in string)


def _line_of(path: Path, text: str, *names: str) -> int | None:
    """Return the line of the key with the path `names`, the outermost first."""
    places = (key.place for key in _keys(path, text) if key.path == names)
    place = next(places, None)
    return None if place is None else _line_at(text, place)


def _line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds = {dict: "an object", list: "a list", str: "text"}
    return next(
        (kind for of, kind in kinds.items() if isinstance(value, of)), "a number"
    )
