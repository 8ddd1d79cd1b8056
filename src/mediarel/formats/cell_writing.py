r"""The cells of a table as they are written; `cells.py` says how, and reads them.

A table is made column by column: whether there is anything to do in one is seen in all
its cells at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mediarel.formats.guard import all_guarded
from mediarel.model.fields import (
    ALL_FIELDS,
    BY_NAME,
    JSON_FIELDS,
    LINE,
    LINES,
    LIST_FIELDS,
    PARAGRAPHS,
    URLS,
    flag_word,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

COLUMNS = ALL_FIELDS
# Dates, times, languages, identities and flags begin with no sign.
_FREE = frozenset(
    name
    for name, field in BY_NAME.items()
    if field.kind.is_json or field.kind in {LINE, PARAGRAPHS, LINES, URLS}
)
_TEXTS = frozenset(
    name
    for name, field in BY_NAME.items()
    if not (field.kind.is_list or field.kind.is_flag)
)
_SPECIAL = re.compile(r"[\\;]")


def cells_by_column(
    statements: Iterable[Iterable[Any]], separator: str, *, raw: bool
) -> Iterator[Sequence[str]]:
    """Yield the cells of statements, given by their values, column by column.

    They are not guarded if `raw`. Between the cells `separator` will stand.
    """
    columns = zip(*statements, strict=True)
    for name, values in zip(COLUMNS, columns, strict=True):
        if not any(values):
            yield [""] * len(values)
            continue
        cells: Sequence[str]
        if name not in _TEXTS:
            cells = [cell_of(name, value) if value else "" for value in values]
        elif all(values):
            cells = values
        else:
            cells = [value or "" for value in values]
        yield cells if raw or name not in _FREE else all_guarded(cells, separator)


def cell_of(name: str, value: object) -> str:
    """Return the JSON value of the field `name` as a cell."""
    if value is None or value is False or value == []:
        return ""
    if value is True:
        return flag_word(value)
    if name in LIST_FIELDS and isinstance(value, list):
        cell = "; ".join(value)
        # Most items hold nothing that needs a backslash.
        if "\\" not in cell and cell.count(";") == len(value) - 1:
            return cell
        return "; ".join(_SPECIAL.sub(r"\\\g<0>", item) for item in value)
    if name not in JSON_FIELDS:
        return str(value)
    from mediarel.formats.json import encode  # noqa: PLC0415 - few have objects

    return encode(value)
