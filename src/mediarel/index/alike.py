"""Find statements that may be duplicates, by uuid, text, day or program.

Texts are compared only by fingerprint, and different texts can have the same
fingerprint. So the caller must compare the statements that were found.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mediarel.index.protocol import Index
from mediarel.index.sql import lots, marks
from mediarel.query.tree import Words
from mediarel.text.folding import text_fingerprint
from mediarel.text.tokens import Term, is_unspaced, term

COUNT = 12
WORDS, PAIRS = 4, 9  # tokens in a passage, in scripts with and without spaces
_COMMON = 30  # statements: a passage in more statements than this is ignored


def is_empty(index: Index) -> bool:
    """Return whether the index contains no statements."""
    return not index.rows("SELECT id FROM statement LIMIT 1")


def _in_lots(
    index: Index, sql: str, values: Sequence[str | int], *before: str
) -> Iterator[Any]:
    """Run a query for each batch of values, and yield all rows.

    In `sql`, `{marks}` is replaced by question marks for the values. `before` contains
    the parameters that come before the values.
    """
    for some in lots(values):
        yield from index.rows(sql.format(marks=marks(some)), [*before, *some])


def of_uuids(index: Index, uuids: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the uuid and the id of each statement that has one of these uuids."""
    sql = "SELECT uuid, id FROM statement WHERE uuid IN ({marks}) ORDER BY id"
    return _in_lots(index, sql, uuids)


def having(
    index: Index,
    column: str,
    values: Sequence[str | int],
    also: str = "TRUE",
    table: str = "statement",
) -> dict[str | int, list[int]]:
    """Return the ids of the statements that have these values, keyed by value.

    `column` and `table` say where the values are. `also` is an additional SQL
    condition.
    """
    sql = f"SELECT {column}, id FROM {table} WHERE {column} IN ({{marks}})"
    return _grouped(_in_lots(index, f"{sql} AND {also} ORDER BY id", values))


def _grouped(rows: Iterable[Any]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for value, number in rows:
        found.setdefault(value, []).append(number)
    return found


def of_addresses(index: Index, keys: Sequence[int]) -> dict[str | int, list[int]]:
    """Return the ids of the statements with these addresses, keyed by fingerprint."""
    return having(index, "key", keys, table="address")


def of_merged(index: Index, uuids: Sequence[str]) -> dict[str | int, list[int]]:
    """Find the statements into which duplicates were merged.

    Return the ids of these statements, keyed by the uuid of the duplicate. `uuids` has
    the uuids of the duplicates.
    """
    return of_listed(index, "merged", uuids)


def of_listed(
    index: Index, field: str, values: Sequence[str]
) -> dict[str | int, list[int]]:
    """Return the ids of the statements that have these values, keyed by value.

    `field` is the name of a list field.
    """
    sql = (
        "SELECT shown, id FROM name JOIN listed ON number = listed.name"
        " WHERE field = ? AND shown IN ({marks}) ORDER BY id"
    )
    return _grouped(_in_lots(index, sql, values, field))


def sharing(index: Index, passages: Sequence[Words]) -> Counter[int]:
    """Count how many of the passages each statement contains.

    Texts that are nearly the same share at least 2 passages. Frequent passages, in more
    than 31 statements, are ignored.
    """
    each = [index.dialect.with_passage(words) for words in passages]
    parts = (
        f"SELECT * FROM (SELECT {nth} AS nth, id FROM ({those.text})"
        f" AS found{nth} LIMIT {_COMMON + 2}) AS passage{nth}"
        for nth, those in enumerate(each)
    )
    parameters = [value for those in each for value in those.parameters]
    found = index.rows(" UNION ALL ".join(parts), parameters) if each else []
    uses = Counter(nth for nth, _ in found)
    return Counter(number for nth, number in found if uses[nth] <= _COMMON + 1)


def originals(index: Index) -> frozenset[int]:
    """Return the hashes of the uuids of all originals that have translations."""
    rows = index.rows("SELECT DISTINCT original FROM translation")
    return frozenset(hash(uuid) for (uuid,) in rows)


def of_originals(index: Index, uuids: Sequence[str]) -> dict[str | int, list[int]]:
    """Return the ids of translations, keyed by the uuid of the original."""
    return having(index, "original", uuids, table="translation")


def without_text(index: Index, days: Sequence[str]) -> dict[str | int, list[int]]:
    """Return the ids of statements that have no text, keyed by the day of their date.

    If the date is a month, a year or an interval, this is the first day.
    """
    return having(index, "first", days, f"text_fingerprint = {text_fingerprint(None)}")


def of_dates_and_programs(
    index: Index, days: Iterable[str]
) -> dict[tuple[str, str], list[int]]:
    """Return the ids of statements, keyed by date and program.

    The first day of the date must be in `days`.
    """
    sql = (
        "SELECT date, shown, id FROM statement JOIN name ON number = program"
        " WHERE first IN ({marks}) ORDER BY id"
    )
    rows = _in_lots(index, sql, list(days))
    return _grouped(((date, program), number) for date, program, number in rows)


def passages_of(text: str) -> list[Words]:
    """Return passages of a text, as queries. They overlap if the text is short.

    Return [] if the text is shorter than a passage.
    """
    whole = term(text)
    tokens = whole.tokens if whole else ()
    size = PAIRS if sum(map(is_unspaced, tokens)) * 2 > len(tokens) else WORDS
    last = len(tokens) - size
    if last < 0:
        return []
    begins = sorted({round(n * last / (COUNT - 1)) for n in range(COUNT)})
    return [Words(Term(tokens[at : at + size]), "text") for at in begins]
