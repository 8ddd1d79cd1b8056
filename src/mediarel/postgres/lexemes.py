"""The words of a statement as a server keeps them: to be found, counted and compared.

A field's words stand each with a space on both sides, so that a phrase is found as
such and each word of a run is counted. A lexeme is a word without its place, as long
as the server takes one: it finds, the words decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 2046  # bytes of a lexeme
_MOST = 1_000_000  # bytes of all lexemes of a statement; the server takes 1,048,575


class TooManyWordsError(RefusedError):
    """A statement has more different words than a server can keep apart."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} has more than {_MOST:,} bytes of different words",
            "Part it into several; nothing was changed.",
        )


def spaced(words: Iterable[str]) -> str:
    """Return the `words` of a field as a server keeps them: a space on both sides."""
    return "".join(f" {word} " for word in words)


def lexeme(word: str) -> str:
    """Return the lexeme that finds `word`."""
    data = word.encode()
    if len(data) <= _LONGEST:
        return word
    return data[:_LONGEST].decode(errors="ignore")


def lexemes(number: int, fields: Iterable[Sequence[str]]) -> list[str]:
    """Return the lexemes of statement `number`, whose `fields` are lists of words.

    Raises TooManyWordsError.
    """
    found = list({lexeme(word) for words in fields for word in words})
    if sum(len(each.encode()) + 8 for each in found) > _MOST:
        raise TooManyWordsError(number)
    return found


def as_tsvector(found: Iterable[str]) -> str:
    """Return lexemes as PostgreSQL writes a tsvector."""
    return " ".join(map(quoted, found))


def quoted(word: str) -> str:
    """Return `word` as it stands in a tsvector or a tsquery."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
