"""Define a change to an archive, as recorded in its history.

A change contains everything that an undo needs:

- the old and new values of edited fields, and the times of the last change before and
  after
- the removed statements
- the ids and digests of added statements

The digests show if an added statement has been changed later.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import errors
from mediarel.model.fields import ARCHIVE_FIELDS
from mediarel.model.readers import IS_TIME
from mediarel.model.statement import read_statement, renewed, renewed_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mediarel.model.statement import Draft, Statement

    Captures = Mapping[str, Mapping[str, str]]
    """Different versions of a web page: fields of a statement, by time of capture."""

FieldChanges = dict[str, tuple[Any, Any]]
MODIFIED = "modified"
KINDS = (
    "add",  # one statement
    "import",  # the contents of files or of the sample
    "edit",  # fields of statements
    "remove",
    "merge",  # duplicate statements, into one of them
    "undo",  # the inverse of a change
    "redo",  # the inverse of an undo
    "restore",  # statements from the history or a backup
    "repair",  # replaces a damaged store, without changing statements
    "accept",  # changes made outside mediarel
)
# Notes of a change, with the ids of statements whose readers are not told of it.
SILENT = "silent"  # they need no note
UNANNOUNCED = "unannounced"  # nobody has decided
# Notes with a field of a captured version: `captured 5 2014-03-02T10:00:00Z text`.
_CAPTURED = "captured"
# The fields of a change in format version 1.
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
    """The differences that a repair found and adds to its history entry.

    The statements themselves are already in the store. `added` has the digests of new
    statements. `changed` has the old and new values of fields, if they are known.
    `removed` has the known parts of lost statements. `notes` describe the repair. Their
    keys are statement ids, or names such as `table x`. The key `change 3` means that
    change 3 was lost or altered.
    """

    added: dict[int, str] = field(default_factory=dict)
    changed: dict[int, FieldChanges] = field(default_factory=dict)
    removed: dict[int, dict[str, Any]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


class ChangeSet(NamedTuple):
    """A change that has not been written yet.

    The values of `kind` are in `KINDS`. `restored` are removed statements that get
    their old ids back. `lost` has the ids and the known parts of statements that were
    removed outside mediarel. `renewed` are the ids of statements that only get a new
    checksum. New ids are above `last_id`, and the number of the change is above
    `last_change`. `archive` has the old and new values of changed settings. If this
    change is an undo, `reverts` is the change to undo. If it is a redo, `reverts` is
    the undo to reverse. `silent` are the ids of statements whose readers need no note.
    `explanation` is added to the history entry. `captured` are the captures of each
    added statement.
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
    silent: Sequence[int] = ()
    explanation: Explanation = Explanation()
    captured: Sequence[Captures] = ()

    def with_notes(self, notes: Mapping[str, str]) -> ChangeSet:
        """Return a copy of this change set with more notes."""
        said = replace(self.explanation, notes={**self.explanation.notes, **notes})
        return self._replace(explanation=said)


class LastSaid(NamedTuple):
    """The value of a setting, and the number of the change that set this value.

    The value is None if the setting is empty.
    """

    value: Any
    number: int


class NoSuchChangeError(errors.NotFoundError):
    """The history has no change with this number."""

    def __init__(self, number: int | str) -> None:
        super().__init__(
            f"there is no change {errors.shorten(number)}",
            errors.Hint("See all changes: ", errors.Command("log")),
        )


class Signature(NamedTuple):
    """Time, author and command of a change."""

    at: str
    by: str
    command: str


def who_of(name: str, role: str | None) -> str:
    """Return the author of a change, such as `ana` or `ana (as editor)`."""
    return name if role in {None, name} else f"{name} (as {role})"


@dataclass(frozen=True, slots=True)
class Change:
    """A recorded change: its time, author, command and effects.

    `at` is a time in RFC 3339, UTC. `command` is the command line. The values of `kind`
    are in `KINDS`. `last_id` is the highest id that has ever been used. `added` maps
    ids to digests. `removed` maps ids to complete statements. `changed` maps ids to the
    old and new values of fields. `modified` maps the same ids to the old and new time
    of the last change, if it is known; a stored entry has it in `changed`. `archive`
    has the old and new values of changed settings. `undoes` is the number of the change
    that this change undid. `redoes` is the number of the undo that this change
    reversed.

    The notes of a repair describe the repair. Notes of other changes name statements
    that had been changed outside mediarel before. `digest` belongs to the chain of
    digests (`chain.py`); the first versions of mediarel stored none. `role` is the role
    on a database server that made the change. It is not part of the stored entry.
    """

    number: int
    at: str
    by: str
    command: str
    kind: str
    last_id: int
    added: dict[int, str] = field(default_factory=dict)
    changed: dict[int, FieldChanges] = field(default_factory=dict)
    modified: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    removed: dict[int, dict[str, Any]] = field(default_factory=dict)
    undoes: int | None = None
    redoes: int | None = None
    notes: dict[str, str] = field(default_factory=dict)
    archive: FieldChanges = field(default_factory=dict)
    digest: str | None = None
    role: str | None = field(default=None, compare=False)

    @property
    def who(self) -> str:
        """The author of the change. See `who_of`."""
        return who_of(self.by, self.role)

    @property
    def reverts(self) -> int | None:
        """The number of the change that this change undid or redid, or None."""
        return self.redoes if self.undoes is None else self.undoes

    @property
    def ids(self) -> list[int]:
        """The sorted ids of all statements that were added, changed or removed."""
        return sorted({*self.added, *self.changed, *self.removed})

    def document(self) -> dict[str, Any]:
        """Return the change in its stored form, without its number."""
        changed = {
            str(number): {name: list(values) for name, values in fields.items()}
            for number, fields in self.changed.items()
        }
        for number, at in self.modified.items():
            changed[str(number)][MODIFIED] = list(at)
        archive = {name: list(values) for name, values in self.archive.items()}
        return {
            "at": self.at,
            "by": self.by,
            "command": self.command,
            "kind": self.kind,
            "last_id": self.last_id,
            "added": {str(number): digest for number, digest in self.added.items()},
            "changed": changed,
            "removed": {str(number): kept for number, kept in self.removed.items()},
            "undoes": self.undoes,
            "redoes": self.redoes,
            **({"notes": self.notes} if self.notes else {}),
            **({"archive": archive} if archive else {}),
            "digest": self.digest,
        }


FIELDS_OF_A_CHANGE = frozenset(each.name for each in fields(Change) if each.compare) - {
    "number",
    MODIFIED,
}


def ids_in(change: Change, name: str) -> frozenset[int]:
    """Return the ids in the note `name` of a change, such as `SILENT`."""
    return _ids(change.notes.get(name, ""))


@lru_cache(maxsize=256)  # a change may concern 100,000 statements
def _ids(noted: str) -> frozenset[int]:
    return frozenset(int(each) for each in noted.split() if each.isdecimal())


def notes_on_captures(
    added: Iterable[Statement], captured: Iterable[Captures]
) -> dict[str, str]:
    """Return notes with the captured versions of each added statement."""
    return {
        f"{_CAPTURED} {one.id} {at} {name}": value
        for one, captures in zip(added, captured, strict=False)
        for at, fields in captures.items()
        for name, value in fields.items()
    }


def by_capture(change: Change, number: int) -> list[Change]:
    """Return an import of a statement as a change for each captured version.

    The newest version is first. Changes without captured versions are not divided.
    """
    versions: dict[str, dict[str, str]] = {}
    for key in sorted(change.notes):
        match key.split(" "):
            case [kind, of, at, name] if (kind, of) == (_CAPTURED, str(number)):
                versions.setdefault(at, {})[name] = change.notes[key]
    of_each = [{str(number): f"{_CAPTURED} {at[:10]}"} for at in versions]
    divided = [replace(change, notes=change.notes | note) for note in of_each[:1]]
    for note, (old, new) in zip(of_each[1:], pairwise(versions.values()), strict=True):
        both = {name: (old.get(name), new.get(name)) for name in old | new}
        fields = {name: each for name, each in both.items() if each[0] != each[1]}
        divided.append(replace(change, added={}, changed={number: fields}, notes=note))
    return divided[::-1] or [change]


def read_change(number: int, document: Mapping[str, Any]) -> Change:
    """Read a change from its stored form.

    Raises KeyError, TypeError, ValueError or AttributeError if the entry is invalid.
    """
    changed = {
        int(key): renewed_changes(fields) for key, fields in document["changed"].items()
    }
    return Change(
        number=number,
        at=str(document["at"]),
        by=str(document["by"]),
        command=str(document["command"]),
        kind=_kind_of(document),
        last_id=int(document["last_id"]),
        added={int(key): str(value) for key, value in document["added"].items()},
        modified={
            n: each.pop(MODIFIED) for n, each in changed.items() if MODIFIED in each
        },
        changed=changed,
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
    kept = document.get("digest")
    if kept is not None and not isinstance(kept, str):
        message = f"its digest is {kept!r}"
        raise TypeError(message)
    return kept


def _kind_of(document: Mapping[str, Any]) -> str:
    """Return the kind of a change.

    The first versions of mediarel stored no kind. If no kind is stored, the kind is
    derived from the command.
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
    """Return the reason why a change is invalid. Return "" if it is valid."""
    if not IS_TIME.fullmatch(change.at):
        return f"has the invalid time {errors.shorten(change.at)!r}"
    back = change.reverts
    if back is not None and not 0 < back < change.number:
        return f"undoes change {back}, which is not an earlier change"
    return ""


def changed_fields(before: Statement, after: Statement) -> FieldChanges:
    """Return the old and the new value of each field that has changed."""
    old, new = before.fields(), after.fields()
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def with_fields(statement: Statement, given: Mapping[str, object]) -> Statement:
    """Return a copy of a statement in which the fields in `given` have new values.

    `ARCHIVE_FIELDS` are not changed. Raises InvalidFieldError.
    """
    changed = {key: value for key, value in given.items() if key not in ARCHIVE_FIELDS}
    return read_statement(statement.id, {**statement.document(), **changed})


def merged_into(change: Change, number: int) -> int | None:
    """Return the id of the statement into which a removed statement was merged.

    `number` is the id of the removed statement. Return None if `change` did not merge
    the removed statement.
    """
    uuid = change.removed.get(number, {}).get("uuid")
    for kept, changed in change.changed.items():
        before, after = changed.get("merged", ((), ()))
        if uuid and uuid in (after or ()) and uuid not in (before or ()):
            return kept
    return None


def last_said(changes: Iterable[Change]) -> dict[str, LastSaid]:
    """Return the newest value of each setting that was ever changed."""
    found: dict[str, LastSaid] = {}
    for change in sorted(changes, key=lambda each: each.number):
        for name, (_, new) in change.archive.items():
            found[name] = LastSaid(new, change.number)
    return found
