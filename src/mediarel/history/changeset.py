"""A set of changes: what one transaction is to do, as a value.

A verb makes one, and a session commits it as one change of the history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.history.change import Change
    from mediarel.model.statement import Draft, Statement


class Edit(NamedTuple):
    """A statement that is changed, as it was and as it is."""

    before: Statement
    after: Statement


class ChangeSet(NamedTuple):
    """What a change does, of which kind (see `KINDS` in `change.py`).

    `restored` are statements that come back under their ids. `lost` are those that
    are gone already, with what is known of them; of those `renewed` nothing but the
    checksum is made anew. `last_id` is the highest id that is known to be given
    besides. `reverts` is the change of which this one is the inverse.
    """

    kind: str
    added: Sequence[Draft] = ()
    edited: Sequence[Edit] = ()
    removed: Sequence[Statement] = ()
    restored: Sequence[Statement] = ()
    lost: Sequence[tuple[int, Mapping[str, Any]]] = ()
    renewed: Sequence[int] = ()
    last_id: int = 0
    reverts: Change | None = None
