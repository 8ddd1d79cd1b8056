"""What was given but probably not meant, which is asked about where someone can answer.

It is a file's name as a text, and several names as one.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediarel.archive.lookup import used_values
from mediarel.cli import environment, prompts, reading
from mediarel.errors import MisuseError, shorten
from mediarel.model.fields import BY_NAME
from mediarel.text.lines import has_comma, split_at_commas

if TYPE_CHECKING:
    from collections.abc import Container

    from mediarel.archive.archive import Archive
    from mediarel.model.fields import Field

_FILE_NAME = re.compile(r"\S+\.[A-Za-z][A-Za-z0-9]{1,4}")  # not U.S.A


class TextIsFileError(MisuseError):
    """The text is the name of a file that we do not read, or can't ask about."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the text {shorten(name)!r} is the name of a file, not what is in it",
            f"Give what is in it: --text - < {shlex.quote(name)}",
        )


class NoTextFileError(MisuseError):
    """The text is the name of a file that does not exist."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the text {shorten(name)!r} looks like a file name, but there is no such"
            " file",
            "Check the name, then pass the file's text: --text - < FILE",
        )


def text_meant(given: str) -> str:
    """Return the text that is meant: where `given` names a file, probably what it has.

    A pipe or a device is never read, as it may have no end.

    Raises TextIsFileError for one of these, and without a terminal; NoTextFileError;
    UnreadableFileError, or UnreadableInputError where the file holds no text.
    """
    path = os.path.expanduser(given)  # noqa: PTH111 - a text need not be a path
    if not os.path.exists(path) or os.path.isdir(path):  # noqa: PTH110, PTH112 - as above
        if _FILE_NAME.fullmatch(given):
            raise NoTextFileError(given)
        return given
    if not (os.path.isfile(path) and environment.is_interactive()):  # noqa: PTH113 - as above
        raise TextIsFileError(given)
    question = f"{shorten(given)} is a file. Is the text that is in it meant?"
    if not prompts.agrees(question, default=True):
        return given
    _, text = reading.text_of(Path(path))
    return text


def mend_names(opened: Archive, values: dict[str, Any], *, yes: bool) -> None:
    """Put into each list of `values` the names that are meant by those given.

    With `yes`, or without a terminal, each stays as it is, and that is told.
    """
    can_ask = environment.is_interactive() and not yes
    for name, given in values.items():
        field = BY_NAME[name]
        if field.kind.is_list and any(map(has_comma, given or ())):
            known = used_values(opened, field)
            meant = (parts_meant(field, each, known, ask=can_ask) for each in given)
            values[name] = [each for parts in meant for each in parts]


def parts_meant(
    field: Field, given: str, known: Container[str], *, ask: bool
) -> tuple[str, ...]:
    """Return the names that are meant by one: itself, or the several in it.

    One that is `known` is not doubted. Unless we may `ask`, it stays, and that is told.
    """
    parts = split_at_commas(given)
    if len(parts) < 2 or given in known:  # noqa: PLR2004 - one is no several
        return (given,)
    quoted = f'"{shorten(given)}"'
    if not ask:
        environment.tell(
            f"{quoted} is kept as one {field.word};"
            f" for several, give {field.option} for each."
        )
        return (given,)
    named = ", ".join(f"“{shorten(part)}”" for part in parts)
    question = f"Are these {len(parts)} {field.name}: {named}?"
    return parts if prompts.agrees(question, default=True) else (given,)
