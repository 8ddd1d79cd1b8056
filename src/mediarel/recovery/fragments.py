"""The fields of a record that is no JSON any more, line by line as we lay it out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from mediarel.model.fields import ALL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD = re.compile(r'\s*"([a-z0-9_]+)"\s*:\s*(\S.*?),?\s*', re.DOTALL)
_BARE_QUOTE = re.compile(r'(?<!\\)"')


def fields_in(lines: str) -> dict[str, Any]:
    """Return those fields that can be read in `lines`, of a text what is left of it.

    It ends where the record does, or another begins.
    """
    fields: dict[str, Any] = {}
    for piece in _pieces(lines):
        found = _FIELD.fullmatch(piece)
        name = found[1] if found else ""
        if name in fields:
            break
        if found and name in ALL_FIELDS:
            try:
                fields[name] = _value(found[2])
            except ValueError:
                continue
    return fields


def _pieces(lines: str) -> Iterator[str]:
    """Yield the lines, those of a list together."""
    within: list[str] = []
    for line in lines.split("\n"):
        bare = line.strip().rstrip(",")
        if bare == "}" and not within:
            return
        within.append(line)
        if within[0].rstrip().endswith("[") and bare != "]" and len(within) < _MOST:
            continue
        yield "\n".join(within)
        within = []
    yield "\n".join(within)


_MOST = 10**4  # lines of a list; no more than that is looked at for its end


def _value(written: str) -> Any:  # noqa: ANN401 - JSON is of any type
    """Return the value that is `written`, of a text also where it is no JSON.

    Raises ValueError.
    """
    try:
        return json.loads(written, strict=False)
    except json.JSONDecodeError:
        if not written.startswith('"'):
            raise
    inner = _BARE_QUOTE.sub(r"\"", written[1:].removesuffix('"')).rstrip("\\")
    return json.loads(f'"{inner}"', strict=False)
