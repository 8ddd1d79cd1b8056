"""Values of several words that a query names without their quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.query.lexer import lexemes
from mediarel.query.parser import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.query.lexer import Lexeme

_MOST_WORDS = 8  # of a value


class Unquoted(NamedTuple):
    """A value that may go on in the words behind it, and the query with its quotes."""

    field: str
    value: str
    quoted: str


def unquoted(query: str) -> Iterator[Unquoted]:
    """Yield what may be meant by `program:Khmer Rivers Network`, the longest first.

    Raises QueryError.
    """
    if ":" not in query:
        return
    parts = lexemes(query)
    for at, part in enumerate(parts):
        if part.field not in TERMS or TERMS[part.field].term != "value":
            continue
        if not _is_bare(query, part, part.value_place):
            continue
        start = end = part.value_place
        ends = []
        for next_ in parts[at + 1 : at + _MOST_WORDS]:
            if next_.field or not _is_bare(query, next_, next_.place):
                break
            end = next_.place + len(next_.value)
            ends.append(end)
        for end in reversed(ends):
            value = query[start:end]
            yield Unquoted(
                TERMS[part.field].name, value, f'{query[:start]}"{value}"{query[end:]}'
            )


def _is_bare(query: str, part: Lexeme, place: int) -> bool:
    """Return whether a part is a word without quotes and without a star."""
    is_word = part.kind == "value" and not part.is_prefix and bool(part.value)
    return is_word and query[place : place + 1] not in {'"', "“"}
