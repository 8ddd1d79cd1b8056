"""Detect changes to statements made outside mediarel, as by an editor or git merge.

There are two kinds of evidence. The checksum was computed when mediarel last wrote the
statement, and the history has the changes that led to it. Other programs update
neither. Backups are checked here too, as they have earlier versions of such statements.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.check.finding import error, note, warning
from mediarel.check.history import compare_with_history, document_after, fields_after
from mediarel.errors import (
    AccessError,
    Command,
    DamagedError,
    Hint,
    NewerArchiveError,
    shorten,
)
from mediarel.model.fields import flag_word
from mediarel.model.statement import renewed, without_empty
from mediarel.store.protocol import BrokenRecordError
from mediarel.store.sound import block_of, fits, mismatched_ids
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.rotation import all_backups, backup_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path
    from typing import Any

    from mediarel.check.finding import Finding
    from mediarel.check.history import HistoryComparison
    from mediarel.history.change import Change
    from mediarel.store.protocol import Document, Revision, Snapshot

_IDS_SHOWN = 5  # statements of a backup with wrong checksums, named in a finding
# The kinds of findings that `check --accept` resolves.
ACCEPTED = ("changed", "added", "removed", "checksum", "unfit", "unproved")
_ACCEPT = Command("check", "--accept")
_IF_MEANT = Hint("Was it meant? ", _ACCEPT)
_OR_UNDO = Hint(
    _IF_MEANT, " – was it not? Accept it, then take it back: ", Command("undo")
)
_SHOWN = 40  # characters of a value
_BEFORE = 15  # characters before the first difference
_LEFT_OUT = object()


class WantedVersion(NamedTuple):
    """The version of a statement to look for in the backups.

    `checksum` is None if unknown. `changes` are the changes that led to it, newest
    first.
    """

    checksum: str | None
    changes: Sequence[Change]


class Version(NamedTuple):
    """A statement from the backup of `time`, maybe with later changes applied.

    `fits` says whether it has the checksum that the store keeps.
    """

    document: dict[str, Any]
    time: str
    fits: bool


class BackupsResult(NamedTuple):
    """The findings about the backups, and the versions found in them.

    `versions` has the best version of each wanted statement, by id. `newest` is the
    newest readable backup. `latest` is the number of the last change in any backup.
    """

    findings: list[Finding]
    versions: dict[int, Version]
    newest: Path | None
    latest: int = 0


def check_backups(
    path: Path,
    wanted: Mapping[int, WantedVersion],
    progress: Callable[[int, int], None],
) -> BackupsResult:
    """Check each backup of the store at `path`, and look for the `wanted` versions.

    `progress` is called with the number of backups done and their total.
    """
    findings: list[Finding] = []
    versions: dict[int, Version] = {}
    newest = None
    latest = 0
    try:
        places = all_backups(path)
    except OSError as refusal:
        return BackupsResult([_unreadable(backup_folder(path), refusal)], {}, None)
    for done, place in enumerate(places):
        progress(done, len(places))
        name = f"{place.parent.name}/{place.name}"
        try:
            if os.path.samestat(path.stat(), place.stat()):
                findings.append(_same_file(name))
                continue
            snapshot = FileStore(place).read()
            mismatched = mismatched_ids(snapshot)
        except NewerArchiveError as newer:
            findings.append(_newer(name, newer.problem.removeprefix(f"{place} ")))
        except BrokenRecordError as broken_record:
            findings.append(_broken(name, broken_record.problem))
        except (DamagedError, AccessError) as broken:
            problem = broken.problem.removeprefix(str(place)).lstrip(",: ")
            findings.append(_broken(name, problem))
        except OSError as refusal:
            findings.append(_broken(name, (refusal.strerror or str(refusal)).lower()))
        else:
            newest = newest or place
            latest = max(latest, *map(int, snapshot.history), 0)
            findings += _mismatches(name, mismatched)
            time = place.stem.removeprefix(f"{path.stem}-")
            _collect_versions(versions, wanted, snapshot, time)
    return BackupsResult(findings, versions, newest, latest)


def _mismatches(name: str, ids: Sequence[int]) -> list[Finding]:
    """Return the finding for statements of a backup with wrong checksums, if any."""
    if not ids:
        return []
    first = ", ".join(map(str, ids[:_IDS_SHOWN])) + ("…" if ids[_IDS_SHOWN:] else "")
    return [
        note(
            kind="backup",
            place=name,
            message=f"{len(ids):,} in it do not fit their checksums: {first}",
            hint="They were changed outside mediarel, before it was made or after.",
        )
    ]


def _collect_versions(
    versions: dict[int, Version],
    wanted: Mapping[int, WantedVersion],
    snapshot: Snapshot,
    time: str,
) -> None:
    """Add the `wanted` versions to `versions` unless it has better ones."""
    newest = max(map(int, snapshot.history), default=0)
    for number, (kept, changes) in wanted.items():
        raw = snapshot.statements.get(str(number))
        known = versions.get(number)
        if raw is None or (known and known.fits):
            continue
        try:
            document = renewed(msgspec.json.decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue  # a value in the statement is not valid JSON
        since = [change for change in reversed(changes) if change.number > newest]
        for version in (document, _with_changes(document, number, since)):
            does_fit = kept is not None and fits(msgspec.json.encode(version), kept)
            if does_fit or number not in versions:
                versions[number] = Version(version, time, does_fit)


def _with_changes(
    document: Mapping[str, Any], number: int, changes: Iterable[Change]
) -> dict[str, Any]:
    """Return the statement of a backup with `changes`, oldest first, applied."""
    later = dict(document)
    for change in changes:
        fields = change.changed.get(number, {})
        later |= {name: new for name, (_, new) in fields.items()}
        if fields:
            later["modified"] = change.at
    return later


def _broken(name: str, problem: str) -> Finding:
    return error(
        kind="backup",
        place=name,
        message=f"this backup can't be read: {problem}",
        hint="Remove it; look at the disk if you do not know how that came.",
    )


def _newer(name: str, problem: str) -> Finding:
    return note(
        kind="newer",
        place=name,
        message=f"this backup {problem}",
        hint="To read it, update mediarel.",
    )


def _same_file(name: str) -> Finding:
    return warning(
        kind="backup",
        place=name,
        message="it is no copy yet but another name of the archive's own file",
        hint="The next change makes two files of them; until then edit neither.",
    )


def _unreadable(folder: Path, refusal: OSError) -> Finding:
    return error(
        kind="unreadable",
        place=f"{folder.name}/",
        message=(refusal.strerror or str(refusal)).lower(),
        hint="Check its permissions.",
    )


class EarlierFields(NamedTuple):
    """The earlier fields of a statement; `is_whole` if all are known."""

    fields: dict[str, Any]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class OutsideChanges:
    """The changes made outside mediarel, by the ids of the statements.

    `unchecked` are the ids with only a statement or only a checksum. `revision` is that
    of the checked store. A store that `lacks_checksums` has none at all.
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
        """The ids that acceptance records in the history, sorted."""
        return sorted((*self.changed, *self.added, *self.removed))

    @property
    def ids(self) -> list[int]:
        """The ids of all affected statements, sorted."""
        return sorted((*self.recorded, *self.unchecked))

    def only(self, ids: AbstractSet[int]) -> OutsideChanges:
        """Return the changes to the statements with these `ids`."""
        return OutsideChanges(
            self.revision,
            {n: each for n, each in self.changed.items() if n in ids},
            [n for n in self.added if n in ids],
            {n: each for n, each in self.removed.items() if n in ids},
            [n for n in self.unchecked if n in ids],
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence about one statement in the store and its history.

    `document` and `checksum` are None if missing; `is_mismatched` says that they don't
    match. `changes` are those that touched the statement, newest first, since its
    addition or the last repair. A repair has noted those with the numbers `doubted` as
    damaged.
    """

    number: int
    document: Document | None
    checksum: str | None
    is_mismatched: bool
    changes: Sequence[Change]
    was_repaired: bool = False
    doubted: AbstractSet[int] = frozenset()

    def kind(self, *, lacks_checksums: bool) -> tuple[str, str] | None:
        """Return the kind of the finding and its reason, None if all is well."""
        if self.document is None and not self._was_removed:
            return "removed", ""
        comparison = compare_with_history(
            self.number, self.document, self.changes, self.doubted
        )
        if self.document is None:
            if self.checksum is not None:
                return "checksum", ""
            return ("unfit", comparison.mismatch) if comparison.mismatch else None
        return self._kind_where_present(comparison, lacks_checksums=lacks_checksums)

    @property
    def _was_removed(self) -> bool:
        """Return whether the last of the changes removed it."""
        return bool(self.changes) and self.number in self.changes[0].removed

    def _kind_where_present(
        self, comparison: HistoryComparison, *, lacks_checksums: bool
    ) -> tuple[str, str] | None:
        has_checksum = self.checksum is not None
        if self.is_mismatched:
            return "changed", ""
        if self._was_removed:
            return "added", "the history has it as removed"
        if not (comparison.is_recorded or self.was_repaired):
            return "added", "no change in the history added it"
        if comparison.mismatch:
            return "unfit" if has_checksum else "changed", comparison.mismatch
        return None if has_checksum or lacks_checksums else ("checksum", "")


def finding_of(
    evidence: Evidence,
    kind: str,
    why: str,
    version: Version | None,
    now: Mapping[str, Any] | None,
) -> Finding:
    """Return the finding of this `kind` for a statement.

    `version` is its version in a backup, `now` its version in the store.
    """
    number, place = evidence.number, f"statement {evidence.number}"
    if kind == "changed" and version and (name := _changed_identity(version, now)):
        was = _shown(version.document[name], 0)
        message = (
            f"its {name} was changed outside mediarel, which is no one's to change"
        )
        return error(
            kind="identity",
            place=place,
            id=number,
            message=message,
            hint=f"Put back in the file what it was: {was}.",
        )
    if kind == "changed":
        what = _differences(evidence, why, version, now or {})
        message = f"changed outside mediarel{what}"
        earlier = earlier_fields(evidence, version)
        is_known = _differ(earlier.fields, now or {})
        return error(
            kind=kind,
            place=place,
            id=number,
            message=message,
            hint=_OR_UNDO if is_known else _IF_MEANT,
        )
    if kind == "added":
        message = f"added outside mediarel: {why}"
        return warning(
            kind=kind, place=place, id=number, message=message, hint=_IF_MEANT
        )
    if kind == "removed":
        earlier = earlier_fields(evidence, version)
        message = "removed outside mediarel"
        if not earlier.is_whole:
            message += "; no backup has it, and the history does not say all of it"
        hint: str = _OR_UNDO if earlier.is_whole else _IF_MEANT
        return error(kind=kind, place=place, id=number, message=message, hint=hint)
    if kind == "checksum":
        message = (
            "there is a checksum of it, though it was removed"
            if evidence.document is None
            else "it has no checksum, though others have"
        )
        return warning(
            kind=kind, place=place, id=number, message=message, hint=_IF_MEANT
        )
    hint = (
        "Compare the history with that in a backup."
        if evidence.document is None
        else Hint("Is it right as it is? ", _ACCEPT)
    )
    if kind == "unproved":
        accept = Command("check", "--accept", number)
        hint = Hint("Compare it with another copy. Is it right? ", accept)
    return error(kind=kind, place=place, id=number, message=why, hint=hint)


def without_checksums(*, are_lost: bool) -> Finding:
    """Return the finding for a store without checksums.

    Unless they `are_lost`, the store is older than checksums.
    """
    if are_lost:
        return error(
            kind="checksum",
            place="checksums",
            message="the checksums of all statements are missing",
            hint=Hint("Compare with a backup. Are all statements right? ", _ACCEPT),
        )
    return note(
        kind="checksum",
        place="checksums",
        message="there are none yet, so that not all damage can be seen",
        hint=Hint("The next change adds them, and so does ", _ACCEPT),
    )


def misplaced_checksum(number: int, block: str) -> Finding:
    """Return the finding for a checksum stored in the wrong record."""
    return warning(
        kind="checksum",
        place=f"statement {number}",
        id=number,
        message=f"its checksum is in record {block} of the checksums, where it does not"
        f" count; it belongs in record {block_of(number)}",
        hint=_IF_MEANT,
    )


def earlier_fields(evidence: Evidence, version: Version | None) -> EarlierFields:
    """Return the known fields of a statement before the change outside mediarel.

    A backup with the right checksum comes first, then a history with all fields, then
    some fields from the history. For a removed statement, an older version from a
    backup is better than some fields.
    """
    if version and (version.fits or evidence.checksum is None):
        return EarlierFields(version.document, is_whole=True)
    document = document_after(evidence.number, evidence.changes)
    if document is not None:
        return EarlierFields(document, is_whole=True)
    if version and evidence.document is None:
        return EarlierFields(version.document, is_whole=True)
    return EarlierFields(
        fields_after(evidence.number, evidence.changes), is_whole=False
    )


def _differ(earlier: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Return whether a known field of `earlier` has a different value `now`.

    The time of the last change is ignored, as acceptance sets it.
    """
    names = earlier.keys() - {"modified"}
    old = without_empty({name: earlier[name] for name in names})
    new = without_empty({name: now.get(name) for name in names})
    return old != new


def _changed_identity(version: Version, now: Mapping[str, Any] | None) -> str:
    """Return the changed field that must never change, or ""."""
    if now is None or not version.fits:
        return ""
    names = (n for n in ("uuid", "created") if version.document.get(n) != now.get(n))
    return next(names, "")


def _differences(
    evidence: Evidence, why: str, version: Version | None, now: Mapping[str, Any]
) -> str:
    """Describe the changed fields of a statement."""
    if version is not None:
        earlier, beside = version.document, f"beside the backup of {version.time}"
        beside = "" if version.fits else f" ({beside}, the newest that has it)"
    else:
        earlier = earlier_fields(evidence, None).fields
        beside = " (beside what the history says)" if earlier else ""
    names = [*now, *(name for name in earlier if name not in now)]
    old, new = without_empty(earlier), without_empty(now)
    if version is None and not earlier_fields(evidence, None).is_whole:
        names = [name for name in names if name in earlier]
    differing = [
        f"{name} {_difference(earlier.get(name, _LEFT_OUT), now.get(name, _LEFT_OUT))}"
        for name in names
        if old.get(name) != new.get(name)
        and (name != "modified" or (version and version.fits))
    ]
    if differing:
        return f": {'; '.join(differing)}{beside}"
    return f": {why}" if why else "; what it said before is in no backup"


def _difference(old: object, new: object) -> str:
    """Return a description such as `"Phnom Penh" is now "Phnom Pen"`."""
    before, after = shown_pair(old, new)
    return f"{before} is now {after}"


def shown_pair(old: object, new: object) -> tuple[str, str]:
    """Return two quoted values of a field, shortened around their difference."""
    start = 0
    if (
        isinstance(old, str)
        and isinstance(new, str)
        and len(max(old, new, key=len)) > _SHOWN
    ):
        letters = zip(old, new, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
        start = max(0, same - _BEFORE)
    return _shown(old, start), _shown(new, start)


def _shown(value: object, start: int) -> str:
    if value is _LEFT_OUT:
        return "(left out)"
    if value is None:
        return "(none)"
    if isinstance(value, list):
        items = (item.get("name") if isinstance(item, dict) else item for item in value)
        value = "; ".join(map(str, items))
    text = flag_word(value) if isinstance(value, bool) else str(value)
    return f'"{"…" if start else ""}{shorten(text[start:], _SHOWN)}"'
