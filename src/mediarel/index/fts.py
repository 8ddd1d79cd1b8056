"""SQLite with FTS5: words are matched by its index, scores are its BM25."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.index.dialect import Scored
from mediarel.index.schema import WEIGHTS
from mediarel.index.sql import Sql, fields_of, is_of_words, needs_words
from mediarel.index.sqlite import SqliteDialect
from mediarel.query.tree import Both, Either, Words, both, sought_words

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from mediarel.index.dialect import Rows
    from mediarel.index.passages import Passages
    from mediarel.query.tree import Query

_KNOWN = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.known USING fts5vocab(main, words, row)"
)
_AT_ONCE = 500  # words


class FtsVocabulary:
    """The words that FTS5 has in its index."""

    def beginning(self, rows: Rows, beginning: str) -> list[str]:
        """Return the folded words that have this `beginning`, in their order."""
        rows(_KNOWN, ())
        sql = "SELECT term FROM known WHERE term BETWEEN ? AND ?"
        found = rows(sql, (beginning, beginning + "\U0010ffff"))
        return [word for (word,) in found]

    def known(self, rows: Rows, tokens: Iterable[str]) -> set[str]:
        """Return those of `tokens` that there are."""
        rows(_KNOWN, ())
        sql = "SELECT term FROM known WHERE term IN (%s)"
        found: set[str] = set()
        every = list(dict.fromkeys(tokens))
        for start in range(0, len(every), _AT_ONCE):
            some = every[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            found.update(term for (term,) in rows(sql % marks, some))
        return found

    def uses(self, rows: Rows, token: str) -> int:
        """Return how many statements have `token`."""
        rows(_KNOWN, ())
        found = rows("SELECT doc FROM known WHERE term = ?", (token,))
        return int(found[0][0]) if found else 0


class Fts(SqliteDialect):
    """The dialect of SQLite with FTS5."""

    vocabulary = FtsVocabulary()
    weighs_rare_words = True

    def words(self, query: Query) -> Sql:
        """Return the condition on a row of `statement` that a `query` of words is."""
        return Sql(
            "id IN (SELECT rowid FROM words WHERE words MATCH ?)",
            (fts_expression(query),),
        )

    def sharing(self, rows: Rows, passages: Passages) -> Counter[int]:
        """Return how many of the passages statements have, but those of many."""
        return passages.shared(rows, self.words)

    def scored(self, query: Query) -> Scored | None:
        """Return the statements of `query` with their score, None without words."""
        sought = tuple(dict.fromkeys(sought_words(query)))
        if not sought:
            return None
        matched, rest = _split(query)
        if matched is None:
            matched, rest = Either(sought), query
        weights = ", ".join(str(weight) for weight in WEIGHTS.values())
        # What matches by another part of the query may have no score.
        join = "JOIN" if needs_words(query) else "LEFT JOIN"
        source = Sql(
            f"statement {join} (SELECT rowid AS id, bm25(words, {weights}) AS score"  # noqa: S608 - numbers of our own
            " FROM words WHERE words MATCH ?) AS scored USING (id)",
            (fts_expression(matched),),
        )
        return Scored(source, rest)


def fts_expression(query: Query) -> str:
    """Return a `query` of words as FTS5 writes it.

    Tokens hold letters, marks and digits alone, so quotes keep them whole.
    """
    match query:
        case Words(term, field):
            phrase = f'"{" ".join(term.tokens)}"{" *" if term.is_prefix else ""}'
            return f"{{{' '.join(fields_of(query))}}} : {phrase}" if field else phrase
        case Both(parts) | Either(parts):
            word = " AND " if isinstance(query, Both) else " OR "
            return f"({word.join(map(fts_expression, parts))})"
        case _:
            raise TypeError(query)


def _split(query: Query) -> tuple[Query | None, Query]:
    """Return what of `query` is words, each of which counts once, and the rest.

    The first is None where FTS5 would not count each word that is sought once: where
    one is twice there, or words are in groups, or in the rest too.
    """
    parts = query.parts if isinstance(query, Both) else (query,)
    words = tuple(part for part in parts if is_of_words(part))
    rest = both(*(part for part in parts if not is_of_words(part)))
    flat = words
    if len(words) == 1 and isinstance(words[0], Either):
        flat = words[0].parts
    is_once = len(flat) == len(set(flat)) and all(isinstance(w, Words) for w in flat)
    if not words or not is_once or next(sought_words(rest), None):
        return None, query
    return both(*words), rest
