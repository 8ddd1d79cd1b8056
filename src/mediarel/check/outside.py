"""Detect changes that other programs, such as an editor or git, made to statements.

There are two kinds of evidence. The checksum was computed when mediarel last wrote the
statement. The history has all changes that mediarel made to the statement. Other
programs don't update the checksum and the history. Backups are also checked here,
because they may have earlier versions of statements.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

import msgspec

from mediarel import errors
from mediarel.check.finding import IF_MEANT, Finding, error, note, warning
from mediarel.history.ledger import HistoryMismatchError, Ledger, binding_of, rewind
from mediarel.model.fields import flag_word
from mediarel.model.statement import renewed, without_empty
from mediarel.store.protocol import BrokenRecordError, Document, Revision, Snapshot
from mediarel.store.records import read_record
from mediarel.store.sound import block_of, fits, mismatched_ids
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.rotation import all_backups, backup_folder

_ACCEPT = errors.Command("check", "--accept")
UNKNOWN_BEFORE = "its earlier content is unknown"
_SHOWN = 40  # characters of a value
_BEFORE = 15  # characters before the first difference
_MISSING = object()


def _broken(name: str, problem: str) -> Finding:
    hint = "Delete this backup. If you don't know the cause, check the disk."
    return error("backup", name, f"this backup can't be read: {problem}", hint)


def same_file(name: str) -> Finding:
    """Return the finding for a backup that is a hard link to the archive's file."""
    message = "this is not a copy, but a hard link to the archive's own file"
    hint = "Don't edit this file. The next change to the archive replaces the link."
    return warning("backup", name, message, hint)


def unreadable(place: str, refusal: OSError, number: int | None = None) -> Finding:
    """Return the finding for a file or folder that the system refused to read."""
    message = (refusal.strerror or str(refusal)).lower()
    hint = "Check the permissions of this file or folder."
    return error("unreadable", place, message, hint, number)


class EarlierFields(NamedTuple):
    """The fields of a statement before the change outside mediarel.

    `is_whole` is True if all fields are known.
    """

    fields: dict[str, Any]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class OutsideChanges:
    """The changes that were made outside mediarel, by statement id.

    `unchecked` are the ids whose statement or checksum is missing.
    `revision` is the revision of the checked store. If `lacks_checksums`, the store has
    no checksums.
    """

    revision: Revision = ""
    changed: dict[int, EarlierFields] = field(default_factory=dict)
    added: list[int] = field(default_factory=list)
    removed: dict[int, EarlierFields] = field(default_factory=dict)
    unchecked: list[int] = field(default_factory=list)
    lacks_checksums: bool = False

    def __bool__(self) -> bool:
        return self.lacks_checksums or bool(self.ids)

    @property
    def recorded(self) -> list[int]:
        """The ids of statements whose changes `check --accept` can record, sorted."""
        return sorted((*self.changed, *self.added, *self.removed))

    @property
    def ids(self) -> list[int]:
        """The ids of all statements that were changed or can't be checked, sorted."""
        return sorted((*self.recorded, *self.unchecked))

    def only(self, ids: AbstractSet[int]) -> Self:
        """Return only the changes to the statements with these ids."""
        return replace(
            self,
            changed={n: each for n, each in self.changed.items() if n in ids},
            added=[n for n in self.added if n in ids],
            removed={n: each for n, each in self.removed.items() if n in ids},
            unchecked=[n for n in self.unchecked if n in ids],
            lacks_checksums=False,
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence about one statement in the store and its history.

    `document` is None if the statement is missing, and `checksum` is None if the
    checksum is missing. If `is_mismatched`, the checksum is wrong. `ledger` has the
    changes since the last repair by an early version.
    """

    number: int
    document: Document | None
    checksum: str | None
    is_mismatched: bool
    ledger: Ledger

    def kind(self, *, lacks_checksums: bool) -> tuple[str, str] | None:
        """Return a pair: the kind of the finding for this statement, and the reason.

        Return None if the statement has no problem.
        """
        if self.document is None and not self.ledger.is_removed(self.number):
            return "removed", ""
        is_recorded, mismatch = self._compared_with_history()
        if self.document is not None:
            return self._kind_if_present(
                mismatch, is_recorded=is_recorded, lacks_checksums=lacks_checksums
            )
        if self.checksum is not None:
            return "checksum", ""
        return ("unfit", mismatch) if mismatch else None

    def _kind_if_present(
        self, mismatch: str, *, is_recorded: bool, lacks_checksums: bool
    ) -> tuple[str, str] | None:
        if self.is_mismatched:
            return "changed", ""
        if self.ledger.is_removed(self.number):
            return "added", "the history records its removal"
        if not (is_recorded or self.ledger.was_replaced):
            return "added", "no change in the history added this statement"
        has_checksum = self.checksum is not None
        if mismatch:
            return "unfit" if has_checksum else "changed", mismatch
        return None if has_checksum or lacks_checksums else ("checksum", "")

    def _compared_with_history(self) -> tuple[bool, str]:
        """Reverse the changes of the statement one by one, back to its addition.

        The comparison stops at a change that has recorded damage or an edit outside
        mediarel, because the history before this change is incomplete. Return a pair:
        True if the history contains the addition of the statement, and a description of
        the first difference from the history, or "".
        """
        number, document = self.number, self.document
        touching = self.ledger.touching(number)
        passed, is_all = binding_of(number, touching, self.ledger.doubted)
        try:
            state = None if document is None else renewed(msgspec.json.decode(document))
            try:
                first = rewind(number, state, passed)
            except HistoryMismatchError:
                if document is None:
                    raise
                # Parse the values, because a value can be written in different ways.
                first = rewind(number, read_record(number, document).document(), passed)
        except HistoryMismatchError as unfit:
            return True, unfit.problem
        return first is None or not is_all, ""


def finding_of(
    evidence: Evidence,
    kind: str,
    why: str,
    version: Mapping[str, Any] | None,
) -> Finding:
    """Return the finding for a statement.

    `kind` and `why` are the result of `Evidence.kind`. `version` is the content of the
    statement in a backup, or None if no backup has the statement.
    """
    raw = evidence.document
    now = {} if raw is None else renewed(msgspec.json.decode(raw))
    number, place = evidence.number, f"statement {evidence.number}"
    hint: str | None = None
    if kind == "changed" and version and (name := _changed_identity(version, now)):
        was = _shown(version[name], 0)
        message = f"its {name} was changed outside mediarel, but must never change"
        hint = f"In the archive's file, change the value back to {was}."
        return error("identity", place, message, hint, number)
    if kind == "changed":
        why = f"changed outside mediarel{_differences(evidence, why, version, now)}"
        is_known = _differ(earlier_fields(evidence, version).fields, now)
        hint = None if is_known else IF_MEANT
    elif kind == "added":
        why = f"added outside mediarel: {why}"
    elif kind == "removed":
        is_whole = earlier_fields(evidence, version).is_whole
        why = "removed outside mediarel"
        if not is_whole:
            why += f"; {UNKNOWN_BEFORE}"
        hint = None if is_whole else IF_MEANT
    elif kind == "checksum":
        is_gone = evidence.document is None
        why = "was removed, but has a checksum" if is_gone else "has no checksum"
        hint = IF_MEANT
    elif kind == "unproved":
        accept = errors.Command("check", "--accept", number)
        hint = errors.Hint("Compare with a backup. If the statement is right: ", accept)
    elif evidence.document is None:
        hint = "Compare the history with the history in a backup."
    level = warning if kind in {"added", "checksum"} else error
    return level(kind, place, why, hint, number)


def without_checksums(*, are_lost: bool) -> Finding:
    """Return the finding for a store that has no checksums.

    If `are_lost`, the store had checksums before. Otherwise the store has format
    version 1, which allows a store without checksums.
    """
    if are_lost:
        message = "the checksums of all statements are missing"
        hint = "Compare the archive with a backup. If all statements are right: "
        return error("checksum", "checksums", message, errors.Hint(hint, _ACCEPT))
    message = "there are no checksums yet, so some damage can't be detected"
    hint = "The next change adds checksums. To add them now: "
    return note("checksum", "checksums", message, errors.Hint(hint, _ACCEPT))


def misplaced_checksum(number: int, block: str) -> Finding:
    """Return the finding for a checksum stored in the wrong record."""
    right = block_of(number)
    message = f"the checksum is in record {block}, but belongs in record {right}"
    return warning("checksum", f"statement {number}", message, IF_MEANT, number)


def earlier_fields(
    evidence: Evidence, version: Mapping[str, Any] | None
) -> EarlierFields:
    """Return the values that a statement had before it was changed outside mediarel.

    `version` is the content of the statement in a backup, if a backup has it. Otherwise
    the values come from the history, and some values may be unknown.
    """
    if version:
        return EarlierFields(dict(version), is_whole=True)
    number, ledger = evidence.number, evidence.ledger
    document = ledger.forward(number, None, 0)
    if document is not None:
        return EarlierFields(document, is_whole=True)
    return EarlierFields(ledger.last_values(number), is_whole=False)


def _differ(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Return whether a known field of `earlier` has a different value in `now`.

    The time of the last change is ignored, because `check --accept` sets it.
    """
    names = earlier.keys() - {"modified"}
    old = without_empty({name: earlier[name] for name in names})
    new = without_empty({name: now.get(name) for name in names})
    return old != new


def _changed_identity(version: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return the name of a field that was changed but must never change, or ""."""
    names = ("uuid", "created")
    return next((name for name in names if version.get(name) != now.get(name)), "")


def _differences(
    evidence: Evidence,
    why: str,
    version: Mapping[str, Any] | None,
    now: Mapping[str, Any],
) -> str:
    """Describe the changed fields of a statement."""
    earlier, is_whole = earlier_fields(evidence, version)
    source = " (compared with the history)" if earlier and not version else ""
    names = [*now, *(name for name in earlier if name not in now)]
    if not is_whole:
        names = [name for name in names if name in earlier]
    old, new = without_empty(earlier), without_empty(now)
    differing = [
        f"{name} {_shown_change(earlier.get(name, _MISSING), now.get(name, _MISSING))}"
        for name in names
        if old.get(name) != new.get(name) and (name != "modified" or version)
    ]
    if differing:
        return f": {'; '.join(differing)}{source}"
    return f": {why}" if why else f"; {UNKNOWN_BEFORE}"


def _shown_change(old: object, new: object) -> str:
    """Return a description such as `"Phnom Penh" is now "Phnom Pen"`.

    Long texts are shortened around their difference.
    """
    start = 0
    if isinstance(old, str) and isinstance(new, str) and len(old + new) > 2 * _SHOWN:
        pairs = enumerate(zip(old, new, strict=False))
        least = min(len(old), len(new))
        same = next((place for place, (a, b) in pairs if a != b), least)
        start = max(0, same - _BEFORE)
    return f"{_shown(old, start)} is now {_shown(new, start)}"


def _shown(value: object, start: int) -> str:
    if value is _MISSING:
        return "(left out)"
    if value is None:
        return "(none)"
    if isinstance(value, list):
        items = (item.get("name") if isinstance(item, dict) else item for item in value)
        value = "; ".join(map(str, items))
    text = flag_word(value) if isinstance(value, bool) else str(value)
    return f'"{"…" if start else ""}{errors.shorten(text[start:], _SHOWN)}"'


class BackupsResult(NamedTuple):
    """The findings about the backups, and the versions found in them.

    `versions` has the earlier content of statements, by id. `newest` is the newest
    readable backup. `latest` is the number of the last change in any backup.
    """

    findings: list[Finding]
    versions: dict[int, dict[str, Any]]
    newest: Path | None
    latest: int = 0


def check_backups(
    path: Path,
    wanted: Mapping[int, Evidence],
    progress: Callable[[int, int], None],
) -> BackupsResult:
    """Check each backup of the store at `path`.

    Also find earlier versions of the statements in `wanted`. `progress` is called with
    the number of checked backups and the total.
    """
    findings: list[Finding] = []
    versions: dict[int, dict[str, Any]] = {}
    newest = None
    latest = 0
    try:
        places = all_backups(path)
    except OSError as refusal:
        folder = f"{backup_folder(path).name}/"
        return BackupsResult([unreadable(folder, refusal)], {}, None)
    for done, place in enumerate(places):
        progress(done, len(places))
        name = f"{place.parent.name}/{place.name}"
        try:
            if os.path.samestat(path.stat(), place.stat()):
                findings.append(same_file(name))
                continue
            snapshot = FileStore(place).read()
            mismatched = mismatched_ids(snapshot)
        except errors.NewerArchiveError as newer:
            problem = newer.problem.removeprefix(f"{place} ")
            hint = "To read this backup, update mediarel."
            findings.append(note("newer", name, f"this backup {problem}", hint))
        except (errors.DamagedError, errors.AccessError, BrokenRecordError) as broken:
            problem = broken.problem.removeprefix(str(place)).lstrip(",: ")
            findings.append(_broken(name, problem))
        except OSError as refusal:
            findings.append(_broken(name, (refusal.strerror or str(refusal)).lower()))
        else:
            newest = newest or place
            latest = max(latest, *map(int, snapshot.history), 0)
            findings += _mismatches(name, mismatched)
            _collect_versions(versions, wanted, snapshot)
    return BackupsResult(findings, versions, newest, latest)


def _mismatches(name: str, ids: Sequence[int]) -> list[Finding]:
    """Return a finding if statements of a backup have wrong checksums."""
    if not ids:
        return []
    message = f"checksums don't match in this backup: {errors.named(ids)}"
    hint = "Another program changed these statements in the archive or in the backup."
    return [note("backup", name, message, hint)]


def _collect_versions(
    versions: dict[int, dict[str, Any]],
    wanted: Mapping[int, Evidence],
    snapshot: Snapshot,
) -> None:
    """Find the last correct content of statements in a backup. Add it to `versions`.

    The content is correct if it matches the checksum in the archive. If the content in
    the backup doesn't match, the later changes are applied to this content. Then it is
    compared again.
    """
    newest = max(map(int, snapshot.history), default=0)
    for number, evidence in wanted.items():
        kept = evidence.checksum
        raw = snapshot.statements.get(str(number))
        if raw is None or number in versions:
            continue
        try:
            document = renewed(msgspec.json.decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue  # a value in the statement is not valid JSON
        later = evidence.ledger.forward(number, document, newest)
        for version in filter(None, (document, later)):
            if kept is None or fits(msgspec.json.encode(version), kept):
                versions.setdefault(number, version)
