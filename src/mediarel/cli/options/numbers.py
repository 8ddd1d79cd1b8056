"""Arguments that must be a number: of a statement, of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.lookup import known_ids
from mediarel.cli.options.ids import (
    NoSuchIdError,
    RangeTooLargeError,
    are_ids,
    ids_in,
)
from mediarel.errors import Command, Hint, MisuseError, Placeholder, shorten
from mediarel.history.change import NoSuchChangeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.cli.options.ids import Ids

_MOST_DIGITS = 18  # as of an id


class NotAnIdError(MisuseError):
    """A word stands where an id belongs."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"{shorten(word)!r} is not an id",
            Hint("Find the id: ", Command("search", Placeholder("WORDS"))),
        )


class NotAChangeError(MisuseError):
    """A word stands where the number of a change belongs."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"{shorten(word)!r} is not the number of a change",
            Hint("Find the number: ", Command("log")),
        )


def statements_named(words: Sequence[str]) -> list[Ids]:
    """Return the ids and ranges of ids that `words` are.

    Raises NotAnIdError, UnclearIdsError, BackwardsError, or NoSuchIdError for a number
    that can't be an id.
    """
    for word in words:
        if not are_ids(word):
            raise NotAnIdError(word)
    return ids_in(words)


def past_and_present(
    archive: Archive, named: Sequence[Ids], *, only_removed: bool = False
) -> list[int]:
    """Return the ids of statements that there are or were; of a range those alone.

    With `only_removed`, of a range those that were removed.

    Raises NoSuchIdError for a range in which there is none, or RangeTooLargeError.
    """
    found: list[int] = []
    for ids in named:
        if not ids.is_range:
            found.append(ids.first)
            continue
        there, removed = known_ids(archive, ids.first, ids.last)
        known = sorted(there + removed)
        if not known:
            raise NoSuchIdError(f"{ids.first}-{ids.last}")
        if ids.last > known[-1]:
            raise RangeTooLargeError(ids, known[-1])
        # Where none was removed, what to do is told of those that are there.
        found += (removed if only_removed else known) or there
    return list(dict.fromkeys(found))


def change_named(word: str) -> int:
    """Return the number of a change that `word` is.

    Raises NotAChangeError, or NoSuchChangeError for a number of too many digits.
    """
    if not (word.isascii() and word.isdecimal()):
        raise NotAChangeError(word)
    digits = word.lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS:
        raise NoSuchChangeError(digits)
    return int(digits)
