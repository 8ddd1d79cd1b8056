"""Checking the backups: whether each can be read, and what they say of changes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.check.finding import error, note, warning
from mediarel.errors import AccessError, DamagedError, NewerArchiveError
from mediarel.model.earlier import renewed
from mediarel.store.checksums import fits, mismatched_ids
from mediarel.store.protocol import BrokenRecordError
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.rotation import all_backups, backup_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from mediarel.check.finding import Finding
    from mediarel.history.change import Change
    from mediarel.store.protocol import Snapshot


_SHOWN = 5  # ids


class WantedVersion(NamedTuple):
    """The version of a statement to look for in the backups.

    Its checksum is `checksum`, None where the store has none. `changes` are those
    that led to it, newest first.
    """

    checksum: str | None
    changes: Sequence[Change]


class Version(NamedTuple):
    """A statement as the backup of `time` has it, or as later changes made it.

    `fits` tells whether it has the checksum that the store keeps.
    """

    document: dict[str, Any]
    time: str
    fits: bool


class BackupsResult(NamedTuple):
    """The findings about the backups, and what was found in them.

    `versions` has the best version of each statement that was wanted, by id;
    `newest` is the newest backup that can be read, and `latest` the number of the
    last change in any of them.
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
    """Check each backup of the store at `path`, and look in it for what is `wanted`.

    `progress` is called with how many backups are done, of how many.
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
    """Return the finding for the statements in a backup that do not fit, if any."""
    if not ids:
        return []
    first = ", ".join(map(str, ids[:_SHOWN])) + ("…" if ids[_SHOWN:] else "")
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
    """Add to `versions` what is `wanted`, where there is nothing better yet."""
    newest = max(map(int, snapshot.history), default=0)
    for number, (kept, changes) in wanted.items():
        raw = snapshot.statements.get(str(number))
        known = versions.get(number)
        if raw is None or (known and known.fits):
            continue
        try:
            document = renewed(msgspec.json.decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue  # a value in it is not valid JSON
        since = [change for change in reversed(changes) if change.number > newest]
        for version in (document, _with_changes(document, number, since)):
            does_fit = kept is not None and fits(msgspec.json.encode(version), kept)
            if does_fit or number not in versions:
                versions[number] = Version(version, time, does_fit)


def _with_changes(
    document: Mapping[str, Any], number: int, changes: Iterable[Change]
) -> dict[str, Any]:
    """Return the statement of a backup as `changes`, oldest first, left it."""
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
