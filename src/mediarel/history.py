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

from mediarel.errors import NotFoundError, RefusedError, shorten
from mediarel.statement import KEPT_FIELDS, read_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mediarel.statement import Statement

Fields = dict[str, tuple[Any, Any]]


class UndoConflictError(RefusedError):
    """A change can't be taken back, as what it touched has changed since."""

    def __init__(self, change: Change, number: int, what: str) -> None:
        super().__init__(
            f"change {change.number} can't be taken back: statement {number} {what}",
            f"See what became of it: mediarel log {number}, mediarel show {number}",
        )


class TakenBackAlreadyError(RefusedError):
    """What a change did was taken back before."""

    def __init__(self, number: int, by: int) -> None:
        super().__init__(
            f"change {number} was taken back already, by change {by}",
            f"To have it again: mediarel undo {by}",
        )


class NothingOfItError(RefusedError):
    """A change touched no statement: it is there to say that the store was mended."""

    def __init__(self, change: Change) -> None:
        super().__init__(
            f"change {change.number}, a {change.command}, wrote the archive as a whole"
            " and can't be taken back",
            "What was there before lies beside the archive, as .damaged-….",
        )


class DoneAgainError(RefusedError):
    """What an undo did was taken back before, and done again since."""

    def __init__(self, number: int, by: int) -> None:
        super().__init__(
            f"change {number} was taken back already, and done again by change {by}",
            f"To take that back: mediarel undo {by}",
        )


class NoSuchChangeError(NotFoundError):
    """The history holds no change of this number."""

    def __init__(self, number: int | str) -> None:
        super().__init__(
            f"there is no change {shorten(number)}", "See them with: mediarel log"
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
    def takes_back(self) -> int | None:
        """The number of the change that this one took back, if it did."""
        return self.redoes if self.undoes is None else self.undoes

    @property
    def ids(self) -> list[int]:
        """The ids of the statements it touched, in order."""
        return sorted(_touched(self))

    def touches(self, number: int) -> bool:
        """Tell whether it touched statement `number`."""
        kinds = (self.added, self.changed, self.removed)
        return any(number in each for each in kinds)

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
    return digest_of(statement.document())


def digest_of(document: Mapping[str, Any]) -> str:
    """Give the digest of the statement that the store keeps as `document`."""
    kept = {name: value for name, value in document.items() if name != "modified"}
    said = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    return sha256(said.encode()).hexdigest()[:16]


def differences(before: Statement, after: Statement) -> Fields:
    """Give the fields in which `after` differs from `before`, with both values."""
    old, new = before.fields(), after.fields()
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def with_fields(statement: Statement, given: Mapping[str, object]) -> Statement:
    """Give `statement` with the `given` fields; those that an archive sets stay.

    Raises InvalidFieldError.
    """
    changed = {key: value for key, value in given.items() if key not in KEPT_FIELDS}
    return read_statement(statement.id, {**statement.document(), **changed})


def standing(changes: Iterable[Change]) -> Iterator[Change]:
    """Give those of `changes` that were not taken back; both are newest first."""
    gone: set[int | None] = set()
    for change in changes:
        if change.number not in gone:
            gone.add(change.takes_back)
            yield change


def newest_standing(changes: Iterable[Change]) -> Change | None:
    """Give the newest command that was not taken back, from `changes` newest first."""
    # A repair touches no statement: there is nothing of it to take back.
    commands = (each for each in standing(changes) if each.takes_back is None)
    return next((each for each in commands if each.ids), None)


def newest_undo(changes: Iterable[Change]) -> Change | None:
    """Give the undo that a redo takes back, from `changes` newest first.

    None where something else was changed since.
    """
    newest = next((each for each in standing(changes) if each.redoes is None), None)
    return None if newest is None or newest.undoes is None else newest


def change_to_undo(changes: Iterable[Change], number: int) -> Change:
    """Give change `number`, which may be an undo itself, from `changes` newest first.

    A command may be taken back while it stands, an undo while it is the last
    word on the command that it was about in the end.

    Raises NoSuchChangeError, TakenBackAlreadyError or DoneAgainError.
    """
    found: Change | None = None
    origin = number
    taking: dict[int, int] = {}
    for change in changes:
        if change.number < number and found is None:
            break
        if change.takes_back is not None:
            taking[change.number] = change.takes_back
        if change.number == number:
            found = change
        if change.number == origin:
            if change.takes_back is None:
                break
            origin = change.takes_back
    if found is None:
        raise NoSuchChangeError(number)
    since = [n for n in taking if n > number and _origin(n, taking) == origin]
    # By turns they take back and do again.
    if len(since) % 2:
        raise TakenBackAlreadyError(number, since[0])
    if since and found.takes_back is not None:
        raise DoneAgainError(number, since[0])
    return found


def _origin(number: int, taking: Mapping[int, int]) -> int:
    """Give the command that change `number` is about, by which takes back which."""
    while number in taking:
        number = taking[number]
    return number


def refuse_overtaken(change: Change, changes: Iterable[Change]) -> None:
    """Refuse to take `change` back where a later command touched the same and stands.

    Undone in their order, the commands could no longer be: each expects what the
    one before it left. `changes` are newest first. An undo of an undo does a
    command again in its old place, so what counts is all that came after that.

    Raises UndoConflictError.
    """
    gone: set[int | None] = set()
    origin: int | None = change.number
    for each in changes:
        if each.number == origin:
            origin = each.takes_back
            if origin is None:
                return
        elif each.takes_back is None and each.number not in gone:
            _refuse_shared(change, each)
        if each.number not in gone:
            gone.add(each.takes_back)


def _refuse_shared(change: Change, later: Change) -> None:
    """Raise UndoConflictError where `later` touched what `change` did."""
    for number in sorted(_touched(change) & _touched(later)):
        if number in change.changed and number in later.changed:
            shared = change.changed[number].keys() & later.changed[number].keys()
            if not shared:
                continue
        what = f"was changed by change {later.number} since"
        raise UndoConflictError(change, number, what)


def _touched(change: Change) -> set[int]:
    return {*change.added, *change.changed, *change.removed}


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
