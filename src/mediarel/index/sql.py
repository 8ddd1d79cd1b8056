"""Compile a query to SQL. Only this module decides which statements match a query.

The SQL uses the tables of `schema.py`, and works in SQLite and PostgreSQL. The SQL for
words and dates is different, so a dialect (`protocol.py`) provides it.

If a term matches one name of an organisation, it matches all statements that the
organisation signed under any of its names. `expanded` adds these names before the query
becomes SQL.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from typing import Any, NamedTuple, TypeVar

from mediarel.index.proof import proved
from mediarel.index.protocol import Dialect, Index
from mediarel.index.schema import LISTS, WEIGHTS
from mediarel.model.fields import BY_NAME, LANGUAGE
from mediarel.model.parts import WITHDRAWN
from mediarel.query import tree

LOT = 500  # parameters in a query: SQLite allows at most 32,766
Value_ = TypeVar("Value_")
# The original of each translation, even if it was merged into a different statement.
_LINKS = """
    SELECT translation.id AS id, statement.id AS original
    FROM translation JOIN statement ON uuid = translation.original
    UNION ALL SELECT translation.id, listed.id
    FROM translation JOIN name ON field = 'merged' AND shown = translation.original
    JOIN listed ON listed.name = name.number
"""


class Sql(NamedTuple):
    """A piece of SQL with its parameters."""

    text: str
    parameters: tuple[str | int, ...] = ()


def lots(values: Sequence[Value_]) -> Iterator[Sequence[Value_]]:
    """Split values into batches that are small enough for the parameters of a query."""
    for start in range(0, len(values), LOT):
        yield values[start : start + LOT]


def marks(values: Sized) -> str:
    """Return the SQL with a question mark for each value: `?, ?, ?`."""
    return ", ".join("?" * len(values))


ALL = Sql("1 = 1")  # every statement
NOTHING = Sql("1 = 0")


def condition(query: tree.Query, dialect: Dialect) -> Sql:
    """Return the SQL condition for the statements that match a query."""
    match query:
        case tree.Words():
            return dialect.words(query)
        case tree.Condition(term, value):
            return CONDITIONS[term](value)
        case tree.Value() | tree.Signed():
            return _named(query)
        case tree.Dated(range):
            return _overlapping(range.first, range.last)
        case tree.Everything() | tree.Numbered() | tree.Between():
            return _numbered(query)
        case tree.Without() | tree.Both() | tree.Either():
            return _of_parts(query, dialect)


def _overlapping(first: str | None, last: str | None) -> Sql:
    """Return an SQL condition for the dates that overlap a range of days.

    `first` and `last` are days in ISO 8601. None means that the range is open at this
    end.
    """
    ends = []
    if first is not None:
        ends.append(Sql("last >= ?", (first,)))
    if last is not None:
        ends.append(Sql("coalesce(earliest, first) <= ?", (last,)))
    return combined("AND", ends) if ends else ALL


def _of_parts(query: tree.Without | tree.Both | tree.Either, dialect: Dialect) -> Sql:
    """Return the SQL condition of a compound query.

    All parts that contain only words become one condition, which the dialect returns.
    """
    if isinstance(query, tree.Without):
        inner = condition(query.part, dialect)
        return Sql(f"NOT ({inner.text})", inner.parameters)
    about = tuple(part for part in query.parts if is_of_words(part))
    others = (part for part in query.parts if not is_of_words(part))
    those = [dialect.words(type(query)(about))] if about else []
    those += [condition(part, dialect) for part in others]
    return combined("AND" if isinstance(query, tree.Both) else "OR", those)


def combined(word: str, parts: Iterable[Sql]) -> Sql:
    """Combine SQL conditions with AND or OR."""
    several = list(parts)
    return Sql(
        f" {word} ".join(f"({part.text})" for part in several),
        tuple(value for part in several for value in part.parameters),
    )


def is_of_words(query: tree.Query) -> bool:
    """Return whether `query` consists only of words."""
    match query:
        case tree.Words():
            return True
        case tree.Both(parts) | tree.Either(parts):
            return all(map(is_of_words, parts))
        case _:
            return False


def needs_words(query: tree.Query) -> bool:
    """Return True if a statement can only match if it contains a word of the query."""
    if isinstance(query, tree.Both):
        return any(needs_words(part) for part in query.parts)
    if isinstance(query, tree.Either):
        return all(needs_words(part) for part in query.parts)
    return isinstance(query, tree.Words)


def fields_of(words: tree.Words) -> tuple[str, ...]:
    """Return the fields in which the words are searched."""
    return (words.field,) if words.field else tuple(WEIGHTS)


def _numbered(query: tree.Everything | tree.Numbered | tree.Between) -> Sql:
    """Return the SQL condition of a query that selects statements by id."""
    if isinstance(query, tree.Everything):
        return ALL
    if isinstance(query, tree.Between):
        return Sql("id BETWEEN ? AND ?", (query.first, query.last))
    # Don't use parameters: SQLite allows only 32,766.
    ids = ", ".join(str(int(number)) for number in query.ids)
    return Sql(f"id IN ({ids})") if ids else NOTHING


def _named(query: tree.Value | tree.Signed) -> Sql:
    """Return the SQL condition of a query such as `tag:land`, which finds a name."""
    if isinstance(query, tree.Signed):
        return _signed(query.organisations)
    if "\0" in query.folded:  # names can't contain NUL, and PostgreSQL refuses it
        return NOTHING
    return _value(query.field, query.folded, is_prefix=query.is_prefix)


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
        names = f"SELECT id FROM listed WHERE name IN ({names})"
        return Sql(f"id IN ({names})", wanted)
    return Sql(f'"{field}" IN ({names})', wanted)


def _signed(organisations: tuple[int, ...]) -> Sql:
    # Don't use parameters: SQLite allows only 32,766.
    numbers = ", ".join(str(int(number)) for number in organisations)
    names = (
        "SELECT number FROM name WHERE field = 'signatories' AND folded IN"
        f" (SELECT folded FROM called WHERE organisation IN ({numbers}))"
    )
    return Sql(f"id IN (SELECT id FROM listed WHERE name IN ({names}))")


def _missing(language: str) -> Sql:
    """Return the SQL condition for statements not yet translated into a language.

    The statements are originals, are in a different language, and are not withdrawn. A
    text in a regional form of the language, such as `en-GB`, counts as a translation.

    The SQL starts from the translations into the language, and follows their links up
    to the originals. If the links form a circle, the SQL still ends.
    """
    there = _value("language", language, is_prefix=False)
    gone = _value("status", WITHDRAWN, is_prefix=False)
    return Sql(
        f"NOT ({there.text}) AND NOT ({gone.text})"
        " AND id NOT IN (SELECT id FROM translation)"
        f" AND id NOT IN (WITH RECURSIVE links AS MATERIALIZED ({_LINKS}), up(id) AS ("
        f" SELECT id FROM translation JOIN statement USING (id) WHERE {there.text}"
        " UNION SELECT links.original FROM up JOIN links USING (id))"
        " SELECT id FROM up)",
        (*there.parameters, *gone.parameters, *there.parameters),
    )


# A function for each term of the kind "text" in `query/terms.py`. The function
# returns the SQL for a value of the term.
CONDITIONS: dict[str, Callable[[str], Sql]] = {
    "missing": _missing,
}


SIGNATORIES = "signatories"
_CALLED = "SELECT folded, name, organisation, words, place, proof FROM called"


class Called(NamedTuple):
    """An organisation that has several names, with its number in the index."""

    number: int
    names: tuple[str, ...]


def organisations(index: Index) -> list[Called]:
    """Return the organisations that have several names, in the order of the rows."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for _, name, number, *_ in index.rows(f"{_CALLED} ORDER BY place", (), proved):
        names[number].append(name)
    return [Called(number, tuple(each)) for number, each in names.items()]


def numbers_of(index: Index) -> dict[str, int]:
    """Return a mapping of folded names to the numbers of the organisations."""
    return {folded: number for folded, _, number, *_ in index.rows(_CALLED, (), proved)}


def wanted(index: Index, query: tree.Query) -> Sql:
    """Return the SQL condition for the statements that match a query.

    If the query contains a name of an organisation, the condition includes all names of
    the organisation.
    """
    return condition(expanded(index, query), index.dialect)


def expanded(index: Index, query: tree.Query) -> tree.Query:
    """Replace each signatory in a query by all names of the organisation."""
    match query:
        case tree.Words(_, field) | tree.Value(field) if field == SIGNATORIES:
            those = _numbers(index, query)
            return tree.either(query, tree.Signed(those)) if those else query
        case tree.Both(parts):
            return tree.Both(tuple(expanded(index, part) for part in parts))
        case tree.Either(parts):
            return tree.Either(tuple(expanded(index, part) for part in parts))
        case tree.Without(part):
            return tree.Without(expanded(index, part))
        case _:
            return query


def _numbers(index: Index, sought: tree.Words | tree.Value) -> tuple[int, ...]:
    """Return the numbers of the organisations with a name that matches `sought`."""
    parameters: Sequence[str]
    if isinstance(sought, tree.Words):
        having = index.dialect.holding("words")
        tokens, is_prefix = sought.term
        parameters = (f" {' '.join(tokens)}{'' if is_prefix else ' '}",)
    elif "\0" in sought.folded:  # no name contains this
        return ()
    elif sought.is_prefix:
        having, parameters = "substr(folded, 1, length(?)) = ?", (sought.folded,) * 2
    else:
        having, parameters = "folded = ?", (sought.folded,)
    rows: list[Any] = index.rows(f"{_CALLED} WHERE {having}", parameters, proved)
    return tuple(sorted({number for _, _, number, *_ in rows}))
