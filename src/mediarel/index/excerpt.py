"""Find the matches of a query in a statement: the best sentence, or all positions."""

from bisect import bisect_left
from typing import NamedTuple

from mediarel.index.schema import WEIGHTS
from mediarel.model.statement import Statement
from mediarel.query.tree import Query, Value, sought_values, sought_words
from mediarel.release.headline import after_dateline
from mediarel.text.folding import folded_name
from mediarel.text.lines import spaced_once
from mediarel.text.sentences import sentences
from mediarel.text.tokens import Term, matches, merged


class Excerpt(NamedTuple):
    """A sentence, and the start and end of each match in it."""

    text: str
    marks: tuple[tuple[int, int], ...]


def excerpt(statement: Statement, headline: str, query: Query) -> Excerpt:
    """Return the sentence of a statement that matches the most terms of a query.

    If neither the title nor the text matches, returns the headline.
    """
    sought = list(dict.fromkeys(sought_words(query)))
    in_text, in_title = (
        [words.term for words in sought if words.field in {None, field}]
        for field in ("text", "title")
    )
    text = (statement.text or "")[after_dateline(statement) :]
    found = matches(text, in_text)
    starts = [start for start, _, _ in found]
    best, most = spaced_once(headline), 0
    for start, end in sentences(text):
        begun = found[bisect_left(starts, start) : bisect_left(starts, end)]
        here = {which for _, _, which in begun}
        if len(here) > most:
            best, most = spaced_once(text[start:end]), len(here)
    title = spaced_once(statement.title or "")
    matched = {which for _, _, which in matches(title, in_title)}
    terms = in_text
    if len(matched) >= max(most, 1):
        best, terms = title, in_title
    # Match again, because the joined sentence has different offsets.
    return Excerpt(best, _merged(best, terms))


def can_mark(query: Query) -> bool:
    """Return True if a query has words or values that can be marked in a text."""
    return any(True for _ in (*sought_words(query), *sought_values(query)))


def marks(field: str, text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Return the start and the end of each match of a query in a value of a field.

    `text` is the value. A word matches only if the query searches this field. A
    condition such as `tag:land` matches only a complete value. Then the match is the
    whole text.
    """
    terms = [
        words.term
        for words in dict.fromkeys(sought_words(query))
        if words.field == field or (words.field is None and field in WEIGHTS)
    ]
    folded = folded_name(text)
    if any(_holds(value, field, folded) for value in sought_values(query)):
        return ((0, len(text)),)
    return _merged(text, terms)


def _merged(text: str, terms: list[Term]) -> tuple[tuple[int, int], ...]:
    return tuple(merged((start, end) for start, end, _ in matches(text, terms)))


def _holds(value: Value, field: str, folded: str) -> bool:
    if value.field != field:
        return False
    region = field == "language" and folded.startswith(f"{value.folded}-")
    is_begun = value.is_prefix and folded.startswith(value.folded)
    return folded == value.folded or region or is_begun
