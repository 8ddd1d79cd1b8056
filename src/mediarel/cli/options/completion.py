"""Complete the values of arguments and options in a shell.

Typer's completion scripts pass values and help texts to the shell. For bash, zsh and
fish, `completing.py` quotes the values. PowerShell inserts the values unchanged, and
would run special characters as code. So values that contain such characters are left
out. Typer offers only values that start with the typed word.
"""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typer

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.cli import environment
from mediarel.model.parts import STATUSES
from mediarel.query.tree import both
from mediarel.text.lines import HARMFUL

VARIABLE = "_MEDIAREL_COMPLETE"

_NOT_QUOTED = ("powershell", "pwsh")

# Special characters of terminals, and of shells in an evaluated or quoted word. In a
# help text, further characters are special: they end the text or are markup.
_ACTS = rf"\\$`\t\n{HARMFUL}"
# Compiled only for a completion, not at every start.
_ACTS_IN_WORD = rf"[\t\n{HARMFUL}]"
_ACTS_IN_BARE_WORD = rf"[{_ACTS}\"';&|<>(){{}}\[\]*?~#!]"
_ACTS_IN_HELP = rf"[{_ACTS}\"'\[\]]"


def refuse_unreadable_start_files() -> None:
    """Raise InvalidError if --install-completion can't edit the start file of a shell.

    Raises OSError if the file can't be read.
    """
    for name in (".bashrc", ".zshrc"):
        path = Path.home() / name
        try:
            if path.is_file():
                path.read_text(encoding=None)
        except UnicodeError as error:
            raise errors.InvalidError(
                f"{path} is not UTF-8, so completion was not installed",
                "Add the output of this command to the file: ",
                errors.Command("--show-completion"),
            ) from error


def values_of(field: str) -> Callable[[typer.Context], list[str]]:
    """Return a function that completes the values of a field.

    The function returns the values in the archive. For the status, it returns all
    possible values.
    """

    def complete(context: typer.Context) -> list[str]:
        if field == "status":
            return [*STATUSES]
        return _harmless(_asked(context, lambda archive: archive.values(field)))

    return complete


def signatories(context: typer.Context) -> list[str]:
    """Return the names of organisations that signed, one name for each organisation."""

    def names(archive: Archive) -> list[str]:
        from mediarel.index.crosstab import signers  # noqa: PLC0415 - rare

        return [each.name for each in signers(archive.index, both())]

    return _harmless(_asked(context, names))


def _harmless(values: Sequence[str]) -> list[str]:
    """Return the values that contain no special characters of the shell."""
    is_bare = os.environ.get(VARIABLE, "").endswith(_NOT_QUOTED)
    acting = re.compile(_ACTS_IN_BARE_WORD if is_bare else _ACTS_IN_WORD)
    return [value for value in values if not acting.search(value)]


def ids(context: typer.Context) -> list[tuple[str, str]]:
    """Return the IDs of all statements, each with date and headline as help."""
    rows = _asked(context, lambda archive: archive.page(both()).rows)
    return [
        (str(row.id), f"{row.date} {re.sub(_ACTS_IN_HELP, '', row.headline)[:60]}")
        for row in rows
    ]


def files(context: typer.Context) -> list[str]:
    """Return the names of the files that are attached to the typed statement."""
    # While an option lacks its value, Typer leaves the arguments in a list.
    typed = str(context.params.get("id") or " ".join(context.args))

    def names(archive: Archive) -> list[str]:
        from mediarel.archive.lookup import get  # noqa: PLC0415 - rare

        (statement,) = get(archive, [int(typed)])
        return [each.name for each in statement.attachments]

    return _harmless(_asked(context, names)) if typed.isdecimal() else []


def years(context: typer.Context) -> list[str]:
    """Return the years in which there are statements."""
    found = _asked(context, lambda archive: archive.page(both(), size=0).years)
    return [f"{year:04}" for year, _ in found]


def _asked(
    context: typer.Context, ask: Callable[[Archive], Sequence[Any]]
) -> Sequence[Any]:
    """Call `ask` with the archive, and return the result.

    If the archive can't be opened, return an empty tuple.
    """
    try:
        with environment.archive(context) as opened:
            return ask(opened)
    except (errors.MediarelError, OSError):
        return ()
