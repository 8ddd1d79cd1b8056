"""Every error a user can meet, with its exit code and its words.

An error is two sentences: `problem` says what is wrong, with the value;
`hint` says what to do; `detail`, where there is one, shows the place between
them. `cli/` prints them and ends with `exit_code`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class MediarelError(Exception):
    """What ends a command: never raised itself, always one of its kinds."""

    exit_code: ClassVar[int]
    detail: str = ""

    def __init__(self, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


class RefusedError(MediarelError):
    """1: it could be done, but should not be as things stand."""

    exit_code = 1


class MisuseError(MediarelError):
    """2: the command was not called as it is meant to be."""

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
    """A rule of a statement is broken: names the field, the value, the cure.

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
    """A date in figures that can be read in two ways; shows both."""

    def __init__(self, value: str, readings: Sequence[str]) -> None:
        super().__init__(
            f"{shorten(value)!r} can be read as {' or '.join(readings)}",
            "Write the one you mean, or say --day-first or --month-first.",
        )


class UnreadableInputError(InvalidError):
    """Something in a file that is read in is not as its format wants it."""

    def __init__(self, source: str, line: int | None, reason: str, hint: str) -> None:
        place = source if line is None else f"{source}, line {line}"
        super().__init__(f"{place}: {reason}", hint)


class NoSuchStatementError(NotFoundError):
    """One or more ids that the archive does not hold."""

    def __init__(self, ids: Iterable[int]) -> None:
        names = ", ".join(str(number) for number in ids)
        super().__init__(
            f"there is no statement {names}",
            "See the ids there are with: mediarel list --all",
        )


class ChangedMeanwhileError(RefusedError):
    """A statement is no longer as it was when its editing began."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"statement {number} was changed meanwhile, in another window perhaps",
            f"See what it is now with mediarel show {number}, then try again.",
        )


class NothingToUndoError(RefusedError):
    """The history holds no change that still stands."""

    def __init__(self) -> None:
        super().__init__(
            "there is no change left to take back", "See them with: mediarel log"
        )


class NothingToRedoError(RefusedError):
    """The last change was no undo."""

    def __init__(self) -> None:
        super().__init__(
            "there is nothing to do again: the last change is no undo",
            "See them with: mediarel log",
        )


class OvertakenError(RefusedError):
    """Another change came between the question and its answer."""

    def __init__(self) -> None:
        super().__init__(
            "another change was made meanwhile", "See it with: mediarel log"
        )


def shorten(value: object, width: int = 60) -> str:
    """Return `value` as text of at most `width` characters, cut with an ellipsis.

    A list or an object is named by its kind: it may go too deep to be shown.
    """
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = str(value)
    return text if len(text) <= width else text[: width - 1] + "…"
