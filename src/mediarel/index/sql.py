"""The SQL of a query: what a query means is said here alone.

It is over the tables of `schema.py`: `statement`, `name`, `listed`, `called`
and `words`. Where SQLite has no FTS5, `words` is a plain table of the same
tokens, each with a space on both sides, and a term is found with instr().
"""

from __future__ import annotations

from typing import NamedTuple

from mediarel.index.schema import LISTS, WEIGHTS
from mediarel.model.fields import BY_NAME
from mediarel.model.kinds import LANGUAGE
from mediarel.model.marked import WITHDRAWN
from mediarel.query.tree import (
    Between,
    Both,
    Dated,
    Either,
    Everything,
    Missing,
    Numbered,
    Query,
    Signed,
    Value,
    Without,
    Words,
    both,
    sought_words,
)


class Sql(NamedTuple):
    """A piece of SQL with its parameters."""

    text: str
    parameters: tuple[str | int, ...] = ()


def condition(query: Query, *, has_fts: bool = True) -> Sql:  # noqa: PLR0911 - one for each node
    """Return the condition on a row of `statement` that `query` is."""
    match query:
        case Everything():
            return Sql("1")
        case Words():
            return _words(query, has_fts=has_fts)
        case Value() | Signed() | Missing():
            return _named(query)
        case Dated(range):
            return _dated(range.first, range.last)
        case Numbered(ids):
            # Not as parameters, of which SQLite takes 32,766.
            return Sql(f"id IN ({', '.join(str(int(number)) for number in ids)})")
        case Between(first, last):
            return Sql("id BETWEEN ? AND ?", (first, last))
        case Without(part):
            inner = condition(part, has_fts=has_fts)
            return Sql(f"NOT ({inner.text})", inner.parameters)
        case Both(parts) | Either(parts):
            word = "AND" if isinstance(query, Both) else "OR"
            return _combined(word, parts, has_fts=has_fts)


def _named(query: Value | Signed | Missing) -> Sql:
    """Return the condition that a name is."""
    if isinstance(query, Missing):
        return _missing(query.language)
    if isinstance(query, Signed):
        return _signed(query.organisations)
    return _value(query.field, query.folded, is_prefix=query.is_prefix)


def score_of(query: Query, *, has_fts: bool = True) -> tuple[Sql, Query] | None:
    """Return the score of what matches the words of `query`, and the rest of `query`.

    The first is a select of `id` and `score`, the lower the better; the second
    is the query that its rows must match besides. None where `query` has no words.
    """
    sought = list(dict.fromkeys(sought_words(query)))
    if not sought:
        return None
    if has_fts:
        weights = ", ".join(str(weight) for weight in WEIGHTS.values())
        expression, rest = _split_words(query)
        if expression is None or next(sought_words(rest), None):
            expression = " OR ".join(str(fts_expression(words)) for words in sought)
            rest = query
        score = Sql(
            f"SELECT rowid AS id, bm25(words, {weights}) AS score"  # noqa: S608 - numbers of our own
            " FROM words WHERE words MATCH ?",
            (expression,),
        )
        return score, rest
    parts, parameters = [], []
    for words in sought:
        fields = _fields(words)
        of_each = (f"{WEIGHTS[field]} * ({_instr(field)} > 0)" for field in fields)
        # In brackets, since SQLite allows no sum of more than 1,000 at one level.
        parts.append(f"({' + '.join(of_each)})")
        parameters += [needle(words)] * len(fields)
    score = Sql(
        f"SELECT id, -({' + '.join(parts)}) AS score FROM words",  # noqa: S608 - fields of our own
        tuple(parameters),
    )
    return score, query


def fts_expression(query: Query) -> str | None:
    """Return `query` as FTS5 writes it, None where it is about more than words.

    Tokens hold letters, marks and digits alone, so quotes keep them whole.
    """
    match query:
        case Words(term, field):
            phrase = f'"{" ".join(term.tokens)}"{" *" if term.is_prefix else ""}'
            return f"{{{' '.join(_fields(query))}}} : {phrase}" if field else phrase
        case Both(parts) | Either(parts):
            word = " AND " if isinstance(query, Both) else " OR "
            inner = [fts_expression(part) for part in parts]
            whole = [part for part in inner if part is not None]
            return f"({word.join(whole)})" if len(whole) == len(inner) else None
        case _:
            return None


def _split_words(query: Query) -> tuple[str | None, Query]:
    """Return what of `query` FTS5 can match, as FTS5 writes it, and the rest."""
    parts = query.parts if isinstance(query, Both) else (query,)
    expressions = [(part, fts_expression(part)) for part in parts]
    about_words = [words for _, words in expressions if words is not None]
    rest = both(*(part for part, words in expressions if words is None))
    return " AND ".join(about_words) or None, rest


def _combined(word: str, parts: tuple[Query, ...], *, has_fts: bool) -> Sql:
    """Return `parts` combined by `word`; FTS5 matches those of words alone at once."""
    inner, others = [], parts
    if has_fts:
        expressions = [(part, fts_expression(part)) for part in parts]
        about_words = [words for _, words in expressions if words is not None]
        if about_words:
            inner.append(_matching(f" {word} ".join(about_words)))
            others = tuple(part for part, words in expressions if words is None)
    inner += [condition(part, has_fts=has_fts) for part in others]
    return Sql(
        f" {word} ".join(f"({part.text})" for part in inner),
        tuple(value for part in inner for value in part.parameters),
    )


def _words(words: Words, *, has_fts: bool) -> Sql:
    if has_fts:
        return _matching(str(fts_expression(words)))
    fields = _fields(words)
    return Sql(
        f"id IN (SELECT id FROM words WHERE {' OR '.join(map(_instr, fields))})",  # noqa: S608 - fields of our own
        (needle(words),) * len(fields),
    )


def _matching(expression: str) -> Sql:
    return Sql("id IN (SELECT rowid FROM words WHERE words MATCH ?)", (expression,))


def _fields(words: Words) -> tuple[str, ...]:
    return (words.field,) if words.field else tuple(WEIGHTS)


def _instr(field: str) -> str:
    return f'instr("{field}", ?)'


def needle(words: Words) -> str:
    """Return what stands in plain words where `words` do."""
    return f" {' '.join(words.term.tokens)}{'' if words.term.is_prefix else ' '}"


def _value(field: str, folded: str, *, is_prefix: bool) -> Sql:
    names = "SELECT number FROM name WHERE field = ? AND "
    wanted: tuple[str, ...]
    if is_prefix:
        names += "substr(folded, 1, length(?)) = ?"
        wanted = (field, folded, folded)
    elif BY_NAME[field].kind is LANGUAGE:
        names += "(folded = ? OR substr(folded, 1, length(?)) = ?)"
        wanted = (field, folded, f"{folded}-", f"{folded}-")
    else:
        names += "folded = ?"
        wanted = (field, folded)
    if field in LISTS:
        names = f"SELECT id FROM listed WHERE name IN ({names})"  # noqa: S608 - fields of our own
        return Sql(f"id IN ({names})", wanted)
    return Sql(f'"{field}" IN ({names})', wanted)


def _signed(organisations: tuple[int, ...]) -> Sql:
    # Not as parameters, as above.
    numbers = ", ".join(str(int(number)) for number in organisations)
    names = (
        "SELECT number FROM name WHERE field = 'signatories' AND folded IN"  # noqa: S608 - numbers of our own
        f" (SELECT folded FROM called WHERE organisation IN ({numbers}))"
    )
    return Sql(f"id IN (SELECT id FROM listed WHERE name IN ({names}))")  # noqa: S608 - the same


# What each translation is one of: a uuid that was merged stands for another statement.
_LINKS = """
    SELECT translation.id AS id, statement.id AS original
    FROM translation JOIN statement ON uuid = translation.original
    UNION ALL SELECT translation.id, listed.id
    FROM translation JOIN name ON field = 'merged' AND shown = translation.original
    JOIN listed ON listed.name = name.number
"""


def _missing(language: str) -> Sql:
    """Return the condition on an original that has no version in `language`.

    What was withdrawn needs none.

    From the versions in it, links lead up to their originals; where they lead round in
    a circle, to nothing new.
    """
    there = _value("language", language, is_prefix=False)
    gone = _value("status", WITHDRAWN, is_prefix=False)
    return Sql(
        f"NOT ({there.text}) AND NOT ({gone.text})"  # noqa: S608 - our own words
        " AND id NOT IN (SELECT id FROM translation)"
        f" AND id NOT IN (WITH RECURSIVE links AS MATERIALIZED ({_LINKS}), up(id) AS ("
        f" SELECT id FROM translation JOIN statement USING (id) WHERE {there.text}"
        " UNION SELECT links.original FROM up JOIN links USING (id))"
        " SELECT id FROM up)",
        (*there.parameters, *gone.parameters, *there.parameters),
    )


def _dated(first: str | None, last: str | None) -> Sql:
    """Return what overlaps the days from `first` to `last`.

    But for intervals, what overlaps begins in the year of `first` or later, and by
    `last`: the index is read from there to there, and further by as much as the
    intervals need that overlap. These have an index of their own; without the `+`,
    SQLite would look for the first of them all along the other.
    """
    parts, parameters = [], []
    if first is not None:
        parts.append(
            "first >= min(?, ifnull((SELECT min(+first) FROM statement"
            " WHERE earliest IS NOT NULL AND last >= ?), '9')) AND last >= ?"
        )
        parameters += [f"{first[:4]}-01-01", first, first]
    if last is not None:
        parts.append(
            "first <= max(?, ifnull((SELECT max(+first) FROM statement"
            " WHERE earliest <= ?), '')) AND ifnull(earliest, first) <= ?"
        )
        parameters += [last, last, last]
    return Sql(" AND ".join(parts) or "1", tuple(parameters))
