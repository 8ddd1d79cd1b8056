"""A change to an archive, as its history keeps it, and the change that takes it back.

What a change did is kept where it can be read by a person and undone by a
program: the earlier and the later value of each field, the whole statement
where one was removed, only the id (and a digest, to see later whether it is
still as it was) where one was added.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.statement import Statement

Fields = dict[str, tuple[Any, Any]]


class UndoConflictError(RefusedError):
    """A change can't be taken back, as what it touched has changed since."""

    def __init__(self, change: Change, number: int, what: str) -> None:
        super().__init__(
            f"change {change.number} can't be taken back: statement {number} {what}",
            f"See what became of it: mediarel log {number}, mediarel show {number}",
        )


class Signature(NamedTuple):
    """What the history says of any change: when, who, and by what command."""

    at: str
    by: str
    command: str


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction: when (RFC 3339, UTC), who, by what command, and what it did.

    `last_id` is the highest id that was ever given, this change included.
    `added` maps ids to digests, `changed` ids to fields with their earlier and
    later value, `removed` ids to whole documents. `undoes` is the number of
    the change that this one took back, `redoes` that of the undo it took back.
    """

    number: int
    at: str
    by: str
    command: str
    last_id: int
    added: dict[int, str] = field(default_factory=dict)
    changed: dict[int, Fields] = field(default_factory=dict)
    removed: dict[int, dict[str, Any]] = field(default_factory=dict)
    undoes: int | None = None
    redoes: int | None = None

    @property
    def ids(self) -> list[int]:
        """The ids of the statements it touched, in order."""
        return sorted({*self.added, *self.changed, *self.removed})

    def document(self) -> dict[str, Any]:
        """Give the change as the store keeps it: all but its number."""
        return {
            "at": self.at,
            "by": self.by,
            "command": self.command,
            "last_id": self.last_id,
            "added": {str(number): digest for number, digest in self.added.items()},
            "changed": {
                str(number): {name: list(values) for name, values in fields.items()}
                for number, fields in self.changed.items()
            },
            "removed": {str(number): kept for number, kept in self.removed.items()},
            "undoes": self.undoes,
            "redoes": self.redoes,
        }


def read_change(number: int, document: Mapping[str, Any]) -> Change:
    """Give the change that the store keeps as `document` under `number`.

    Raises KeyError, TypeError, ValueError or AttributeError where it is no change.
    """
    return Change(
        number=number,
        at=str(document["at"]),
        by=str(document["by"]),
        command=str(document["command"]),
        last_id=int(document["last_id"]),
        added={int(key): str(value) for key, value in document["added"].items()},
        changed={
            int(key): {name: (old, new) for name, (old, new) in fields.items()}
            for key, fields in document["changed"].items()
        },
        removed={int(key): dict(kept) for key, kept in document["removed"].items()},
        undoes=None if document["undoes"] is None else int(document["undoes"]),
        redoes=None if document.get("redoes") is None else int(document["redoes"]),
    )


def digest(statement: Statement) -> str:
    """Give a digest of what `statement` says: of all but when it was modified."""
    document = {k: v for k, v in statement.document().items() if k != "modified"}
    said = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return sha256(said.encode()).hexdigest()[:16]


def differences(before: Statement, after: Statement) -> Fields:
    """Give the fields in which `after` differs from `before`, with both values."""
    old, new = before.fields(), after.fields()
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def newest_standing(changes: Iterable[Change]) -> Change | None:
    """Give the newest change that was not taken back, from `changes` newest first."""
    undone: set[int | None] = set()
    for change in changes:
        if change.number in undone:
            continue
        if change.undoes is None and change.redoes is None:
            return change
        undone |= {change.undoes, change.redoes}
    return None


def newest_undo(changes: Iterable[Change]) -> Change | None:
    """Give the undo that a redo takes back, from `changes` newest first.

    None where something else was changed since.
    """
    undone: set[int | None] = set()
    for change in changes:
        if change.number in undone:
            continue
        if change.redoes is None:
            return None if change.undoes is None else change
        undone.add(change.redoes)
    return None


def taken_back(
    change: Change, current: Mapping[int, Statement]
) -> tuple[list[int], dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """Give what takes `change` back: ids to remove, fields to set, what to restore.

    `current` holds the statements that it touched, as they are now.

    Raises UndoConflictError where one is no longer as the change left it.
    """
    for number, was in change.added.items():
        if number not in current:
            raise UndoConflictError(change, number, "is no longer there")
        if digest(current[number]) != was:
            raise UndoConflictError(change, number, "has changed since")
    for number, fields in change.changed.items():
        if number not in current:
            raise UndoConflictError(change, number, "is no longer there")
        now = current[number].fields()
        for name, (_, later) in fields.items():
            if now.get(name) != later:
                raise UndoConflictError(change, number, f"has another {name} since")
    for number in change.removed:
        if number in current:
            raise UndoConflictError(change, number, "is there again")
    earlier = {
        number: {name: old for name, (old, _) in fields.items()}
        for number, fields in change.changed.items()
    }
    return list(change.added), earlier, change.removed
