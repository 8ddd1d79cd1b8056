"""The words that are known on a server: it keeps in how many statements each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.postgres.lexemes import lexeme

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
        by_lexeme = {lexeme(token): token for token in tokens}
        every = list(by_lexeme)
        found: set[str] = set()
        for start in range(0, len(every), _AT_ONCE):
            some = every[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT word FROM frequency WHERE word IN ({marks})"  # noqa: S608 - question marks
            there = rows(f"{sql} AND statements > 0", some)
            found.update(by_lexeme[word] for (word,) in there)
        return found

    def uses(self, rows: Rows, token: str) -> int:
        """Return how many statements have `token`."""
        sql = "SELECT statements FROM frequency WHERE word = ?"
        found = rows(sql, (lexeme(token),))
        return int(found[0][0]) if found else 0
