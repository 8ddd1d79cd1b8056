"""Statements from very many records, several at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from mediarel.model.statement import of_values
from mediarel.store.values import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.model.statement import Statement
    from mediarel.store.protocol import Document

_LOT = 50


def read_statements(records: Iterable[tuple[int, Document]]) -> Iterator[Statement]:
    """Yield the statement of each of `records`, which an index has taken in.

    It is the one that `read_record` returns. Raises InvalidFieldError.
    """
    remaining = iter(records)
    while some := list(islice(remaining, _LOT)):
        yield from map(of_values, values_of(some))
