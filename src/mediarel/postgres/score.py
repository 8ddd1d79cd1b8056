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
    " ({hits}) AS hits OFFSET 0) AS of_it)"
)
_AVERAGE = "(SELECT tokens::float8 / greatest(statements, 1) FROM counter) AS average"
_TIMES = "(octet_length({column}) - octet_length(replace({column}, ?, ''))) / {size}"
_TIMES_OVERLAPPING = "(SELECT count(*) FROM regexp_matches({column}, ?, 'g'))"


class Scoring(NamedTuple):
    """How statements are scored.

    `constants` is a select of one row, for all; `counts` are columns of a statement,
    each with a comma before it, behind its `size`; `score` is over both.
    """

    constants: Sql
    counts: Sql
    score: str


def scoring(sought: Sequence[Words], where: str) -> Scoring:
    """Return how statements are scored by `sought`, of which there are some.

    Words are counted in those alone for which `where`, a condition, holds.
    """
    numbers = range(len(sought))
    rarities = [_rarity(words, len(sought)) for words in sought]
    counts = [_count(words) for words in sought]
    rare = (f", {each.text} AS i{n}" for n, each in enumerate(rarities))
    often = (
        f", CASE WHEN {where} THEN {each.text} END AS f{n}"
        for n, each in enumerate(counts)
    )
    scores = (
        f"i{n} * ((f{n} * 2.2::float8) / (f{n} + 1.2::float8"
        " * (0.25::float8 + 0.75::float8 * size / average)))"
        for n in numbers
    )
    return Scoring(
        Sql(f"SELECT {_AVERAGE}{''.join(rare)}", _parameters(rarities)),
        Sql("".join(often), _parameters(counts)),
        f"-({' + '.join(scores)})",
    )


def _rarity(words: Words, of_so_many: int) -> Sql:
    """Return how much `words` count for being rare."""
    if is_one_word(words):
        hits = Sql(_OF_A_WORD, words.term.tokens)
    elif of_so_many == 1:  # then all that is found counts by as much
        return Sql("1.0::float8")
    else:
        those = matching(words)
        hits = Sql(
            f"SELECT count(*) FROM statement WHERE {those.text}",  # noqa: S608 - our own words and marks
            those.parameters,
        )
    return Sql(_RARITY.format(hits=hits.text), hits.parameters)


def _count(words: Words) -> Sql:
    """Return how often a statement has `words`, by the weights of the fields."""
    sought = needle(words)
    value, times = sought, _TIMES
    if overlaps_itself(words.term.tokens, is_prefix=words.term.is_prefix):
        value, times = f"(?={re.escape(sought)})", _TIMES_OVERLAPPING
    columns = columns_of(words)
    each = (
        f"{WEIGHTS[field]}::float8"
        f" * ({times.format(column=column, size=len(sought.encode()))})"
        for field, column in zip(fields_of(words), columns, strict=True)
    )
    return Sql(" + ".join(each), (value,) * len(columns))


def _parameters(several: Sequence[Sql]) -> tuple[str | int, ...]:
    return tuple(value for each in several for value in each.parameters)
