"""Suggest quotes for values of several words in a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.query.lexer import lexemes
from mediarel.query.terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.query.lexer import Lexeme

_MOST_WORDS = 8  # words of a value


class Unquoted(NamedTuple):
    """A value that may continue in the following words, and the query with quotes."""

    field: str
    value: str
    quoted: str


def unquoted(query: str) -> Iterator[Unquoted]:
    """Yield possible readings of `program:Khmer Rivers Network`, longest first.

    Raises QueryError.
    """
    if ":" not in query:
        return
    parts = lexemes(query)
    for at, part in enumerate(parts):
        if part.field not in TERMS or not TERMS[part.field].is_value:
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
                TERMS[part.field].field, value, f'{query[:start]}"{value}"{query[end:]}'
            )


def _is_bare(query: str, part: Lexeme, place: int) -> bool:
    """Return whether a part is a word without quotes and asterisk."""
    is_word = part.kind == "value" and not part.is_prefix and bool(part.value)
    return is_word and query[place : place + 1] not in {'"', "“"}
