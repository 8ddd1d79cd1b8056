"""SQLite without FTS5: words are looked for in a plain table of the same tokens.

Each has a space on both sides there. All words count alike, but for their fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.dialect import Scored
from mediarel.index.schema import WEIGHTS, WORDS
from mediarel.index.sql import Sql, combined, fields_of, needle, needs_words
from mediarel.index.sqlite import SqliteDialect
from mediarel.query.tree import Both, Either, Words, sought_words

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from mediarel.index.dialect import Rows
    from mediarel.index.passages import Passages
    from mediarel.query.tree import Query


class PlainVocabulary:
    """The words of the plain table: found by looking through all."""

    def beginning(self, rows: Rows, beginning: str) -> list[str]:
        """Return the folded words that have this `beginning`, in their order."""
        found: set[str] = set()
        for texts in rows(f"SELECT {WORDS} FROM words", ()):  # noqa: S608 - our own columns
            for text in texts:
                found.update(w for w in text.split() if w.startswith(beginning))
        return sorted(found)

    def known(self, rows: Rows, tokens: Iterable[str]) -> set[str]:  # noqa: ARG002 - as the protocol has it
        """Return none: each would take a look at every text."""
        return set()

    def uses(self, rows: Rows, token: str) -> int:
        """Return how many statements have `token` in their text."""
        sql = "SELECT count(*) FROM words WHERE instr(text, ?)"
        return int(rows(sql, (f" {token} ",))[0][0])


class PlainWords(SqliteDialect):
    """The dialect of SQLite without FTS5."""

    vocabulary = PlainVocabulary()
    weighs_rare_words = False

    def words(self, query: Query) -> Sql:
        """Return the condition on a row of `statement` that a `query` of words is."""
        match query:
            case Words():
                fields = fields_of(query)
                having = " OR ".join(map(self.holding, fields))
                return Sql(
                    f"id IN (SELECT id FROM words WHERE {having})",  # noqa: S608 - fields of our own
                    (needle(query),) * len(fields),
                )
            case Both(parts) | Either(parts):
                word = "AND" if isinstance(query, Both) else "OR"
                return combined(word, map(self.words, parts))
            case _:
                raise TypeError(query)

    def sharing(self, rows: Rows, passages: Passages) -> Counter[int]:
        """Return how many of the passages statements have, but those of many."""
        return passages.shared(rows, self.words)

    def scored(self, query: Query) -> Scored | None:
        """Return the statements of `query` with their score, None without words."""
        sought = list(dict.fromkeys(sought_words(query)))
        if not sought:
            return None
        parts: list[str] = []
        parameters: list[str] = []
        for words in sought:
            fields = fields_of(words)
            of_each = (f"{WEIGHTS[f]} * ({self.holding(f)})" for f in fields)
            # In brackets, since SQLite allows no sum of more than 1,000 at one level.
            parts.append(f"({' + '.join(of_each)})")
            parameters += [needle(words)] * len(fields)
        join = "JOIN" if needs_words(query) else "LEFT JOIN"
        source = Sql(
            f"statement {join} (SELECT id, -({' + '.join(parts)}) AS score FROM words)"  # noqa: S608 - the same
            " AS scored USING (id)",
            tuple(parameters),
        )
        return Scored(source, query)
