"""Accepting what was changed outside mediarel, as one change of the history.

The statements stay as they are. The history then says what happened to them, as
far as that is known, and the checksums fit again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.session import OvertakenError
from mediarel.errors import InvalidFieldError
from mediarel.history.change import ChangeSet, Edit, changed_fields, with_fields
from mediarel.model.statement import read_statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.archive.session import Session
    from mediarel.check.outside import EarlierFields, OutsideChanges
    from mediarel.model.statement import Statement


class AcceptResult(NamedTuple):
    """What an undo can't bring back: ids of which it is not known what they were.

    One that is `gone` keeps it from taking back the rest; with one that is only
    `unknown`, there is nothing to do. `undoes_some` tells that there is with another.
    """

    unknown: list[int]
    gone: list[int]
    undoes_some: bool


def accept(session: Session, outside: OutsideChanges) -> AcceptResult:
    """Write what was changed `outside` to the history, and the checksums anew.

    Of a removed statement that is not known whole, it says only that it was removed.

    Raises OvertakenError where the store has changed since it was checked.
    """
    if not session.store.is_at(outside.revision):
        raise OvertakenError
    here = session.statements([*outside.changed, *outside.added])
    lost = {n: _document(n, earlier) for n, earlier in outside.removed.items()}
    committed = session.commit(
        ChangeSet(
            "accept",
            edited=[
                Edit(_before(here[number], earlier), here[number])
                for number, earlier in outside.changed.items()
            ],
            restored=[here[number] for number in outside.added],
            lost=[*lost.items()],
            renewed=outside.unchecked,
        )
    )
    unknown = [e.after.id for e in committed.edited if not changed_fields(*e)]
    gone = [number for number, document in lost.items() if not document]
    is_more = len(outside.recorded) > len(unknown) + len(gone)
    return AcceptResult(unknown, gone, undoes_some=is_more and not gone)


def _document(number: int, earlier: EarlierFields) -> Mapping[str, object]:
    """Return the statement that is gone, nothing where it is not known whole."""
    try:
        read_statement(number, earlier.fields)
    except InvalidFieldError:
        return {}
    return earlier.fields if earlier.is_whole else {}


def _before(statement: Statement, earlier: EarlierFields) -> Statement:
    """Return `statement` with its earlier fields; as it is where they are not valid."""
    try:
        return with_fields(statement, earlier.fields)
    except InvalidFieldError:
        return statement
