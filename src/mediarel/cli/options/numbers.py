"""Arguments that must be a number: of a statement, of a change."""

from __future__ import annotations

from mediarel.cli.options.selection import is_id, number_of
from mediarel.errors import Command, Hint, MisuseError, Placeholder, shorten
from mediarel.history.change import NoSuchChangeError

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


def statement_named(word: str) -> int:
    """Return the id that `word` is.

    Raises NotAnIdError, or NoSuchIdError for a number that can't be an id.
    """
    if not is_id(word):
        raise NotAnIdError(word)
    return number_of(word)


def change_named(word: str) -> int:
    """Return the number of a change that `word` is.

    Raises NotAChangeError, or NoSuchChangeError for a number of too many digits.
    """
    if not is_id(word):
        raise NotAChangeError(word)
    digits = word.lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS:
        raise NoSuchChangeError(digits)
    return int(digits)
