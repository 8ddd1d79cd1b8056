"""Every error a user can meet, with its exit code and its words.

An error is two sentences: `problem` says what is wrong, with the value;
`hint` says what to do; `detail`, where there is one, shows the place between
them, and `choices` what there is to choose from, each in a line. `cli/` prints them
and ends with `exit_code`.

Here are the kinds of error and those that several packages raise; any other is
beside its cause. A hint that names a command carries it as data: see `Hint`.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self

_SHOWN_IDS = 5


class Placeholder(str):
    """A word that the person replaces with their own: `FILE`, `WORDS`."""

    __slots__ = ()


class Command(tuple[str, ...]):
    """A command of mediarel to type: its words, without the program's name.

    `str()` gives the line to type, in which a shell reads each word as it is here.
    """

    __slots__ = ()

    def __new__(cls, *words: object) -> Self:
        """Make the command of `words`, the name of the command first."""
        return super().__new__(
            cls, (w if isinstance(w, Placeholder) else str(w) for w in words)
        )

    def __getnewargs__(self) -> tuple[str, ...]:
        return tuple(self)

    def __str__(self) -> str:
        return " ".join(("mediarel", *map(_quoted, self)))


def after_options(*words: object) -> tuple[object, ...]:
    """Return the arguments of a `Command`, after `--` if one begins with a hyphen."""
    is_parted = any(str(word).startswith("-") for word in words)
    return ("--", *words) if is_parted else words


def _quoted(word: str) -> str:
    """Return `word` as a shell reads it; a placeholder stays as it is."""
    return word if isinstance(word, Placeholder) else shlex.quote(word)


class Hint(str):
    """A text for the user that names commands, and in `parts` the same as data.

    As text it has each command as it stands; `cli/` makes its text anew from the
    parts, with the `--archive` that its user named in each command.
    """

    __slots__ = ("parts",)
    parts: tuple[str | Command, ...]

    def __new__(cls, *parts: str | Command) -> Self:
        """Make the hint that says `parts` one after the other; hints join it whole."""
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
    """1: it could be done, but should not be as things are."""

    exit_code = 1


class DeclinedError(RefusedError):
    """1: the person said no at a question, which is told as what it is: no error."""


class MisuseError(MediarelError):
    """2: the command was called in a wrong way."""

    exit_code = 2


class NotFoundError(MediarelError):
    """3: no such statement."""

    exit_code = 3


class InvalidError(MediarelError):
    """4: what was given is not valid."""

    exit_code = 4


class DamagedError(MediarelError):
    """5: the archive is damaged."""

    exit_code = 5


class BusyError(MediarelError):
    """6: another process is changing the archive."""

    exit_code = 6


class AccessError(MediarelError):
    """7: reading or writing failed."""

    exit_code = 7


class InvalidFieldError(InvalidError):
    """A rule of a statement is broken: tells the field, its value and what is allowed.

    `reason` completes the sentence "the FIELD 'VALUE' …".
    """

    def __init__(self, field: str, value: object, reason: str, hint: str) -> None:
        shown = "" if value is None else f" {shorten(value)!r}"
        super().__init__(f"the {field}{shown} {reason}", hint)
        self.field = field


class UnknownFieldError(InvalidFieldError):
    """There is a field that this program does not know."""


class NewerArchiveError(RefusedError):
    """An archive was made by a newer program, or has what only such a one knows."""

    def __init__(
        self,
        problem: str,
        hint: str = "Update mediarel, then try again; nothing was changed.",
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
        hint: str = "Write it as 2012-07-16, 2012-07, 2012 or 16 July 2012.",
    ) -> None:
        super().__init__(f"{shorten(value)!r} {reason}", hint)


class AmbiguousDateError(InvalidError):
    """A date in figures that can be read in two ways; tells both."""

    def __init__(self, value: str, readings: Sequence[str]) -> None:
        super().__init__(
            f"{shorten(value)!r} can be read as {' or '.join(readings)}",
            "Write the one you mean, or say --day-first or --month-first.",
        )


class Row(int):
    """A row of a sheet, counted from 1, where an error has the line of other files.

    `sheet` is the name of the sheet, where there are several.
    """

    sheet: str

    def __new__(cls, number: int, sheet: str = "") -> Self:
        """Make the row `number` of `sheet`."""
        row = super().__new__(cls, number)
        row.sheet = sheet
        return row

    @property
    def words(self) -> str:
        """Where it is, in words."""
        row = f"row {int(self)}"
        return f"sheet {self.sheet!r}, {row}" if self.sheet else row


class UnreadableInputError(InvalidError):
    """A file that is read in breaks a rule of its format."""

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
    """Whether the day or the month comes first in the dates of a file is open."""

    def __init__(self, source: str, line: int | None, reason: str) -> None:
        super().__init__(
            source,
            line,
            reason,
            "Say which is meant with --day-first or --month-first.",
        )


class NoSuchStatementError(NotFoundError):
    """The archive does not hold one or more of the ids that were named."""

    def __init__(self, ids: Iterable[int]) -> None:
        names = [str(number) for number in ids]
        missing = "are no statements" if len(names) > 1 else "is no statement"
        super().__init__(
            f"there {missing} {', '.join(names)}",
            Hint("See the ids there are with: ", Command("list", "--all")),
        )


def named(ids: Sequence[int]) -> str:
    """Return the statements with these ids in words, the first few of them."""
    first = ", ".join(map(str, ids[:_SHOWN_IDS]))
    more = f" and {len(ids) - _SHOWN_IDS} more" if len(ids) > _SHOWN_IDS else ""
    return f"statement{'s' if len(ids) > 1 else ''} {first}{more}"


def shorten(value: object, width: int = 60) -> str:
    """Return `value` as text of at most `width` characters, cut with an ellipsis.

    A list or an object is named by its kind: it may go too deep to be shown.
    """
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = str(value)
    return text if len(text) <= width else text[: width - 1] + "…"
