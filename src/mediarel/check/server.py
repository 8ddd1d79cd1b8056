"""Check the derived rows of an archive on a server.

Lists and searches read these rows. In a file they are the index, which is rebuilt if it
is wrong; on a server they are part of the archive.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mediarel.check.finding import error, note, place_of, warning
from mediarel.errors import Command, Hint
from mediarel.postgres.comparing import (
    counted,
    differing,
    differing_changes,
    is_linked_right,
    left_over,
    miscounted_words,
)
from mediarel.postgres.schema import differs_from
from mediarel.store.records import about_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from mediarel.check.finding import Finding
    from mediarel.history.change import Change
    from mediarel.index.fill import Progress
    from mediarel.postgres.connection import Connection
    from mediarel.store.protocol import Snapshot

# What to do on a server, by kind of finding; there is no file to correct.
_BY_SQL = (
    "There is no file to correct: bring back a state from before by the server's own"
    " backups (docs/shared-archive.md), or have it set right by SQL."
)
_HINTS = dict.fromkeys(
    (
        *("damaged", "rule", "uuid", "entry", "chain", "identity"),
        *("gap", "last_id", "organisations"),
    ),
    _BY_SQL,
)
_SAID = {
    "; what it said before is in no backup": "; the history does not say what it was",
    "; no backup has it, and the history": "; the history",
}


def as_on_server(finding: Finding) -> Finding:
    """Return a `finding` with the advice for a server.

    Backups belong to the server and were not checked.
    """
    message = finding.message
    for of_a_file, here in _SAID.items():
        message = message.replace(of_a_file, here)
    hint = _HINTS.get(finding.kind, finding.hint)
    return replace(finding, message=message, hint=hint)


def check_server(  # noqa: PLR0913 - what was read, and how it is looked at
    connection: Connection,
    snapshot: Snapshot,
    changes: Sequence[Change],
    told: AbstractSet[int],
    progress: Progress,
    *,
    quick: bool,
) -> Iterator[Finding]:
    """Yield problems with the rows derived from `snapshot` and its `changes`.

    The statements with the ids `told` have findings already. With `quick`, words are
    not folded again.
    """
    made_anew = _made_anew(connection)
    if left := [number for number in left_over(connection) if number not in told]:
        yield _rows(
            left, "lists and searches have it, though it is not there", made_anew
        )
    if not quick:
        yield from _compared(connection, snapshot, told, progress, made_anew)
        yield from _of_changes(connection, changes, made_anew)
        if not told and (words := miscounted_words(connection)):
            yield warning(
                kind="rows",
                place="index",
                message=f"of {words:,} word{'' if words == 1 else 's'}, it is not kept"
                " right how many statements have it",
                hint=made_anew,
            )
    if not is_linked_right(connection):
        yield _of_all("which statements are versions of one release", made_anew)
    if differs_from(connection, about_of(snapshot.others)):
        yield _of_all("what the archive or organisations are called", made_anew)
    yield from _of_counter(connection, snapshot, changes, told, made_anew)


def _made_anew(connection: Connection) -> Hint:
    upgrade = Command("init", connection.address, "--upgrade")
    return Hint("Have it made anew, as the archive's admin: ", upgrade)


def _rows(ids: Sequence[int], message: str, hint: str) -> Finding:
    number = ids[0] if len(ids) == 1 else None
    return error(
        kind="rows", place=place_of(ids), id=number, message=message, hint=hint
    )


def _of_all(what: str, hint: str) -> Finding:
    message = f"it does not say {what} as the statements or the archive do"
    return error(kind="rows", place="index", message=message, hint=hint)


def _compared(
    connection: Connection,
    snapshot: Snapshot,
    told: Container[int],
    progress: Progress,
    made_anew: Hint,
) -> Iterator[Finding]:
    documents = (
        (int(key), raw)
        for key, raw in snapshot.statements.items()
        if int(key) not in told
    )
    found = differing(connection, documents, len(snapshot.statements), progress)
    if found.ids:
        message = "what lists and searches read of it is not what it says"
        yield _rows(found.ids, message, made_anew)
    if found.by_unicode:
        number = found.by_unicode[0] if len(found.by_unicode) == 1 else None
        yield note(
            kind="unicode",
            place=place_of(found.by_unicode),
            id=number,
            message="its words were folded by another version of Unicode, that of"
            " another Python; a search may miss a rare letter",
            hint=made_anew,
        )


def _of_changes(
    connection: Connection, changes: Sequence[Change], made_anew: Hint
) -> Iterator[Finding]:
    if numbers := differing_changes(connection, changes):
        place = place_of(numbers).replace("statement", "change", 1)
        message = "what the log reads of it is not what it says"
        yield error(kind="rows", place=place, message=message, hint=made_anew)


def _of_counter(
    connection: Connection,
    snapshot: Snapshot,
    changes: Sequence[Change],
    told: Container[int],
    made_anew: Hint,
) -> Iterator[Finding]:
    """Yield problems with the row of counts."""
    del snapshot
    highest = max((each.last_id for each in changes), default=0)
    more = counted(connection, highest)
    if not told and (more.statements or more.words):
        message = "it has another number of statements, or of words, than there are"
        yield warning(kind="rows", place="counter", message=message, hint=made_anew)
    if more.changes:
        message = "it has another number for the newest change than the history"
        yield error(kind="rows", place="counter", message=message, hint=made_anew)
    if more.ids > 0:
        yield warning(
            kind="last_id",
            place="counter",
            message="it has a lower last id than was given",
            hint=made_anew,
        )
