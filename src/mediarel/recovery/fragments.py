"""The fields of a record that is no longer JSON, read line by line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from mediarel.model.fields import ALL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD = re.compile(r'\s*"([a-z0-9_]+)"\s*:\s*(\S.*?),?\s*', re.DOTALL)
_BARE_QUOTE = re.compile(r'(?<!\\)"')


def fields_in_lines(lines: str) -> dict[str, Any]:
    """Return the fields that can be read in `lines`, which begin within a record.

    Of a text that is damaged, what is left of it is returned. Reading stops where
    the record ends, or where another begins.
    """
    fields: dict[str, Any] = {}
    for piece in _pieces(lines):
        field = _FIELD.fullmatch(piece)
        name = field[1] if field else ""
        if name in fields:
            break
        if field and name in ALL_FIELDS:
            try:
                fields[name] = _value(field[2])
            except ValueError:
                continue
    return fields


def unread_in(lines: str) -> list[str]:
    """Return the lines of the record that `lines` begin within which can't be read."""
    pieces = ((piece, piece.strip().removesuffix(",")) for piece in _pieces(lines))
    return [bare for piece, bare in pieces if bare and not _is_read(piece)]


def _is_read(piece: str) -> bool:
    field = _FIELD.fullmatch(piece)
    try:
        json.loads(field[2] if field and field[1] in ALL_FIELDS else "")
    except ValueError:
        return False
    return True


def _pieces(lines: str) -> Iterator[str]:
    """Yield the lines of the record one by one, but those of a list as one."""
    within: list[str] = []
    for line in lines.split("\n"):
        bare = line.strip().rstrip(",")
        if bare == "}" and not within:
            return
        within.append(line)
        if (
            within[0].rstrip().endswith("[")
            and bare != "]"
            and len(within) < _LONGEST_LIST
        ):
            continue
        yield "\n".join(within)
        within = []
    yield "\n".join(within)


_LONGEST_LIST = 10**4  # lines; its end is not looked for beyond that


def _value(written: str) -> Any:  # noqa: ANN401 - JSON is of any type
    """Return the value that is `written`; a text also where it is not valid JSON.

    Raises ValueError.
    """
    try:
        return json.loads(written, strict=False)
    except json.JSONDecodeError:
        if not written.startswith('"'):
            raise
    inner = _BARE_QUOTE.sub(r"\"", written[1:].removesuffix('"')).rstrip("\\")
    return json.loads(f'"{inner}"', strict=False)
