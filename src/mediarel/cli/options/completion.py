"""Complete arguments in a shell, without special characters of the shell.

Typer's completion scripts pass values and help texts to the shell. For bash, zsh and
fish they are quoted (`completing.py`). PowerShell inserts them unchanged, and Enter
would run them. Typer offers only values that begin with the typed word.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from mediarel import errors
from mediarel.cli import environment
from mediarel.formats.table import WRITABLE
from mediarel.model.parts import STATUSES
from mediarel.query.tree import both
from mediarel.text.lines import HARMFUL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediarel.archive.archive import Archive

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
    """Raise InvalidError if --install-completion can't edit a shell's start file.

    Raises OSError as well.
    """
    for name in (".bashrc", ".zshrc"):
        path = Path.home() / name
        try:
            if path.is_file():
                path.read_text(encoding=None)
        except UnicodeError as error:
            raise errors.InvalidError(
                f"{path} is not UTF-8, so completion was not installed",
                errors.Hint(
                    "Add the output of this command to the file: ",
                    errors.Command("--show-completion"),
                ),
            ) from error


def values_of(field: str) -> Callable[[typer.Context], list[str]]:
    """Return a function that completes an option of `field` with the archive's values.

    For the status, the function returns all possible values.
    """

    def complete(context: typer.Context) -> list[str]:
        if field == "status":
            return [*STATUSES]
        return _harmless(_asked(context, lambda archive: archive.values(field)))

    return complete


def signatories(context: typer.Context) -> list[str]:
    """Return the completions of a signatory: each organisation under one name."""

    def names(archive: Archive) -> list[str]:
        from mediarel.index.crosstab import signers  # noqa: PLC0415 - rare

        return [each.name for each in signers(archive.index, both())]

    return _harmless(_asked(context, names))


def _harmless(values: Sequence[str]) -> list[str]:
    """Return the values without special characters of the shell."""
    is_bare = os.environ.get(VARIABLE, "").endswith(_NOT_QUOTED)
    acting = re.compile(_ACTS_IN_BARE_WORD if is_bare else _ACTS_IN_WORD)
    return [value for value in values if not acting.search(value)]


def ids(context: typer.Context) -> list[tuple[str, str]]:
    """Return the completions of an ID, with headlines as help."""
    rows = _asked(context, lambda archive: archive.page(both()).rows)
    return [
        (str(row.id), f"{row.date} {re.sub(_ACTS_IN_HELP, '', row.headline)[:60]}")
        for row in rows
    ]


def files(context: typer.Context) -> list[str]:
    """Return the completions of a file: attachments of the typed statement."""
    # While an option lacks its value, Typer leaves the arguments in a list.
    typed = str(context.params.get("id") or " ".join(context.args))

    def names(archive: Archive) -> list[str]:
        from mediarel.archive.lookup import get  # noqa: PLC0415 - rare

        (statement,) = get(archive, [int(typed)])
        return [each.name for each in statement.attachments]

    return _harmless(_asked(context, names)) if typed.isdecimal() else []


def years(context: typer.Context) -> list[str]:
    """Return the completions of a year: the years that have a statement."""
    found = _asked(context, lambda archive: archive.page(both(), size=0).years)
    return [f"{year:04}" for year, _ in found]


def formats() -> list[str]:
    """Return the completions of a format that can be written."""
    return list(WRITABLE)


def _asked(
    context: typer.Context, ask: Callable[[Archive], Sequence[Any]]
) -> Sequence[Any]:
    """Return the result of `ask` for the archive, or nothing if it can't be opened."""
    try:
        with environment.archive(context, context.params.get("archive")) as opened:
            return ask(opened)
    except (errors.MediarelError, OSError):
        return ()
