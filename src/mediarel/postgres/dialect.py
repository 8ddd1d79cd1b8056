"""What is said of a query in the SQL of PostgreSQL alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.sql import Sql, combined, fields_of
from mediarel.query.tree import Both, Either, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.index.dialect import Rows, Scored
    from mediarel.query.tree import Query


class ServerVocabulary:
    """The words that the server counts."""

    def beginning(self, rows: Rows, beginning: str) -> list[str]:
        """Return the folded words that have this `beginning`, in their order."""
        sql = "SELECT word FROM frequency WHERE statements > 0 AND starts_with(word, ?)"
        return [word for (word,) in rows(f"{sql} ORDER BY word", (beginning,))]

    def known(self, rows: Rows, tokens: Iterable[str]) -> set[str]:
        """Return those of `tokens` that there are."""
        return {token for token in tokens if self.uses(rows, token)}

    def uses(self, rows: Rows, token: str) -> int:
        """Return how many statements have `token`."""
        found = rows("SELECT statements FROM frequency WHERE word = ?", (token,))
        return int(found[0][0]) if found else 0


class PostgresDialect:
    """The dialect of PostgreSQL."""

    vocabulary = ServerVocabulary()
    weighs_rare_words = True

    def words(self, query: Query) -> Sql:
        """Return the condition on a row of `statement` that a `query` of words is."""
        match query:
            case Words(term):
                fields = fields_of(query)
                having = " OR ".join(self.holding(f"words_{f}") for f in fields)
                needle = f" {'  '.join(term.tokens)}{'' if term.is_prefix else ' '}"
                return Sql(f"({having})", (needle,) * len(fields))
            case Both(parts) | Either(parts):
                word = "AND" if isinstance(query, Both) else "OR"
                return combined(word, map(self.words, parts))
            case _:
                raise TypeError(query)

    def scored(self, query: Query) -> Scored | None:
        """Return the statements of `query` with their score, None without words."""
        del query
        return None

    def overlapping(self, first: str | None, last: str | None) -> Sql:
        """Return the condition that a statement can be of the days `first` to `last`.

        They are in ISO 8601; None is no end.
        """
        parts, parameters = [], []
        if first is not None:
            parts.append("last >= ?")
            parameters.append(first)
        if last is not None:
            parts.append("coalesce(earliest, first) <= ?")
            parameters.append(last)
        return Sql(" AND ".join(parts) or "1 = 1", tuple(parameters))

    def holding(self, column: str) -> str:
        """Return the condition that `column` holds a part, for which a mark stands."""
        return f"strpos({column}, ?) > 0"

    def joined(self, column: str) -> str:
        """Return the values of `column` in a group, with commas between them."""
        return f"string_agg(CAST({column} AS TEXT), ',')"
