"""Build the SQL that finds words: first by the index of lexemes, then by the words.

Lexemes are stored without positions, so their index only finds candidates. Then the
stored words of each field are searched in the candidates.
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
# In a query for lexemes, longer words are cut off at `_LONGEST` bytes, and the words of
# a phrase at `_ENOUGH` bytes in total. This only adds candidates. The limit of the
# server is 1 MB for the whole query.
_LONGEST = 200
_ENOUGH = 600
_MOST = 1_000_000
# Without this, PostgreSQL scans the whole table, which is slow, even for a word that is
# in only a fifth of the statements.
_BY_INDEX = "SET LOCAL enable_seqscan TO off; "


def by_index(sql: str) -> str:
    """Return `sql` with a setting that makes searches use the index of lexemes.

    The setting applies to the present transaction, or else only to this statement.
    """
    return f"{_BY_INDEX}{sql}" if "lexemes @@" in sql else sql


def matching(query: Query) -> Sql:
    """Return the SQL condition for rows of `statement` that match these words."""
    found = _lexemes(query)
    if len(found.encode()) > _MOST:
        return _deciding(query)
    finding = Sql("lexemes @@ CAST(? AS tsquery)", (found,))
    rest = _rest(query)
    return finding if rest == ALL else combined("AND", (finding, rest))


def first_matching(words: Words, most: int) -> Sql:
    """Return SQL that selects the ids of statements with `words`.

    Searches only the first `most` candidates: statements with the lexemes of all words.
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
    """Return whether `words` is a single complete word, whose count is stored."""
    (token, *more), is_prefix = words.term
    is_short = len(token.encode()) <= _LONGEST
    return words.field is None and is_short and not more and not is_prefix


def _lexemes(query: Query) -> str:
    """Return a tsquery for the lexemes that each match of `query` must have."""
    match query:
        case Words(term):
            *before, last = term.tokens
            each = [_lexeme(last, is_prefix=term.is_prefix)]
            size = len(each[0].encode())
            # Longer words come first, because they are rarer.
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
    """Return whether the lexemes decide alone whether a statement matches `query`."""
    match query:
        case Words(((token, *more), _), field):
            return field is None and not more and len(token.encode()) <= _LONGEST
        case Both(parts) | Either(parts):
            return all(map(_is_exact, parts))
        case _:
            raise TypeError(query)


def _rest(query: Query) -> Sql:
    """Return the SQL condition that candidates must also match, after the lexemes."""
    if _is_exact(query):
        return ALL
    if isinstance(query, Both):
        rest = [_rest(part) for part in query.parts]
        return combined("AND", (each for each in rest if each != ALL))
    return _deciding(query)


def _deciding(query: Query) -> Sql:
    """Return the SQL condition that the stored words match `query`."""
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
    """Return the SQL condition for one part, using lexemes if they are enough."""
    if isinstance(query, Words) and _is_exact(query):
        return Sql("lexemes @@ CAST(? AS tsquery)", (_lexemes(query),))
    return _deciding(query)


def overlaps_itself(tokens: Sequence[str], *, is_prefix: bool) -> bool:
    """Return whether two occurrences of a phrase can overlap, as in "a b a b a".

    With `is_prefix`, the last token is only the beginning of a word.
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
    """Return, for each prefix of `tokens`, the length of its longest proper border.

    This is the failure function of the Knuth-Morris-Pratt algorithm.
    """
    longest = [0] * len(tokens)
    for at in range(1, len(tokens)):
        size = longest[at - 1]
        while size and tokens[at] != tokens[size]:
            size = longest[size - 1]
        longest[at] = size + (tokens[at] == tokens[size])
    return longest


def spaced(words: Iterable[str]) -> str:
    """Return the words of a field in stored form: each with a space on both sides."""
    return "".join(f" {word} " for word in words)


def lexeme(word: str) -> str:
    """Return the lexeme for `word`: the word, cut off at 2,046 bytes."""
    data = word.encode()
    if len(data) <= _LONGEST_LEXEME:
        return word
    return data[:_LONGEST_LEXEME].decode(errors="ignore")


def lexemes(number: int, fields: Iterable[Sequence[str]]) -> list[str]:
    """Return the lexemes of statement `number`; each of `fields` is a list of words.

    Raises RefusedError if the lexemes are too long in total.
    """
    found = list({lexeme(word) for words in fields for word in words})
    if sum(len(each.encode()) + 8 for each in found) > _MOST:
        raise errors.RefusedError(
            f"statement {number} has too many different words (limit: {_MOST:,} bytes)",
            "Nothing was changed. Split the text into several statements.",
        )
    return found


def as_tsvector(found: Iterable[str]) -> str:
    """Return lexemes in PostgreSQL's syntax for a tsvector."""
    return " ".join(map(quoted, found))


def quoted(word: str) -> str:
    """Return `word` quoted for a tsvector or a tsquery."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
