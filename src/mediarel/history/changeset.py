"""A change set: what one transaction is to do, as a value.

A verb makes one, and a session commits it as one change of the history.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.history.change import Change, FieldChanges
    from mediarel.model.statement import Draft, Statement


class Edit(NamedTuple):
    """A statement before and after an edit."""

    before: Statement
    after: Statement


@dataclass(frozen=True)
class Explanation:
    """What an entry says of statements beyond what it writes.

    A repair has put them in their place already. `added` has digests, `changed` the
    earlier and the later value of fields, as far as the earlier is known, `removed`
    what is known of those that are lost. `notes` tell in words what was done, by the
    id of the statement, or by `table x` and the like; by `change 3` where that change
    is lost or not as it was.
    """

    added: dict[int, str] = field(default_factory=dict)
    changed: dict[int, FieldChanges] = field(default_factory=dict)
    removed: dict[int, dict[str, Any]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


class ChangeSet(NamedTuple):
    """What a change is to do; `kind` is one of `KINDS` in `change.py`.

    `restored` are statements that come back under their ids. `lost` are ids whose
    statements are gone already, with what is known of them. Of the ids in `renewed`
    only the checksum is written. No id up to `last_id` is given to what is added, and
    the change gets no number up to `last_change`.
    `archive` is what changes of the archive itself: earlier and later value, by field.
    `reverts` is the change that this one undoes or redoes. `explanation` is what the
    entry says besides.
    """

    kind: str
    added: Sequence[Draft] = ()
    edited: Sequence[Edit] = ()
    removed: Sequence[Statement] = ()
    restored: Sequence[Statement] = ()
    lost: Sequence[tuple[int, Mapping[str, Any]]] = ()
    renewed: Sequence[int] = ()
    last_id: int = 0
    last_change: int = 0
    archive: FieldChanges = {}  # noqa: RUF012 - never changed
    reverts: Change | None = None
    explanation: Explanation = Explanation()
