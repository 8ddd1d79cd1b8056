"""Build the SQL that searches for words.

The index of lexemes contains no positions, so it only finds candidates. Then the stored
words of the fields are searched in these candidates.
"""

from collections.abc import Iterable, Sequence

from mediarel import errors
from mediarel.index.sql import ALL, Sql, combined, fields_of
from mediarel.query.tree import Both, Either, Query, Words

_LONGEST_LEXEME = 2046  # bytes of a lexeme
_ENOUGH = 50  # the longest words of a phrase, which are used to find candidates
_MOST = 1_000_000  # bytes of a query for lexemes: the limit of the server
# Without this, PostgreSQL scans the whole table, which is slow, even for a word that is
# in only a fifth of the statements.
_BY_INDEX = "SET LOCAL enable_seqscan TO off; "


def by_index(sql: str) -> str:
    """Add a setting to SQL, so that PostgreSQL uses the index of lexemes.

    The setting is valid until the end of the transaction. If no transaction is open,
    the setting is valid only for this SQL.
    """
    return f"{_BY_INDEX}{sql}" if "lexemes @@" in sql else sql


def matching(query: Query) -> Sql:
    """Return an SQL condition for the statements that match these words."""
    found = _lexemes(query)
    if len(found.encode()) > _MOST:
        return _deciding(query)
    finding = Sql("lexemes @@ CAST(? AS tsquery)", (found,))
    rest = _rest(query)
    return finding if rest == ALL else combined("AND", (finding, rest))


def needle(words: Words) -> str:
    """Return the substring to search for in the stored words of a field."""
    return f" {'  '.join(words.term.tokens)}{'' if words.term.is_prefix else ' '}"


def columns_of(words: Words) -> list[str]:
    """Return the columns in which the words are searched."""
    return [f"words_{field}" for field in fields_of(words)]


def is_one_word(words: Words) -> bool:
    """Return True if a query searches for one complete word.

    For such a word, the table `frequency` has the number of matching statements.
    """
    return _is_exact(words) and not words.term.is_prefix


def _lexemes(query: Query) -> str:
    """Return a tsquery for the lexemes that every matching statement has."""
    match query:
        case Words(term):
            *before, last = term.tokens
            # Longer words are rarer, so these are enough to find candidates.
            longest = sorted(dict.fromkeys(before), key=len, reverse=True)[:_ENOUGH]
            each = [_lexeme(last, is_prefix=term.is_prefix), *map(_lexeme, longest)]
            return f"({' & '.join(each)})"
        case Both(parts) | Either(parts):
            sign = " & " if isinstance(query, Both) else " | "
            return f"({sign.join(map(_lexemes, parts))})"
        case _:
            raise TypeError(query)


def _lexeme(token: str, *, is_prefix: bool = False) -> str:
    return f"{quoted(lexeme(token))}{':*' if is_prefix else ''}"


def _is_exact(query: Query) -> bool:
    """Return whether the lexemes are sufficient to decide if a statement matches."""
    match query:
        case Words(((token, *more), _), field):
            return field is None and not more and lexeme(token) == token
        case Both(parts) | Either(parts):
            return all(map(_is_exact, parts))
        case _:
            raise TypeError(query)


def _rest(query: Query) -> Sql:
    """Return an SQL condition that checks if a candidate really matches the query.

    Candidates are found by their lexemes. If a query needs no other check, the result
    is `ALL`, the condition that is always true.
    """
    if _is_exact(query):
        return ALL
    if isinstance(query, Both):
        rest = [_rest(part) for part in query.parts]
        return combined("AND", (each for each in rest if each != ALL))
    return _deciding(query)


def _deciding(query: Query) -> Sql:
    """Return an SQL condition that searches the stored words."""
    match query:
        case Words():
            columns = columns_of(query)
            having = " OR ".join(f"strpos({column}, ?) > 0" for column in columns)
            return Sql(having, (needle(query),) * len(columns))
        case Both(parts) | Either(parts):
            word = "AND" if isinstance(query, Both) else "OR"
            return combined(word, map(_part, parts))
        case _:
            raise TypeError(query)


def _part(query: Query) -> Sql:
    """Return the SQL condition for one part of a query.

    The lexemes are searched if they are sufficient, otherwise the stored words.
    """
    if isinstance(query, Words) and _is_exact(query):
        return Sql("lexemes @@ CAST(? AS tsquery)", (_lexemes(query),))
    return _deciding(query)


def spaced(words: Iterable[str]) -> str:
    """Join the words of a field for storage. Each word has a space on both sides."""
    return "".join(f" {word} " for word in words)


def lexeme(word: str) -> str:
    """Return the lexeme of a word: at most the first 2,046 bytes of the word."""
    data = word.encode()
    if len(data) <= _LONGEST_LEXEME:
        return word
    return data[:_LONGEST_LEXEME].decode(errors="ignore")


def lexemes(number: int, fields: Iterable[Sequence[str]]) -> list[str]:
    """Return the lexemes of the words in all fields of a statement.

    Raises RefusedError if the total length of the lexemes is too large.
    """
    found = list({lexeme(word) for words in fields for word in words})
    if sum(len(each.encode()) + 8 for each in found) > _MOST:
        raise errors.RefusedError(
            f"statement {number} has too many different words (limit: {_MOST:,} bytes)",
            "Nothing was changed. Split the text into several statements.",
        )
    return found


def as_tsvector(found: Iterable[str]) -> str:
    """Return lexemes in the syntax of a tsvector."""
    return " ".join(map(quoted, found))


def quoted(word: str) -> str:
    """Quote a word for a tsvector or a tsquery."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
