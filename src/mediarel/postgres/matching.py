"""Build the SQL that finds words: first by the index of lexemes, then by the words.

Lexemes are stored without positions, so the index finds candidates. The stored words of
each field, with a space on both sides, decide which candidates match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel import errors
from mediarel.index.sql import ALL, Sql, combined, fields_of
from mediarel.query.tree import Both, Either, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.query.tree import Query


_LONGEST_LEXEME = 2046  # bytes of a lexeme
# Longest prefix of a word in a lexeme query, and total length for the words of a
# phrase, in bytes. Cutting them off only adds candidates. The server's limit is 1 MB in
# total.
_LONGEST = 200
_ENOUGH = 600
_MOST = 1_000_000
# PostgreSQL underestimates the cost of unpacking lexemes: it would scan the whole table
# for a word that is in a fifth of the statements.
_BY_INDEX = "SET LOCAL enable_seqscan TO off; "


def by_index(sql: str) -> str:
    """Return `sql` with a setting that makes searches use the index of lexemes.

    The setting applies to the transaction or, outside one, to this statement.
    """
    return f"{_BY_INDEX}{sql}" if "lexemes @@" in sql else sql


def matching(query: Query) -> Sql:
    """Return the SQL condition of a `query` of words on a row of `statement`."""
    found = _lexemes(query)
    if len(found.encode()) > _MOST:
        return _deciding(query)
    finding = Sql("lexemes @@ CAST(? AS tsquery)", (found,))
    rest = _rest(query)
    return finding if rest == ALL else combined("AND", (finding, rest))


def first_matching(words: Words, most: int) -> Sql:
    """Return a select of the ids that have `words`, among the first `most` candidates.

    A candidate has the lexemes of all the words.
    """
    columns = ", ".join(columns_of(words))
    those = _deciding(words)
    return Sql(
        f"SELECT id FROM (SELECT id, {columns} FROM statement"
        f" WHERE lexemes @@ CAST(? AS tsquery) LIMIT {most}) AS candidate"
        f" WHERE {those.text}",
        (_lexemes(words), *those.parameters),
    )


def needle(words: Words) -> str:
    """Return the substring to search for in the stored words of a field."""
    return f" {'  '.join(words.term.tokens)}{'' if words.term.is_prefix else ' '}"


def columns_of(words: Words) -> list[str]:
    """Return the columns in which to search for `words`."""
    return [f"words_{field}" for field in fields_of(words)]


def is_one_word(words: Words) -> bool:
    """Return whether `words` is a single whole word, counted by the server."""
    (token, *more), is_prefix = words.term
    is_short = len(token.encode()) <= _LONGEST
    return words.field is None and is_short and not more and not is_prefix


def _lexemes(query: Query) -> str:
    """Return the lexemes that a match of `query` has, as a tsquery."""
    match query:
        case Words(term):
            *before, last = term.tokens
            each = [_lexeme(last, is_prefix=term.is_prefix)]
            size = len(each[0].encode())
            # Longer words are rarer.
            for token in sorted(dict.fromkeys(before), key=len, reverse=True):
                lexeme = _lexeme(token)
                size += len(lexeme.encode())
                if size > _ENOUGH:
                    break
                each.append(lexeme)
            return f"({' & '.join(each)})"
        case Both(parts) | Either(parts):
            sign = " & " if isinstance(query, Both) else " | "
            return f"({sign.join(map(_lexemes, parts))})"
        case _:
            raise TypeError(query)


def _lexeme(token: str, *, is_prefix: bool = False) -> str:
    data = token.encode()
    if len(data) > _LONGEST:
        token, is_prefix = data[:_LONGEST].decode(errors="ignore"), True
    return f"{quoted(token)}{':*' if is_prefix else ''}"


def _is_exact(query: Query) -> bool:
    """Return whether lexemes alone decide the match of `query`."""
    match query:
        case Words(((token, *more), _), field):
            return field is None and not more and len(token.encode()) <= _LONGEST
        case Both(parts) | Either(parts):
            return all(map(_is_exact, parts))
        case _:
            raise TypeError(query)


def _rest(query: Query) -> Sql:
    """Return the remaining condition for candidates that have the right lexemes."""
    if _is_exact(query):
        return ALL
    if isinstance(query, Both):
        rest = [_rest(part) for part in query.parts]
        return combined("AND", (each for each in rest if each != ALL))
    return _deciding(query)


def _deciding(query: Query) -> Sql:
    """Return the condition for `query` on the stored words."""
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
    """Return the condition for one part, by lexemes if lexemes decide the match."""
    if isinstance(query, Words) and _is_exact(query):
        return Sql("lexemes @@ CAST(? AS tsquery)", (_lexemes(query),))
    return _deciding(query)


def overlaps_itself(tokens: Sequence[str], *, is_prefix: bool) -> bool:
    """Return whether a phrase can overlap with its next occurrence.

    With `is_prefix`, the last word matches any word that begins with it.
    """
    if not is_prefix:
        return _longest_ends(tokens)[-1] > 0
    *whole, last = tokens
    ends = _longest_ends(whole)
    size = len(whole)
    while size:
        size = ends[size - 1]
        if whole[size].startswith(last):
            return True
    return False


def _longest_ends(tokens: Sequence[str]) -> list[int]:
    """Return for each prefix the length of its longest proper border.

    This is the failure function of Knuth, Morris and Pratt.
    """
    longest = [0] * len(tokens)
    for at in range(1, len(tokens)):
        size = longest[at - 1]
        while size and tokens[at] != tokens[size]:
            size = longest[size - 1]
        longest[at] = size + (tokens[at] == tokens[size])
    return longest


def spaced(words: Iterable[str]) -> str:
    """Return the `words` of a field as stored: each with a space on both sides."""
    return "".join(f" {word} " for word in words)


def lexeme(word: str) -> str:
    """Return the lexeme for `word`, which is cut off at 2,046 bytes."""
    data = word.encode()
    if len(data) <= _LONGEST_LEXEME:
        return word
    return data[:_LONGEST_LEXEME].decode(errors="ignore")


def lexemes(number: int, fields: Iterable[Sequence[str]]) -> list[str]:
    """Return the lexemes of statement `number`, whose `fields` are lists of words.

    Raises RefusedError if they are too long.
    """
    found = list({lexeme(word) for words in fields for word in words})
    if sum(len(each.encode()) + 8 for each in found) > _MOST:
        raise errors.RefusedError(
            f"statement {number} has too many different words (limit: {_MOST:,} bytes)",
            "Nothing was changed. Split it into several statements.",
        )
    return found


def as_tsvector(found: Iterable[str]) -> str:
    """Return lexemes in PostgreSQL's syntax of a tsvector."""
    return " ".join(map(quoted, found))


def quoted(word: str) -> str:
    """Return `word` quoted for a tsvector or a tsquery."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
