"""Passages of a text, at even distances: a text that is nearly the same has some."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.query.tree import Words
from mediarel.text.tokens import Term, is_unspaced, term

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.index.dialect import Rows
    from mediarel.index.sql import Sql

COUNT = 12
_WORDS, _PAIRS = 5, 12  # in a passage: of a script with spaces, and without
_COMMON = 30  # other statements with a passage, beyond which it says nothing of any


class Passages(NamedTuple):
    """The `tokens` of a text, and how many of them a passage has."""

    tokens: tuple[str, ...]
    size: int

    @property
    def each(self) -> list[Words]:
        """The passages, as a query looks for them; in a short text they overlap."""
        last = len(self.tokens) - self.size
        if last < 0:
            return []
        begins = sorted({round(n * last / (COUNT - 1)) for n in range(COUNT)})
        return [Words(Term(self.tokens[b : b + self.size]), "text") for b in begins]

    def shared(self, rows: Rows, condition: Callable[[Words], Sql]) -> Counter[int]:
        """Return how many of them each statement has, those that are common left out.

        `rows` asks an index where words have places, of which `condition` is one.
        """
        shared: Counter[int] = Counter()
        for words in self.each:
            those = condition(words)
            sql = f"SELECT id FROM statement WHERE {those.text} LIMIT {_COMMON + 2}"  # noqa: S608 - made of our own words and marks
            ids = [number for (number,) in rows(sql, those.parameters)]
            if len(ids) <= _COMMON + 1:
                shared.update(ids)
        return shared


def passages_of(text: str) -> Passages:
    """Return the passages of `text`."""
    whole = term(text)
    tokens = whole.tokens if whole else ()
    is_without_spaces = sum(map(is_unspaced, tokens)) * 2 > len(tokens)
    return Passages(tokens, _PAIRS if is_without_spaces else _WORDS)
