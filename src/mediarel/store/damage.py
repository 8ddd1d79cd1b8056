"""What is wrong with a store that can't be read, and where.

Slow and thorough: it runs only where the quick way in has failed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from mediarel.errors import DamagedError

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("statements", "history")

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)
_RESTORE = "Put back a copy that is whole; nothing was changed."


class DoubledKeyError(ValueError):
    """A JSON object holds a key twice."""


def damaged(path: Path, what: str, line: int | None = None) -> DamagedError:
    """Give the error for a store in which something is wrong, at `line`, from 1."""
    place = f"{path}, line {line}" if line else str(path)
    return DamagedError(f"{place}: {what}", _RESTORE)


def check(path: Path, data: bytes) -> None:
    """Look through `data`, the content of the store at `path`.

    Raises DamagedError for the first thing that is wrong.
    """
    text = _decoded(path, data)
    tables = _parsed(path, text)
    if not isinstance(tables, dict):
        raise damaged(path, f"it holds {_kind(tables)} where an object belongs", 1)
    for name in TABLES:
        table = tables.get(name, {})
        if not isinstance(table, dict):
            raise damaged(
                path, f"{name!r} is {_kind(table)}, not an object", _line_of(text, name)
            )
        for key, document in table.items():
            _check_document(path, text, name, key, document)


def damaged_record(path: Path, table: str, number: int, what: str) -> DamagedError:
    """Give the error for a record of `table` that breaks a rule."""
    text = path.read_text(encoding="utf-8", errors="replace")
    line = _line_of(text, str(number), text.find(json.dumps(table)))
    return damaged(path, f"record {number} of {table!r}: {what}", line)


def _check_document(path: Path, text: str, table: str, key: str, document: Any) -> None:  # noqa: ANN401 - JSON is of any type
    start = text.find(json.dumps(table))
    line = _line_of(text, key, start)
    if not re.fullmatch("[1-9][0-9]{0,17}", key):
        raise damaged(path, f"{key!r} in {table!r} is not an id", line)
    if not isinstance(document, dict):
        what = f"record {key} of {table!r} is {_kind(document)}, not an object"
        raise damaged(path, what, line)


def _decoded(path: Path, data: bytes) -> str:
    if not data.strip():
        raise damaged(path, "it is empty")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise damaged(path, f"byte {error.start} is not UTF-8", line) from None
    if text.startswith("\ufeff"):
        raise damaged(path, "it begins with a byte order mark, which JSON has not", 1)
    if conflict := _CONFLICT.search(text):
        line = text.count("\n", 0, conflict.start()) + 1
        raise damaged(path, "it holds the marks of a merge conflict", line)
    return text


def _parsed(path: Path, text: str) -> Any:  # noqa: ANN401 - JSON is of any type
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()):
            what = "it ends in the middle, as if cut off"
        else:
            what = f"it is not JSON at column {error.colno}: {error.msg}"
        raise damaged(path, what, error.lineno) from None
    except DoubledKeyError as error:
        key = str(error)
        raise damaged(
            path, f"the key {key!r} is there twice in one object", _line_of(text, key)
        ) from None
    except RecursionError:
        raise damaged(path, "it is nested too deep to be an archive") from None
    except ValueError as error:
        raise damaged(path, f"it is not JSON: {error}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    given = dict(pairs)
    if len(given) < len(pairs):
        seen = set()
        for key, _ in pairs:
            if key in seen:
                raise DoubledKeyError(key)
            seen.add(key)
    return given


def _refuse(constant: str) -> None:
    message = f"{constant} is no JSON value"
    raise ValueError(message)


def _line_of(text: str, key: str, start: int = 0) -> int | None:
    found = re.compile(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:").search(
        text, max(start, 0)
    )
    return text.count("\n", 0, found.start()) + 1 if found else None


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds = {dict: "an object", list: "a list", str: "text"}
    return next(
        (kind for of, kind in kinds.items() if isinstance(value, of)), "a number"
    )
