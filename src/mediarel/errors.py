"""Define the errors that a user can see, with their exit codes and messages.

An error has two sentences. `problem` describes the problem and shows the wrong value.
`hint` tells the user what to do next. There are two optional parts: `detail` shows the
position of the problem, and `choices` lists the possible values, one per line. `cli/`
prints all of these and exits with `exit_code`.

This module has one class for each exit code, and the errors that several packages
raise. The errors of a single package are defined in that package. A hint stores its
commands separately from its text: see `Hint`.
"""

import shlex
import sys
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import ClassVar, Self

_SHOWN_IDS = 5
_MOST_RANGES = 100  # of IDs in a suggested command


class Command(tuple[str, ...]):
    """A mediarel command to show to the user: its words, without the word `mediarel`.

    A word in capitals, such as `FILE`, is a placeholder that the user replaces. `str()`
    returns the whole command line, quoted for a shell.
    """

    __slots__ = ()

    def __new__(cls, *words: object) -> Self:
        """Create a command from `words`. The first word is the name of the command."""
        return super().__new__(cls, map(str, words))

    def __getnewargs__(self) -> tuple[str, ...]:
        return tuple(self)

    def __str__(self) -> str:
        return " ".join(("mediarel", *map(shlex.quote, self)))


def after_options(*words: object) -> tuple[object, ...]:
    """Return the arguments of a command that are not options, such as file names.

    If an argument begins with a hyphen, `--` is added before the arguments, so that the
    argument is not read as an option.
    """
    is_parted = any(str(word).startswith("-") for word in words)
    return ("--", *words) if is_parted else words


class Hint(str):
    """A text for the user that contains commands.

    `parts` lists the texts and the `Command` objects of the hint in order. `cli/` uses
    `parts` to add the user's `--archive` option to each command.
    """

    __slots__ = ("parts",)
    parts: tuple[str | Command, ...]

    def __new__(cls, *parts: str | Command) -> Self:
        """Create a hint by joining `parts`.

        The parts of a nested hint are added one by one.
        """
        hint = super().__new__(cls, "".join(map(str, parts)))
        flat: list[str | Command] = []
        for part in parts:
            flat += part.parts if isinstance(part, Hint) else [part]
        hint.parts = tuple(flat)
        return hint


class MediarelError(Exception):
    """An error that ends a command. Only subclasses of this class are raised."""

    exit_code: ClassVar[int]
    detail: str = ""
    choices: Sequence[str] = ()

    def __init__(self, problem: str, *hint: str | Command) -> None:
        """Set the problem and the parts of the hint: texts and commands."""
        super().__init__(problem)
        self.problem = problem
        self.hint: str = Hint(*hint)


class RefusedError(MediarelError):
    """Exit code 1: the command is valid, but can't run in the present situation."""

    exit_code = 1


class DeclinedError(RefusedError):
    """Exit code 1: the user answered no. This is not reported as an error."""


class MisuseError(MediarelError):
    """Exit code 2: the command was used incorrectly."""

    exit_code = 2


class NotFoundError(MediarelError):
    """Exit code 3: a statement was not found."""

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
    """An archive or its data needs a newer version of mediarel."""

    def __init__(
        self,
        problem: str,
        hint: str = "Update mediarel, then try again. Nothing was changed.",
    ) -> None:
        super().__init__(problem, hint)


class InvalidDateError(InvalidError):
    """A text is not a date, or the date does not exist in the calendar.

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
    """A numeric date has two possible meanings. The message shows both dates."""

    def __init__(self, value: str, readings: Sequence[str]) -> None:
        super().__init__(
            f"{shorten(value)!r} can be read as {' or '.join(readings)}",
            "Write the month as a word, or add --day-first or --month-first.",
        )


class Row(int):
    """The number of a row in a sheet of a workbook, counted from 1.

    Messages about a workbook show the number of a row, not of a line. `sheet` is the
    name of the sheet, or "" if the workbook has only one sheet.
    """

    sheet = ""

    def __new__(cls, number: int, sheet: str = "") -> Self:
        """Create a row number. `sheet` is the name of the sheet."""
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
    """It is unknown whether the dates in a file have the day or the month first."""

    def __init__(self, source: str, line: int | None, reason: str) -> None:
        super().__init__(source, line, reason, "Add --day-first or --month-first.")


class NoSuchStatementError(NotFoundError):
    """The user entered IDs that are not in the archive, such as `7` or `5-9`."""

    def __init__(self, ids: Iterable[object]) -> None:
        names = [shorten(each) for each in ids]
        missing = "are no statements" if len(names) > 1 else "is no statement"
        super().__init__(
            f"there {missing} {', '.join(names)}",
            "To see all IDs: ",
            Command("list", "--all"),
        )


def named(ids: Sequence[int]) -> str:
    """Return a text such as "statements 3 and 7", which lists at most five ids."""
    first = ", ".join(map(str, ids[:_SHOWN_IDS]))
    more = f" and {len(ids) - _SHOWN_IDS} more" if len(ids) > _SHOWN_IDS else ""
    return f"statement{'s' if len(ids) > 1 else ''} {first}{more}"


def shorten(value: object, width: int = 60) -> str:
    """Return `value` as a text of at most `width` characters.

    The end of a longer text is replaced by "…". For a list or a dict, which may be
    deeply nested, only "a list" or "an object" is returned.
    """
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = str(value)
    return text if len(text) <= width else text[: width - 1] + "…"


def install_command(package: str) -> str:
    """Return the command that installs a package for this program.

    The command uses uv if the environment has no pip. uv creates such environments.
    """
    python = shlex.quote(sys.executable)
    if find_spec("pip"):
        return f"{python} -m pip install {package}"
    return f"uv pip install --python {python} {package}"


def ranges(ids: Sequence[int]) -> list[str]:
    """Return sorted IDs in the form that commands accept: `1-9`, `12`."""
    found: list[list[int]] = []
    for number in ids:
        if found and number == found[-1][-1] + 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ["-".join(map(str, each)) for each in found]


def id_word(ids: Iterable[int]) -> str:
    """Return IDs as one word of a command: `1-9,12`.

    If the word would have more than 100 ranges, return the placeholder `ID`.
    """
    found = ranges(sorted({*ids}))
    return ",".join(found) if len(found) <= _MOST_RANGES else "ID"
