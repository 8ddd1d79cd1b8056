"""Check the rows of an archive on a server that are derived from the statements.

Lists and searches read these rows. For a file, these rows are in the index, which is
rebuilt if it is wrong. On a server, the rows are part of the archive.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mediarel import errors
from mediarel.check.finding import BY_NAME, error, note, only
from mediarel.postgres import comparing
from mediarel.postgres.schema import differs_from
from mediarel.store.records import about_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from mediarel.check.finding import Finding
    from mediarel.history.change import Change
    from mediarel.index.fill import Progress
    from mediarel.postgres.connection import Connection
    from mediarel.store.protocol import Snapshot

_BY_SQL = (
    "Restore an earlier state from the server's own backups (docs/shared-archive.md),"
    " or correct the data with SQL."
)
_WRONG = "lists and searches read data that differs from the statement"


def as_on_server(finding: Finding) -> Finding:
    """Return `finding` with the hint for a server, which has no file to correct."""
    is_by_sql = BY_NAME[finding.kind].needs_sql
    return replace(finding, hint=_BY_SQL) if is_by_sql else finding


def check_server(  # noqa: PLR0913 - the data, and how to check it
    connection: Connection,
    snapshot: Snapshot,
    changes: Sequence[Change],
    known: AbstractSet[int],
    progress: Progress,
    *,
    quick: bool,
) -> Iterator[Finding]:
    """Yield problems with the rows derived from `snapshot` and its `changes`.

    Statements in `known` already have findings. With `quick`, the words of statements
    are not compared.
    """
    upgrade = errors.Command("init", connection.address, "--upgrade")
    rebuild = errors.Hint("As the archive's admin, rebuild the index: ", upgrade)
    if left := [
        number for number in comparing.left_over(connection) if number not in known
    ]:
        message = "was removed, but is still shown in lists and searches"
        yield error("rows", errors.named(left), message, rebuild, only(left))
    if not quick:
        documents = (
            (int(key), raw)
            for key, raw in snapshot.statements.items()
            if int(key) not in known
        )
        found = comparing.differing(
            connection, documents, len(snapshot.statements), progress
        )
        if ids := found.ids:
            yield error("rows", errors.named(ids), _WRONG, rebuild, only(ids))
        if ids := found.by_unicode:
            message = "indexed by a Python with another version of Unicode; searches"
            message += " may miss rare characters"
            yield note("unicode", errors.named(ids), message, rebuild, only(ids))
        if numbers := comparing.differing_changes(connection, changes):
            message = "the log reads data that differs from the history"
            yield error(
                "rows",
                errors.named(numbers).replace("statement", "change"),
                message,
                rebuild,
            )
    if not comparing.is_linked_right(connection):
        yield error("rows", "index", "links between translations are wrong", rebuild)
    if differs_from(connection, about_of(snapshot.others)):
        message = "the name of the archive or of organisations is out of date"
        yield error("rows", "index", message, rebuild)
    highest = max((each.last_id for each in changes), default=0)
    if not known and not comparing.has_right_counts(connection, highest):
        message = "a count, the newest change or the highest ID is wrong"
        yield error("rows", "counter", message, rebuild)
