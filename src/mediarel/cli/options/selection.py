"""Which statements a command is about: ids, or a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.environment import read_bare_date
from mediarel.errors import (
    Command,
    Hint,
    MisuseError,
    NoSuchStatementError,
    NotFoundError,
    shorten,
)
from mediarel.query.tree import Everything, Numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.query.tree import Query

_MOST_DIGITS = 18  # more than SQLite counts


class EmptyQueryError(MisuseError):
    """A change was to be made to what an empty query finds, which is everything."""

    def __init__(self) -> None:
        super().__init__(
            "an empty query would mean every statement",
            "Name ids or a query; if all are meant: date:0001..",
        )


class NothingMatchesError(NotFoundError):
    """A query finds nothing, but the command needs a statement."""

    def __init__(self, words: Sequence[str], why: Hint) -> None:
        # After a `--` what begins with a hyphen is no option.
        end = ["--"] if any(word.startswith("-") for word in words) else []
        super().__init__(
            f"no statement matches {' '.join(words).strip()!r}",
            Hint(why, "Try it first: ", Command("list", *end, *words)),
        )


class NoSuchIdError(NotFoundError):
    """A number that can't be an id: 0, or one of too many digits."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"there is no statement {shorten(word)}",
            Hint("See the ids there are with: ", Command("list", "--all")),
        )


def chosen(archive: Archive, words: Sequence[str]) -> list[int]:
    """Return the ids that `words` name: whole numbers are ids, anything else a query.

    Ids come in the order given, what a query finds newest first.

    Raises NoSuchIdError, NoSuchStatementError, NothingMatchesError, EmptyQueryError
    or QueryError.
    """
    numbers = [word for word in words if is_id(word)]
    if numbers and len(numbers) < len(words):
        raise MisuseError(
            f"{numbers[0]} is an id and the rest a query",
            f"Give one or the other; in a query an id is written id:{numbers[0]}.",
        )
    if numbers:
        return _existing(archive, list(dict.fromkeys(map(number_of, numbers))))
    text = " ".join(words).strip()
    query = _read(text)
    found = [row.id for row in archive.page(query).rows]
    if not found:
        from mediarel.cli.options.nothing import why_nothing  # noqa: PLC0415 - rare

        raise NothingMatchesError(words, why_nothing(archive, query, words))
    return found


def by_query(words: Sequence[str]) -> bool:
    """Tell whether `words` are a query, whose result must be shown before a change."""
    return not all(map(is_id, words))


def is_id(word: str) -> bool:
    """Tell whether `word` is a whole number, which names an id."""
    return word.isascii() and word.isdecimal()


def number_of(word: str) -> int:
    """Return the id that `word` names.

    Raises NoSuchIdError for a number that can't be an id.
    """
    digits = word.lstrip("0")
    if not 0 < len(digits) <= _MOST_DIGITS:
        raise NoSuchIdError(word)
    return int(digits)


def _read(text: str) -> Query:
    from mediarel.query.parser import parse  # noqa: PLC0415 - ids do without

    query = parse(text, read_date=read_bare_date)
    if isinstance(query, Everything):
        raise EmptyQueryError
    return query


def _existing(archive: Archive, ids: list[int]) -> list[int]:
    there = {row.id for row in archive.page(Numbered(tuple(ids))).rows}
    if missing := [number for number in ids if number not in there]:
        raise NoSuchStatementError(missing)
    return ids
