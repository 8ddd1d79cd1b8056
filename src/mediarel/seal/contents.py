"""Yield what a seal covers: statements as canonical JSON, attached files, the history.

The canonical JSON of a statement doesn't depend on the format version of the archive:
empty fields are left out. `modified` is left out too, because the history has it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.public import Public
from mediarel.history.change import Change
from mediarel.model.digests import PREFIX, fits_checksum
from mediarel.model.fields import RECORD
from mediarel.model.readers import IS_UUID
from mediarel.model.statement import Statement, read_statement, renewed, without_empty
from mediarel.seal.seal_file import STATEMENTS
from mediarel.store.protocol import Snapshot, Store
from mediarel.store.records import read_entry, read_fields
from mediarel.store.sound import read_checksums
from mediarel.text.canonical import canonical_json, sha256_of

_OBJECTS = {field.name for field in RECORD if field.kind.is_json}
_FILLED = {"type", "language"}  # early versions did not store them


class Form(NamedTuple):
    """A statement as sealed: its canonical JSON, and the SHA-256 of attached files."""

    id: int
    uuid: str
    json: bytes
    files: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path of the statement in a seal."""
        return f"{STATEMENTS}{self.uuid}.json"

    @property
    def sha256(self) -> str:
        """The SHA-256 of the canonical JSON."""
        return sha256(self.json).hexdigest()


def form_of(number: int, fields: Mapping[str, Any], kept: str | None = None) -> Form:
    """Return the sealed form of the statement with these stored fields.

    `kept` is the stored checksum of the statement, to be verified. Raises RefusedError
    if the checksum doesn't match, or InvalidFieldError.
    """
    said = without_empty(renewed(fields))
    # `fits_checksum` also knows earlier format versions, but computes `said` again.
    is_kept = kept is None or kept == PREFIX + sha256_of(said)
    if not is_kept and not fits_checksum(fields, str(kept)):
        raise errors.RefusedError(
            f"statement {number} was changed outside mediarel; nothing was sealed",
            errors.Hint("To see all such statements: ", errors.Command("check")),
        )
    if said.keys() >= _FILLED and said.keys().isdisjoint(_OBJECTS):
        return _form(number, said)
    return public_form(read_statement(number, fields))


def public_form(shown: Statement) -> Form:
    """Return the sealed form of a public statement, as shown to the public."""
    return _form(shown.id, without_empty(shown.to_json()))


def _form(number: int, said: dict[str, Any]) -> Form:
    said.pop("modified", None)
    said["id"] = number
    uuid = said.get("uuid", "")
    if not IS_UUID.fullmatch(str(uuid)):
        raise errors.InvalidFieldError("uuid", uuid, "is not a UUID", "Correct it.")
    files = tuple(each["sha256"] for each in said.get("attachments", ()))
    return Form(number, uuid, canonical_json(said), files)


def forms(
    store: Store,
    snapshot: Snapshot,
    public: Public | None,
    *,
    is_checked: bool = False,
) -> Iterator[Form]:
    """Yield all statements of a snapshot, or the public form of public statements.

    If `is_checked` is True, raises RefusedError if a statement was changed outside
    mediarel. Raises DamagedError.
    """
    kept = read_checksums(snapshot.checksums) if is_checked else {}
    number = 0
    try:
        for key, raw in snapshot.statements.items():
            number = int(key)
            checksum = kept.get(number, "") if is_checked else None
            fields = read_fields(bytes(raw))
            form = form_of(number, fields, checksum)
            if public is None or public.is_unchanged(fields):
                yield form
            elif shown := public.seen(read_statement(number, fields)):
                yield public_form(shown)
    except errors.InvalidFieldError as error:
        raise store.damaged_record("statements", number, error.problem) from error


def sealed_history(
    store: Store, snapshot: Snapshot, last: int = 10**18
) -> dict[str, str]:
    """Return the header lines about the history up to change `last`.

    The SHA-256 is of one line for each change, oldest first: its canonical JSON with
    its `number`, without empty fields. Raises DamagedError.
    """
    digest, newest, at = sha256(), 0, ""
    try:
        for newest in sorted(n for n in map(int, snapshot.history) if n <= last):
            said = without_empty(read_fields(bytes(snapshot.history[str(newest)])))
            at = str(said.get("at", ""))
            digest.update(canonical_json({**said, "number": newest}) + b"\n")
    except errors.InvalidFieldError as error:
        raise store.damaged_record("history", newest, error.problem) from error
    return {
        "last-change": str(newest),
        "last-change-at": at,
        "history-sha256": digest.hexdigest(),
    }


def changes(store: Store, snapshot: Snapshot, after: int = 0) -> Iterator[Change]:
    """Yield the changes in a snapshot after a change, newest first.

    `after` is the number of this change. Raises DamagedError.
    """
    number = 0
    try:
        for number in sorted(map(int, snapshot.history), reverse=True):
            if number > after:
                yield read_entry(number, snapshot.history[str(number)])
    except errors.InvalidFieldError as error:
        raise store.damaged_record("history", number, error.problem) from error


def intact_files(archive: Archive, wanted: Iterable[str]) -> dict[str, str]:
    """Return the path of each attached file that is present and unchanged, by SHA-256.

    All files are read. `wanted` has their SHA-256.
    """
    there = archive.files.kept() if archive.files.may_be_there() else {}
    kept = [file for each in sorted({*wanted}) for file in there.get(each, ())]
    progress = partial(archive.progress, "Reading attached files")
    read = archive.files.digests(kept, progress)
    return {file.sha256: file.place for file in kept if read[file] == file.sha256}
