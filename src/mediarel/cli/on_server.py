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
    return Hint(f"Back up with PostgreSQL: {dump} – or copy it to a file: ", copy)


def for_restore(address: Address) -> Hint:
    """Return a hint on how to restore a backup on a server."""
    restore = f"pg_restore --dbname={shlex.quote(address.for_programs)}"
    copy = Command("copy", Placeholder("FILE"), Placeholder("URL#SCHEMA"))
    return Hint(
        f"To restore a dump, remove the schema, then: {restore} {address.schema}.dump"
        " – to restore a file, copy it to a new schema: ",
        copy,
    )


def for_repair(address: Address) -> Hint:
    """Return a hint on how to repair an archive on a server."""
    check = Command("check", "--archive", address)
    return Hint(
        f"PostgreSQL recovers from a crash and restores its own backups. {_PAGE}"
        " To find changes made outside mediarel: ",
        check,
    )


def for_drill(address: Address) -> Hint:
    """Return a hint on testing a backup of a server."""
    check = Command("check", "--archive", Placeholder(f"URL#{address.schema}"))
    return Hint(
        f"Restore the dump into a different database with pg_restore. {_PAGE}"
        " Then check that database: ",
        check,
    )
