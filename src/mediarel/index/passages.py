"""Passages of a text, at even distances: a text that is nearly the same has some."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.query.tree import Words
from mediarel.text.tokens import Term, is_unspaced, term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.index.protocol import Rows
    from mediarel.index.sql import Sql

COUNT = 12
WORDS, PAIRS = 4, 9  # in a passage: of a script with spaces, and without
_COMMON = 30  # other statements with a passage, beyond which it says nothing of any


class Passages(NamedTuple):
    """The tokens of a text, of which passages are looked for."""

    tokens: tuple[str, ...]
    is_unspaced: bool

    def each(self) -> list[Words]:
        """Return the passages, as a query looks for them; in a short text they overlap.

        There is none in what is shorter than one.
        """
        return list(self.of(PAIRS if self.is_unspaced else WORDS, COUNT))

    def of(self, size: int, count: int) -> Iterator[Words]:
        """Yield `count` passages that have `size` tokens, or fewer passages."""
        last = len(self.tokens) - size
        if last < 0:
            return
        for begin in sorted({round(n * last / (count - 1)) for n in range(count)}):
            yield Words(Term(self.tokens[begin : begin + size]), "text")

    def shared(self, rows: Rows, select: Callable[[Words], Sql]) -> Counter[int]:
        """Return how many passages each statement has, without common passages.

        `rows` asks an index; `select` returns the ids that have a passage, in its SQL.
        """
        each = [select(words) for words in self.each()]
        parts = (
            f"SELECT * FROM (SELECT {nth} AS nth, id FROM ({those.text})"  # noqa: S608 - made of our own words and marks
            f" AS found{nth} LIMIT {_COMMON + 2}) AS passage{nth}"
            for nth, those in enumerate(each)
        )
        parameters = [value for those in each for value in those.parameters]
        found = rows(" UNION ALL ".join(parts), parameters) if each else []
        uses = Counter(nth for nth, _ in found)
        return Counter(number for nth, number in found if uses[nth] <= _COMMON + 1)


def passages_of(text: str) -> Passages:
    """Return the passages of `text`."""
    whole = term(text)
    tokens = whole.tokens if whole else ()
    return Passages(tokens, sum(map(is_unspaced, tokens)) * 2 > len(tokens))
