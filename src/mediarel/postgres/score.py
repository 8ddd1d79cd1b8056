"""BM25 on a server, to the last digit as FTS5 has it (k1 1.2, b 0.75).

The score of a statement is that of all words sought, each once, whatever joins them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mediarel.index.schema import WEIGHTS
from mediarel.index.sql import Sql, fields_of
from mediarel.postgres.matching import (
    columns_of,
    is_one_word,
    matching,
    needle,
    overlaps_itself,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.query.tree import Words

# In how many statements a word is known; of anything else they are counted, and so
# that it is done once, the server is kept (OFFSET 0) from taking queries together.
_OF_A_WORD = "SELECT coalesce((SELECT statements FROM frequency WHERE word = ?), 0)"
_RARITY = (
    "(SELECT greatest(1e-6::float8, ln(greatest(1e-9::float8,"
    " (all_statements - hits + 0.5::float8) / (hits + 0.5::float8))))"
    " FROM (SELECT (SELECT statements FROM counter) AS all_statements,"
    " ({hits}) AS hits OFFSET 0) AS of_it) AS i{number}"
)
_AVERAGE = "(SELECT tokens::float8 / greatest(statements, 1) FROM counter) AS average"


class Scoring(NamedTuple):
    """How statements are scored.

    `constants` is a select of one row, for all; `counts` are columns of a statement,
    each with a comma before it, behind its `size`; `score` is over both.
    """

    constants: Sql
    counts: Sql
    score: str


def scoring(sought: Sequence[Words]) -> Scoring:
    """Return how statements are scored by `sought`, of which there are some."""
    rarities = [_rarity(words, i, len(sought)) for i, words in enumerate(sought)]
    counts = [_count(words, i) for i, words in enumerate(sought)]
    each = (
        f"i{i} * ((f{i} * 2.2::float8) / (f{i} + 1.2::float8"
        " * (0.25::float8 + 0.75::float8 * size / average)))"
        for i in range(len(sought))
    )
    return Scoring(
        Sql(
            f"SELECT {', '.join([_AVERAGE, *(each.text for each in rarities)])}",
            tuple(value for each in rarities for value in each.parameters),
        ),
        Sql(
            "".join(f", {each.text}" for each in counts),
            tuple(value for each in counts for value in each.parameters),
        ),
        f"-({' + '.join(each)})",
    )


def _rarity(words: Words, number: int, of_so_many: int) -> Sql:
    """Return how much `words` count for being rare."""
    if is_one_word(words):
        hits = Sql(_OF_A_WORD, words.term.tokens)
    elif of_so_many == 1:  # then all that is found counts by as much
        return Sql(f"1.0::float8 AS i{number}")
    else:
        those = matching(words)
        hits = Sql(
            f"SELECT count(*) FROM statement WHERE {those.text}",  # noqa: S608 - our own words and marks
            those.parameters,
        )
    return Sql(_RARITY.format(hits=hits.text, number=number), hits.parameters)


def _count(words: Words, number: int) -> Sql:
    """Return how often a statement has `words`, by the weights of the fields."""
    sought = needle(words)
    value, times = sought, _times(len(sought.encode()))
    if overlaps_itself(words.term.tokens, is_prefix=words.term.is_prefix):
        value, times = f"(?={re.escape(sought)})", _TIMES_OVERLAPPING
    columns = columns_of(words)
    each = (
        f"{WEIGHTS[field]:.0f} * ({times.format(column=column)})"
        for field, column in zip(fields_of(words), columns, strict=True)
    )
    return Sql(
        f"CAST({' + '.join(each)} AS float8) AS f{number}", (value,) * len(columns)
    )


_TIMES_OVERLAPPING = "(SELECT count(*) FROM regexp_matches({column}, ?, 'g'))"


def _times(size: int) -> str:
    return (
        "(octet_length({column}) - octet_length(replace({column}, ?, '')))"
        f" / {size}"
    )
