"""The words that are known on a server: it keeps in how many statements each is.

Of a very long word it counts what its lexeme has; such a one is counted when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.postgres.lexemes import lexeme
from mediarel.postgres.matching import matching
from mediarel.query.tree import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.index.dialect import Rows

_AT_ONCE = 500  # words
_LAST = "\U0010ffff"  # no word has a letter behind it


class ServerVocabulary:
    """The words that the server counts."""

    def beginning(self, rows: Rows, beginning: str) -> list[str]:
        """Return the folded words that have this `beginning`, in their order."""
        sql = "SELECT word FROM frequency WHERE statements > 0"
        within = " AND word BETWEEN ? AND ? ORDER BY word"
        found = rows(sql + within, (beginning, beginning + _LAST))
        return [word for (word,) in found]

    def known(self, rows: Rows, tokens: Iterable[str]) -> set[str]:
        """Return those of `tokens` that there are."""
        every = list(dict.fromkeys(tokens))
        found = {each for each in every if _is_long(each) and self.uses(rows, each)}
        for start in range(0, len(every), _AT_ONCE):
            some = every[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT word FROM frequency WHERE word IN ({marks})"  # noqa: S608 - question marks
            found.update(w for (w,) in rows(f"{sql} AND statements > 0", some))
        return found

    def uses(self, rows: Rows, token: str) -> int:
        """Return how many statements have `token`."""
        if _is_long(token):
            those = matching(_word(token))
            sql = f"SELECT count(*) FROM statement WHERE {those.text}"  # noqa: S608 - our own words and marks
            return int(rows(sql, those.parameters)[0][0])
        sql = "SELECT statements FROM frequency WHERE word = ?"
        found = rows(sql, (token,))
        return int(found[0][0]) if found else 0


def _word(token: str) -> Words:
    from mediarel.text.tokens import Term  # noqa: PLC0415 - 15 ms, which a list does without

    return Words(Term((token,)))


def _is_long(token: str) -> bool:
    """Tell whether of `token` no more than its lexeme is counted."""
    return lexeme(token) != token
