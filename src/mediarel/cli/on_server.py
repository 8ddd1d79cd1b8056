"""Return hints about servers, for commands that work on files only."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from mediarel import errors

if TYPE_CHECKING:
    from mediarel.address import Address

_PAGE = "More: docs/shared-archive.md."


def for_backup(address: Address) -> errors.Hint:
    """Return a hint on how to back up an archive on a server."""
    dump = f"pg_dump --format=custom --schema={address.schema}"
    dump += f" --file={address.schema}.dump {shlex.quote(address.for_programs)}"
    copy = errors.Command("copy", address, errors.Placeholder("FOLDER"))
    return errors.Hint(
        f"Back up with PostgreSQL: {dump} – or copy the archive to a file: ", copy
    )


def for_restore(address: Address) -> errors.Hint:
    """Return a hint on how to restore a backup on a server."""
    restore = f"pg_restore --dbname={shlex.quote(address.for_programs)}"
    copy = errors.Command(
        "copy", errors.Placeholder("FILE"), errors.Placeholder("URL#SCHEMA")
    )
    return errors.Hint(
        f"To restore a dump, remove the schema, then: {restore} {address.schema}.dump"
        " – to restore a file, copy it to a new schema: ",
        copy,
    )


def for_repair(address: Address) -> errors.Hint:
    """Return a hint on how to repair an archive on a server."""
    check = errors.Command("check", "--archive", address)
    return errors.Hint(
        f"After a crash, PostgreSQL recovers by itself. {_PAGE}"
        " To find changes made outside mediarel: ",
        check,
    )


def for_drill(address: Address) -> errors.Hint:
    """Return a hint on how to test a backup of a server."""
    check = errors.Command(
        "check", "--archive", errors.Placeholder(f"URL#{address.schema}")
    )
    return errors.Hint(
        f"Restore the dump into a different database with pg_restore. {_PAGE}"
        " Then check that database: ",
        check,
    )
