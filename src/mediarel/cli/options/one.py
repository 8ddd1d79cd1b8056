"""Which one statement a command is about: an id, for commands that take no query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mediarel.cli.options import completion
from mediarel.cli.options.ids import UnclearIdsError, are_ids
from mediarel.cli.options.selection import chosen
from mediarel.errors import Command, Hint, MisuseError

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The id of a statement.", autocompletion=completion.ids
    ),
]


class SeveralError(MisuseError):
    """Several statements were named, and the command is about one."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"{word!r} are several statements, and this is about one at a time",
            Hint("Give a command for each; the ids are in: ", Command("list", "--all")),
        )


def one_chosen(context: typer.Context, archive: Archive, word: str) -> int:
    """Return the id that `word` names.

    Raises UnclearIdsError, SeveralError, NoSuchStatementError or RemovedError.
    """
    if not are_ids(word):
        raise UnclearIdsError(word)
    ids = chosen(context, archive, [word])
    if len(ids) > 1:
        raise SeveralError(word)
    return ids[0]
