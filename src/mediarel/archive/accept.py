"""Accepting what was changed outside mediarel, as one change of the history.

The statements stay as they are. The history then says what happened to them, as
far as that is known, and the checksums fit again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.meanwhile import OvertakenError
from mediarel.errors import InvalidFieldError
from mediarel.history.change import with_fields
from mediarel.history.changeset import ChangeSet, Edit

if TYPE_CHECKING:
    from mediarel.archive.session import Session
    from mediarel.check.outside import EarlierFields, OutsideChanges
    from mediarel.model.statement import Statement


def accept(session: Session, outside: OutsideChanges) -> None:
    """Write what was changed `outside` to the history, and the checksums anew.

    Of a removed statement that is not known whole, it says only that it was removed.

    Raises OvertakenError where the store has changed since it was checked.
    """
    if not session.store.is_at(outside.revision):
        raise OvertakenError
    here = session.statements([*outside.changed, *outside.added])
    session.commit(
        ChangeSet(
            "accept",
            edited=[
                Edit(_before(here[number], earlier), here[number])
                for number, earlier in outside.changed.items()
            ],
            restored=[here[number] for number in outside.added],
            lost=[
                (number, earlier.fields if earlier.is_whole else {})
                for number, earlier in outside.removed.items()
            ],
            renewed=outside.unchecked,
        )
    )


def _before(statement: Statement, earlier: EarlierFields) -> Statement:
    """Return `statement` with its earlier fields; as it is where they are not valid."""
    try:
        return with_fields(statement, earlier.fields)
    except InvalidFieldError:
        return statement
