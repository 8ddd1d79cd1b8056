"""A change to an archive, as its history keeps it.

It holds what it takes to undo it: for an edit the earlier and the later value of
each field, for a removal the whole statement, for an addition the id and a
digest, which tells later whether the statement is still as it was.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.errors import Command, Hint, NotFoundError, shorten
from mediarel.model.fields import ARCHIVE_FIELDS
from mediarel.model.readers import IS_TIME
from mediarel.model.statement import (
    as_before,
    fingerprint_of_all,
    read_statement,
    renewed,
    renewed_changes,
    short_hash,
    without_empty,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mediarel.model.statement import Draft, Statement

FieldChanges = dict[str, tuple[Any, Any]]
KINDS = (
    "add",  # one statement
    "import",  # what files or a sample hold
    "edit",  # fields of statements
    "remove",
    "merge",  # statements that are the same, into one of them
    "undo",  # the inverse of a change
    "redo",  # the inverse of an undo
    "restore",  # statements as they were, or as a backup has them
    "repair",  # another store in the place of a damaged one: it touches no statement
    "accept",  # what was done outside mediarel
)
# The fields of a statement in an archive of form 1, in which none was missing,
# with the empty value of each.
FIRST_FIELDS: dict[str, list[Any] | None] = {
    "uuid": None,
    "date": None,
    "program": None,
    "type": None,
    "title": None,
    "text": None,
    "dateline": None,
    "place": None,
    "dated": None,
    "signatories": [],
    "tags": [],
    "language": None,
    "source": None,
    "attachments": [],
    "created": None,
    "modified": None,
}
# The fields of a change in an archive of form 1.
FIRST_FIELDS_OF_A_CHANGE = frozenset(
    {"at", "by", "command", "last_id", "added", "changed", "removed"}
    | {"undoes", "redoes"}
)


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
    """What a change is to do; `kind` is one of `KINDS`.

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


class LastSaid(NamedTuple):
    """What a field of the archive is since change `number`, None for nothing."""

    value: Any
    number: int


class NoSuchChangeError(NotFoundError):
    """The history holds no change of this number."""

    def __init__(self, number: int | str) -> None:
        super().__init__(
            f"there is no change {shorten(number)}",
            Hint("See them with: ", Command("log")),
        )


class Signature(NamedTuple):
    """When a change was made, by whom, and by what command."""

    at: str
    by: str
    command: str


def who_of(name: str, role: str | None) -> str:
    """Return who made a change: the name, and the role where that is another."""
    return name if role in {None, name} else f"{name} (as {role})"


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction: when (RFC 3339, UTC), who, by what command, and what it did.

    `kind` is one of `KINDS`; `command` is what was typed.
    `last_id` is the highest id that was ever given, this change included.
    `added` maps ids to digests, `changed` ids to fields with their earlier and
    later value, `removed` ids to whole statements. `undoes` is the number of
    the change that this one undid, `redoes` that of the undo that it undid.
    `digest` is its place in the chain (`chain.py`); early entries have none.
    `notes` are what a repair did, in words, by what they are about; or the ids of
    statements that had been changed outside mediarel before this change.
    `archive` is what changed of the archive itself: its name, earlier and later.
    `role` is that of the server by which it was made, which the entry does not say.
    """

    number: int
    at: str
    by: str
    command: str
    kind: str
    last_id: int
    added: dict[int, str] = field(default_factory=dict)
    changed: dict[int, FieldChanges] = field(default_factory=dict)
    removed: dict[int, dict[str, Any]] = field(default_factory=dict)
    undoes: int | None = None
    redoes: int | None = None
    notes: dict[str, str] = field(default_factory=dict)
    archive: FieldChanges = field(default_factory=dict)
    digest: str | None = None
    role: str | None = field(default=None, compare=False)

    @property
    def who(self) -> str:
        """Who made it: the name, and the role on a server where that is another."""
        return who_of(self.by, self.role)

    @property
    def reverts(self) -> int | None:
        """The number of the change that this one undid or redid, if it did."""
        return self.redoes if self.undoes is None else self.undoes

    @property
    def ids(self) -> list[int]:
        """The ids of the statements it touched, in order."""
        return sorted({*self.added, *self.changed, *self.removed})

    def document(self) -> dict[str, Any]:
        """Return the change as the store keeps it: all but its number."""
        return {
            "at": self.at,
            "by": self.by,
            "command": self.command,
            "kind": self.kind,
            "last_id": self.last_id,
            "added": {str(number): digest for number, digest in self.added.items()},
            "changed": {
                str(number): {name: list(values) for name, values in fields.items()}
                for number, fields in self.changed.items()
            },
            "removed": {str(number): kept for number, kept in self.removed.items()},
            "undoes": self.undoes,
            "redoes": self.redoes,
            **({"notes": self.notes} if self.notes else {}),
            **(
                {"archive": {name: list(values) for name, values in of_all.items()}}
                if (of_all := self.archive)
                else {}
            ),
            "digest": self.digest,
        }


# What the store keeps of a change.
# What an entry says: not its number, which is its key, nor a role of a server.
FIELDS_OF_A_CHANGE = frozenset(each.name for each in fields(Change) if each.compare) - {
    "number"
}


def read_change(number: int, document: Mapping[str, Any]) -> Change:
    """Return the change that the store keeps as `document` under `number`.

    Raises KeyError, TypeError, ValueError or AttributeError where it is no change.
    """
    return Change(
        number=number,
        at=str(document["at"]),
        by=str(document["by"]),
        command=str(document["command"]),
        kind=_kind_of(document),
        last_id=int(document["last_id"]),
        added={int(key): str(value) for key, value in document["added"].items()},
        changed={
            int(key): renewed_changes(fields)
            for key, fields in document["changed"].items()
        },
        removed={int(key): renewed(kept) for key, kept in document["removed"].items()},
        undoes=None if document["undoes"] is None else int(document["undoes"]),
        redoes=None if document.get("redoes") is None else int(document["redoes"]),
        notes={str(key): str(said) for key, said in document.get("notes", {}).items()},
        archive={
            str(name): (old, new)
            for name, (old, new) in document.get("archive", {}).items()
        },
        digest=_digest_in(document),
    )


def _digest_in(document: Mapping[str, Any]) -> str | None:
    """Return the digest of an entry, None where it has none."""
    kept = document.get("digest")
    if kept is not None and not isinstance(kept, str):
        message = f"its digest is {kept!r}"
        raise TypeError(message)
    return kept


def _kind_of(document: Mapping[str, Any]) -> str:
    """Return the kind of a change.

    Early entries have none: it follows from the name of their command.
    """
    if "kind" in document:
        return str(document["kind"])
    if document["undoes"] is not None:
        return "undo"
    if document.get("redoes") is not None:
        return "redo"
    command = str(document["command"])
    touched = any(document[name] for name in ("added", "changed", "removed"))
    if command == "restore" and not touched:
        return "repair"
    return "import" if command == "init" else command


def contradiction_in(change: Change) -> str:
    """Return what `change` says of itself that is impossible, "" if nothing."""
    if not IS_TIME.fullmatch(change.at):
        return f"its time {shorten(change.at)!r} is not a time"
    back = change.reverts
    if back is not None and not 0 < back < change.number:
        return f"it says that it took back change {back}, which is not before it"
    return ""


def digest(statement: Statement) -> str:
    """Return the digest of `statement`: of all its fields but `modified`."""
    return digest_of(statement.document())


def digest_of(document: Mapping[str, Any]) -> str:
    """Return the digest of the statement that the store keeps as `document`."""
    said = without_empty(document)
    said.pop("modified", None)
    return fingerprint_of_all(said)


def fits_digest(document: Mapping[str, Any], kept: str) -> bool:
    """Tell whether the statement that the store keeps as `document` has digest `kept`.

    It may be one of an earlier form, which was computed in another way.
    """
    return any(kept == each for each in digests_of(document))


def digests_of(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the digests that a change may have of a statement, today's first."""
    today = renewed(document)
    yield digest_of(today)
    before = as_before(today)
    if before is not None:
        yield digest_of(before)
        yield _first_digest(before)


def _said(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "modified"}


def _first_digest(document: Mapping[str, Any]) -> str:
    """Return the digest of form 1, in which no field of that form was missing.

    A field that was added since counts where it is not empty.
    """
    all_of_it = _said({**FIRST_FIELDS, **without_empty(document)})
    said = json.dumps(all_of_it, ensure_ascii=False, sort_keys=True)
    return short_hash(said.encode())


def changed_fields(before: Statement, after: Statement) -> FieldChanges:
    """Return the fields in which `after` differs from `before`, with both values."""
    old, new = before.fields(), after.fields()
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def with_fields(statement: Statement, given: Mapping[str, object]) -> Statement:
    """Return `statement` with the `given` fields, but for those that an archive sets.

    Raises InvalidFieldError.
    """
    changed = {key: value for key, value in given.items() if key not in ARCHIVE_FIELDS}
    return read_statement(statement.id, {**statement.document(), **changed})


def merged_into(change: Change, number: int) -> int | None:
    """Return the id that `change` merged statement `number` into, None for none."""
    uuid = change.removed.get(number, {}).get("uuid")
    for kept, changed in change.changed.items():
        before, after = changed.get("merged", ((), ()))
        if uuid and uuid in (after or ()) and uuid not in (before or ()):
            return kept
    return None


def last_said(changes: Iterable[Change]) -> dict[str, LastSaid]:
    """Return each field of the archive that `changes` changed, as the last left it."""
    found: dict[str, LastSaid] = {}
    for change in sorted(changes, key=lambda each: each.number):
        for name, (_, new) in change.archive.items():
            found[name] = LastSaid(new, change.number)
    return found
