"""Accepting what was done to statements outside mediarel, as one change of its own.

The statements stay as they are. The history says from then on what became of
them, as far as it is known, and the checksums fit again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import InvalidFieldError
from mediarel.history.change import with_fields

if TYPE_CHECKING:
    from mediarel.archive.session import Locked
    from mediarel.check.outside import Earlier, Outside
    from mediarel.model.statement import Statement


def accept(locked: Locked, outside: Outside) -> None:
    """Record in the history what was done `outside`, and renew the checksums.

    Of a removed statement that is not known whole, only that it was removed.
    """
    here = locked.statements([*outside.changed, *outside.added])
    locked.commit(
        edited=[
            (_before(here[number], earlier), here[number])
            for number, earlier in outside.changed.items()
        ],
        restored=[here[number] for number in outside.added],
        lost=[
            (number, earlier.fields if earlier.is_whole else {})
            for number, earlier in outside.removed.items()
        ],
        renewed=outside.unchecked,
        is_accepted=True,
    )


def _before(statement: Statement, earlier: Earlier) -> Statement:
    """Return `statement` as it was before, as far as that is known and valid."""
    try:
        return with_fields(statement, earlier.fields)
    except InvalidFieldError:
        return statement
