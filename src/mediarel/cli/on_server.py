"""Return hints for a server, for commands that work on files only."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from mediarel.errors import Command, Hint, Placeholder

if TYPE_CHECKING:
    from mediarel.address import Address

_PAGE = "More: docs/shared-archive.md."


def for_backup(address: Address) -> Hint:
    """Return a hint on backing up an archive on a server."""
    dump = f"pg_dump --format=custom --schema={address.schema}"
    dump += f" --file={address.schema}.dump {shlex.quote(address.for_programs)}"
    copy = Command("copy", address, Placeholder("FOLDER"))
    return Hint(
        f"The server's own program does it: {dump} – or copy it to a file: ", copy
    )


def for_restore(address: Address) -> Hint:
    """Return a hint on how to restore a backup on a server."""
    beside = f"pg_restore --dbname={shlex.quote(address.for_programs)}"
    copy = Command("copy", Placeholder("FILE"), Placeholder("URL#SCHEMA"))
    return Hint(
        f"A dump comes back by {beside} {address.schema}.dump, once the schema is away;"
        " an archive in a file by copying it to another schema: ",
        copy,
    )


def for_repair(address: Address) -> Hint:
    """Return a hint on how to repair an archive on a server."""
    return Hint(
        "The server recovers by itself after a crash, and its backups and log bring"
        f" back any moment. {_PAGE} What was done past mediarel is found by ",
        Command("check", "--archive", address),
    )


def for_drill(address: Address) -> Hint:
    """Return a hint on testing a backup of a server."""
    return Hint(
        f"Restore its dump into another database by pg_restore. {_PAGE} Then look"
        " there: ",
        Command("check", "--archive", Placeholder(f"URL#{address.schema}")),
    )
