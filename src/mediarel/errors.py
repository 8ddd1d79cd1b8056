"""Define the errors that a user can see, with their exit codes and messages.

An error has two sentences: `problem` describes the problem, with the value; `hint` has
the next step. `detail` (the place) and `choices` (the possible values, one per line)
are optional. `cli/` prints all of these and exits with `exit_code`. This module has one
class for each exit code, and the errors that several packages raise. Errors of a single
package are defined next to their cause. A hint contains commands as data: see `Hint`.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self

_SHOWN_IDS = 5


class Placeholder(str):
    """A word in a command that the user replaces, such as `FILE` or `WORDS`."""

    __slots__ = ()


class Command(tuple[str, ...]):
    """The words of a mediarel command for the user, without the program's name.

    `str()` returns the command line, quoted for a shell.
    """

    __slots__ = ()

    def __new__(cls, *words: object) -> Self:
        """Create a command from `words`; the first word is the command's name."""
        return super().__new__(
            cls, (w if isinstance(w, Placeholder) else str(w) for w in words)
        )

    def __getnewargs__(self) -> tuple[str, ...]:
        return tuple(self)

    def __str__(self) -> str:
        words = (w if isinstance(w, Placeholder) else shlex.quote(w) for w in self)
        return " ".join(("mediarel", *words))


def after_options(*words: object) -> tuple[object, ...]:
    """Return `words` for a `Command`; add `--` first if a word begins with a hyphen."""
    is_parted = any(str(word).startswith("-") for word in words)
    return ("--", *words) if is_parted else words


class Hint(str):
    """A text for the user that contains commands; `parts` has the commands as data.

    `cli/` builds the displayed text from the parts, to add the user's `--archive` to
    each command.
    """

    __slots__ = ("parts",)
    parts: tuple[str | Command, ...]

    def __new__(cls, *parts: str | Command) -> Self:
        """Create the hint by joining `parts`; nested hints are flattened."""
        hint = super().__new__(cls, "".join(map(str, parts)))
        flat: list[str | Command] = []
        for part in parts:
            flat += part.parts if isinstance(part, Hint) else [part]
        hint.parts = tuple(flat)
        return hint


class MediarelError(Exception):
    """An error that ends a command; only its subclasses are raised."""

    exit_code: ClassVar[int]
    detail: str = ""
    choices: Sequence[str] = ()

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


class RefusedError(MediarelError):
    """Exit code 1: the command is valid, but was refused in the present state."""

    exit_code = 1


class DeclinedError(RefusedError):
    """Exit code 1: the user answered no. This is not reported as an error."""


class MisuseError(MediarelError):
    """Exit code 2: the command was used incorrectly."""

    exit_code = 2


class NotFoundError(MediarelError):
    """Exit code 3: no such statement."""

    exit_code = 3


class InvalidError(MediarelError):
    """Exit code 4: the input is not valid."""

    exit_code = 4


class DamagedError(MediarelError):
    """Exit code 5: the archive is damaged."""

    exit_code = 5


class BusyError(MediarelError):
    """Exit code 6: a different process is changing the archive."""

    exit_code = 6


class AccessError(MediarelError):
    """Exit code 7: reading or writing failed."""

    exit_code = 7


class InvalidFieldError(InvalidError):
    """A field of a statement has an invalid value.

    `reason` completes the sentence "the FIELD 'VALUE' …".
    """

    def __init__(self, field: str, value: object, reason: str, hint: str) -> None:
        shown = "" if value is None else f" {shorten(value)!r}"
        word = "issuer" if field == "program" else field  # shown to users
        super().__init__(f"the {word}{shown} {reason}", hint)
        self.field = field


class UnknownFieldError(InvalidFieldError):
    """A record or an entry has an unknown field."""


class NewerArchiveError(RefusedError):
    """An archive was written by a newer mediarel, or has data from a newer mediarel."""

    def __init__(
        self,
        problem: str,
        hint: str = "Update mediarel, then try again. Nothing was changed.",
    ) -> None:
        super().__init__(problem, hint)


class InvalidDateError(InvalidError):
    """A date that can't be read or does not exist.

    `reason` completes the sentence "'VALUE' …".
    """

    def __init__(
        self,
        value: str,
        reason: str = "can't be read as a date",
        hint: str = "Write a date such as 2012-07-16, 2012-07, 2012 or 16 July 2012.",
    ) -> None:
        super().__init__(f"{shorten(value)!r} {reason}", hint)


class AmbiguousDateError(InvalidError):
    """A numeric date can be read in two ways; the message shows both dates."""

    def __init__(self, value: str, readings: Sequence[str]) -> None:
        super().__init__(
            f"{shorten(value)!r} can be read as {' or '.join(readings)}",
            "Write the month as a word, or add --day-first or --month-first.",
        )


class Row(int):
    """The number of a row in a sheet, from 1. In a workbook, it is the line number.

    `sheet` is the name of the sheet, if the workbook has several sheets.
    """

    sheet = ""

    def __new__(cls, number: int, sheet: str = "") -> Self:
        """Create the row `number` of `sheet`."""
        row = super().__new__(cls, number)
        if sheet:
            row.sheet = sheet
        return row

    @property
    def words(self) -> str:
        """The row as text for a message."""
        row = f"row {int(self)}"
        return f"sheet {self.sheet!r}, {row}" if self.sheet else row


class UnreadableInputError(InvalidError):
    """An imported file breaks a rule of its format."""

    def __init__(
        self, source: str, line: int | None, reason: str, hint: str | Hint
    ) -> None:
        where = line.words if isinstance(line, Row) else f"line {line}"
        place = source if line is None else f"{source}, {where}"
        super().__init__(f"{place}: {reason}", hint)
        self.source = source
        self.line = line
        self.reason = reason


class OpenOrderError(UnreadableInputError):
    """The order of day and month in the dates of a file is unknown."""

    def __init__(self, source: str, line: int | None, reason: str) -> None:
        super().__init__(source, line, reason, "Add --day-first or --month-first.")


class NoSuchStatementError(NotFoundError):
    """Some of the named ids are not in the archive."""

    def __init__(self, ids: Iterable[int]) -> None:
        names = [str(number) for number in ids]
        missing = "are no statements" if len(names) > 1 else "is no statement"
        super().__init__(
            f"there {missing} {', '.join(names)}",
            Hint("To see all IDs: ", Command("list", "--all")),
        )


def named(ids: Sequence[int]) -> str:
    """Return text such as "statements 3 and 7"; shortens long lists."""
    first = ", ".join(map(str, ids[:_SHOWN_IDS]))
    more = f" and {len(ids) - _SHOWN_IDS} more" if len(ids) > _SHOWN_IDS else ""
    return f"statement{'s' if len(ids) > 1 else ''} {first}{more}"


def shorten(value: object, width: int = 60) -> str:
    """Return `value` as text of at most `width` characters, cut with an ellipsis.

    For a list or an object, which may be deeply nested, returns only its type.
    """
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = str(value)
    return text if len(text) <= width else text[: width - 1] + "…"
