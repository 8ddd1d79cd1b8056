"""Check a whole archive, and return all findings in one list.

A check changes nothing, except that it discards an index that differs from the store.
The index can be rebuilt at any time.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, cast

from mediarel import errors
from mediarel.attachments.files import LEFTOVER, AttachedFile, Files, KeptFile
from mediarel.attachments.local_files import PastName, past_files
from mediarel.check.finding import BY_NAME, LEVELS, Finding, error, note, only, warning
from mediarel.check.outside import (
    BackupsResult,
    EarlierFields,
    OutsideChanges,
    check_backups,
    earlier_fields,
    finding_of,
    unreadable,
)
from mediarel.check.slips import Fix, Slips
from mediarel.check.store_tables import TablesResult, check_tables
from mediarel.history.change import Change
from mediarel.index.protocol import Index
from mediarel.model.archive_settings import LOGO, command_for, read_site
from mediarel.model.damage import TEXTS, Damage, damage_of
from mediarel.model.statement import Statement
from mediarel.postgres import comparing
from mediarel.postgres.connection import Connection
from mediarel.postgres.schema import differs_from
from mediarel.postgres.store import ServerStore
from mediarel.store.protocol import Document, Snapshot, Store
from mediarel.store.records import SITE, about, about_of
from mediarel.store.tiny.file import FileStore
from mediarel.text.damaged import (
    CONTROLS,
    LINE_BREAKS,
    LOST_LETTERS,
    MISREAD,
    controls_in,
    without_controls,
)

Progress = Callable[[str, int, int], None]
Attached = dict[str, Any]
_EACH = 5  # findings of a kind listed one by one; more are summed up
_SUMMED = {
    *("unproved", "future", "spelling", "commas", "text_is_file"),
    *(MISREAD, LINE_BREAKS, LOST_LETTERS, CONTROLS),
}
_BY_SQL = (
    "Restore an earlier state from the server's own backups (docs/shared-archive.md),"
    " or correct the data with SQL."
)
_WRONG = "lists and searches use data that differs from the statement"
_NO_BACKUPS = BackupsResult([], {}, None)
_BACKUPS = "Reading backups"
_MOUNTS = Path("/proc/self/mountinfo")  # on Linux; see proc_pid_mountinfo(5)
_ESCAPED = re.compile(r"\\([0-7]{3})")
# File systems that lack permissions, a journal or locks, with the names in Linux.
_LIMITED = {
    *("vfat", "msdos", "exfat", "fuse.exfat", "fuseblk", "nfs", "nfs4", "cifs"),
    *("smb3", "smbfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2"),
}


class DamageFound:
    """Collect the damage found in the texts of statements.

    `repairable` has the ids of statements with damage that `check --fix-text` can
    repair. `fixes` has the fixes that remove control characters.
    """

    def __init__(self) -> None:
        self.repairable: list[int] = []
        self.fixes: list[Fix] = []
        self.findings: list[Finding] = []

    def look_at(self, number: int, record: Statement) -> None:
        """Check one valid statement for damage."""
        fields = {name: getattr(record, name) for name in TEXTS}
        found = {each.kind: each for each in damage_of(fields)}
        self.findings += (_damaged_text(number, damage) for damage in found.values())
        if CONTROLS in found:
            self.fixes += _without_controls(number, fields)
        if any(d.becomes is not None and d.kind != CONTROLS for d in found.values()):
            self.repairable.append(number)


class CheckResult(NamedTuple):
    """The findings of a check, most severe first.

    `outside` has the changes that were made outside mediarel. `fixes` has the automatic
    fixes. `repairable` has the ids of statements whose characters or line breaks can be
    repaired. `statements` is the number of statements in the store, and `changes` the
    number of changes. Both are None if the store can't be read.
    """

    findings: list[Finding]
    outside: OutsideChanges
    statements: int | None = None
    changes: int | None = None
    fixes: tuple[Fix, ...] = ()
    repairable: tuple[int, ...] = ()

    def count(self, level: str) -> int:
        """Return how many findings have this level, such as "error"."""
        return sum(finding.level == level for finding in self.findings)


def check(  # noqa: PLR0913 - all that is checked, and how
    store: Store,
    index: Index,
    files: Files,
    *,
    today: str | None = None,
    quick: bool = False,
    progress: Progress = lambda *_: None,
) -> CheckResult:
    """Check an archive for damage, losses and likely slips.

    `files` are the attached files of the archive. `today` is a date such as 2026-11-25,
    or None to ignore future dates. If `quick`, attached files are not read. During long
    work, `progress` is called with a label, the amount done and the total.

    If the archive is on a server, backups and the file system are not checked.

    Raises NoStoreError or StoreAccessError. For an archive on a server, raises
    AccessError, DamagedError or NewerArchiveError.
    """
    look = _Look(files, progress, today=today, quick=quick)
    if not isinstance(store, FileStore):
        server = cast("ServerStore", store)
        with server.moment() as snapshot:
            return _checked(snapshot, None, index, look, server)
    path = Path(store.location)
    try:
        snapshot = store.read()
    except (errors.DamagedError, errors.NewerArchiveError) as refusal:
        return _check_unreadable(store, path, refusal, look.progress_of(_BACKUPS))
    return _checked(snapshot, path, index, look)


class _Look(NamedTuple):
    """The options and inputs of a check."""

    files: Files
    progress: Progress
    today: str | None
    quick: bool

    def progress_of(self, what: str) -> Callable[[int, int], None]:
        """Return a callback that reports the progress of the task `what`."""
        return lambda done, total: self.progress(what, done, total)


def _checked(
    snapshot: Snapshot,
    path: Path | None,
    index: Index,
    look: _Look,
    server: ServerStore | None = None,
) -> CheckResult:
    """Check a snapshot of an archive.

    If the archive is a file, `path` is the path of this file. If the archive is on a
    server, `server` is the store on the server.
    """
    typed, damage = Slips(look.today), DamageFound()

    def look_at(number: int, record: Statement, _raw: bytes) -> None:
        typed.look_at(number, record)
        damage.look_at(number, record)

    checked = check_tables(snapshot, path, look.progress, look_at)
    kinds, findings = checked.kinds, checked.findings
    wanted = {
        number: evidence
        for number, (evidence, kind, _) in kinds.items()
        if kind in {"changed", "removed"}
    }
    backups = _NO_BACKUPS
    if path is not None:
        backups = check_backups(path, wanted, look.progress_of(_BACKUPS))
    findings += [
        finding_of(*each, backups.versions.get(number))
        for number, each in kinds.items()
    ]
    findings += backups.findings
    if backups.latest > max(map(int, snapshot.history), default=0):
        message = f"a backup has change {backups.latest}, which is missing here"
        restore = errors.Command("restore", "--from", backups.newest)
        hint = errors.Hint("Restore the newer data from the backup: ", restore)
        findings.append(error("gap", "history", message, hint))
    findings += check_files(
        look.files,
        checked.attachments,
        snapshot.history,
        _logo(snapshot),
        look.progress_of("Checking files"),
        quick=look.quick,
        has_backups=path is not None,
    )
    if path is not None:
        findings += check_surroundings(path)
    if server is not None:
        known = kinds.keys() | checked.broken
        findings = [
            *map(_as_on_server, findings),
            *_check_server(
                server.connection,
                snapshot,
                checked.changes,
                known,
                look.progress,
                quick=look.quick,
            ),
        ]
    if index.contradicts(snapshot):
        index.discard()
        message = "the index was altered, so lists may have been wrong"
        findings.append(warning("index", "index", message))
    findings += [*damage.findings, *typed.findings()]
    return CheckResult(
        sorted(_summed(findings), key=lambda finding: LEVELS.index(finding.level)),
        _outside(snapshot, checked, backups.versions, is_server=server is not None),
        len(snapshot.statements),
        len(snapshot.history),
        (*typed.fixes(), *damage.fixes),
        tuple(damage.repairable),
    )


def _logo(snapshot: Snapshot) -> dict[str, Any] | None:
    """Return the logo of the site. Return None if no valid logo is set."""
    kept = about(snapshot.others).get(SITE)
    with suppress(errors.InvalidError):
        return read_site(kept if isinstance(kept, dict) else {}).get(LOGO)
    return None


def _outside(
    snapshot: Snapshot,
    checked: TablesResult,
    versions: Mapping[int, Mapping[str, Any]],
    *,
    is_server: bool,
) -> OutsideChanges:
    """Return the changes that were made to statements outside mediarel."""
    outside = OutsideChanges(
        revision=snapshot.revision,
        lacks_checksums=bool(snapshot.statements) and not checked.checksums,
    )
    for number, (evidence, kind, _) in checked.kinds.items():
        if kind == "added":
            outside.added.append(number)
        elif kind == "checksum":
            outside.unchecked.append(number)
        elif kind == "unproved":
            outside.changed[number] = EarlierFields({}, is_whole=False)
        elif kind == "removed":
            outside.removed[number] = earlier_fields(evidence, versions.get(number))
        elif evidence.document is not None:
            outside.changed[number] = earlier_fields(evidence, versions.get(number))
    outside.unchecked.extend(n for n in checked.strays if n not in checked.kinds)
    if outside.lacks_checksums and is_server:  # later changes don't add these checksums
        others = set(map(int, snapshot.statements)) - {*outside.ids}
        outside.unchecked.extend(sorted(others))
    return outside


def _check_unreadable(
    store: FileStore,
    path: Path,
    refusal: errors.DamagedError | errors.NewerArchiveError,
    progress: Callable[[int, int], None],
) -> CheckResult:
    """Return the findings for an archive whose store can't be read."""
    backups = check_backups(path, {}, progress)
    place, hint = path.name, refusal.hint
    if isinstance(refusal, errors.NewerArchiveError):
        kind, what = "newer", refusal.problem.removeprefix(f"{store.path} ")
    else:
        kind = "damaged"
        line, _, what = refusal.problem.removeprefix(str(store.path)).partition(": ")
        place = line.removeprefix(", ") or place
        if backups.newest is not None:
            newest = f"The newest undamaged backup is {backups.newest}. "
            hint = errors.Hint(newest, hint)
    finding = error(kind, place, what, hint)
    return CheckResult(
        [finding, *backups.findings, *check_surroundings(path)], OutsideChanges()
    )


def _without_controls(number: int, fields: Mapping[str, object]) -> Iterator[Fix]:
    """Yield the fixes that remove control characters from a statement."""
    for name, value in fields.items():
        for text in value if isinstance(value, list | tuple) else [value]:
            if isinstance(text, str) and controls_in(text):
                left = without_controls(text).strip()
                if left or isinstance(value, list | tuple):
                    yield Fix(name, text, (left,) if left else (), (number,))


def _damaged_text(number: int, damage: Damage) -> Finding:
    hint = BY_NAME[damage.kind].to_do
    if damage.kind == LOST_LETTERS:
        edit = errors.Command("edit", number, "--text", "-")
        hint = errors.Hint("Enter the text again: ", edit, " < FILE")
    place = f"statement {number}"
    return warning(damage.kind, place, damage.message, hint, number)


def _summed(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings. Of a kind in `_SUMMED`, yield five, and one for the rest."""
    more: dict[str, list[Finding]] = {}
    counts = Counter[str]()
    for each in findings:
        counts[each.kind] += 1
        if each.kind in _SUMMED and counts[each.kind] > _EACH:
            more.setdefault(each.kind, []).append(each)
        else:
            yield each
    for name, those in more.items():
        kind = BY_NAME[name]
        ids = [each.id for each in those if each.id is not None]
        place = errors.named(ids) if len(ids) == len(those) else f"{len(those):,} more"
        what = kind.means[0].lower() + kind.means[1:].removesuffix(".")
        yield replace(
            those[0], place=place, message=what, hint=kind.to_do, id=only(ids)
        )


def _as_on_server(finding: Finding) -> Finding:
    """Return the finding with a hint that works for an archive on a server.

    A hint to correct the archive's file is replaced by a hint about backups and SQL.
    """
    is_by_sql = BY_NAME[finding.kind].needs_sql
    return replace(finding, hint=_BY_SQL) if is_by_sql else finding


def _check_server(  # noqa: PLR0913 - the data, and how to check it
    connection: Connection,
    snapshot: Snapshot,
    changes: Sequence[Change],
    known: AbstractSet[int],
    progress: Progress,
    *,
    quick: bool,
) -> Iterator[Finding]:
    """Yield findings about differences between an archive on a server and its index.

    `snapshot` has the statements of the archive, and `changes` their history. `known`
    are the ids of statements that already have findings. If `quick`, the words of
    statements are not compared.
    """
    upgrade = errors.Command("init", connection.address, "--upgrade")
    rebuild = errors.Hint("As the archive's admin, rebuild the index: ", upgrade)
    wrong = partial(error, "rows", hint=rebuild)
    removed = (n for n in comparing.left_over(connection) if n not in known)
    if left := [*removed]:
        message = "was removed, but is still shown in lists and searches"
        yield wrong(errors.named(left), message, number=only(left))
    if not quick:
        documents = (
            (int(key), raw)
            for key, raw in snapshot.statements.items()
            if int(key) not in known
        )
        found = comparing.differing(
            connection, documents, len(snapshot.statements), progress
        )
        if ids := found.ids:
            yield wrong(errors.named(ids), _WRONG, number=only(ids))
        if ids := found.by_unicode:
            message = "was indexed with different rules for letters; searches may"
            message += " miss rare characters"
            yield note("unicode", errors.named(ids), message, rebuild, only(ids))
        if numbers := comparing.differing_changes(connection, changes):
            place = errors.named(numbers).replace("statement", "change")
            yield wrong(place, "the log shows data that differs from the history")
    if not comparing.is_linked_right(connection):
        yield wrong("index", "links between translations are wrong")
    if differs_from(connection, about_of(snapshot.others)):
        yield wrong("index", "the name of the archive or of organisations is outdated")
    highest = max((each.last_id for each in changes), default=0)
    if not known and not comparing.has_right_counts(connection, highest):
        yield wrong("counter", "a count, the newest change or the highest ID is wrong")


class _FoundFiles(NamedTuple):
    """The files in the folder of attached files, and the problems found with them."""

    kept: Mapping[str, list[KeptFile]]
    others: list[str]
    wrong: dict[AttachedFile, str | OSError]
    has_backups: bool

    def hint(self, number: int) -> errors.Hint:
        """Return the hint for recovering a lost file of a statement."""
        again = errors.Command("attach", number, "FILE")
        if not self.has_backups:
            return errors.Hint("Attach the file again: ", again)
        return errors.Hint(
            "Restore the file from a backup on another drive: ",
            errors.Command("restore", "--from", "BACKUP"),
            " – or attach the file again: ",
            again,
        )


def check_file_system(path: Path) -> Iterator[Finding]:
    """Yield a note if the file system of the archive at `path` lacks a feature."""
    kind = _kind_at(path)
    if kind in _LIMITED:
        yield note("file_system", path.name, f"is on a drive with limits ({kind})")


def _kind_at(path: Path) -> str:
    """Return the type of the file system that has `path`, or "" if it is unknown."""
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    kind, longest = "", -1
    for line in lines:
        before, _, behind = line.partition(" - ")
        point = Path(_ESCAPED.sub(lambda code: chr(int(code[1], 8)), before.split()[4]))
        # A later mount hides an earlier one at the same place.
        if path.is_relative_to(point) and len(point.parts) >= longest:
            kind, longest = behind.split()[0], len(point.parts)
    return kind


def check_surroundings(path: Path) -> Iterator[Finding]:
    """Yield problems with the file system and the permissions of a store."""
    yield from check_file_system(path)
    with suppress(OSError):  # already reported when the store was read
        if not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK):
            hint = f"To change the archive: chmod u+w {path.name}"
            yield note("read_only", path.name, "this file is read-only", hint)


def check_files(  # noqa: PLR0913 - the files, and how to check them
    files: Files,
    attachments: Mapping[int, list[Attached]],
    history: Mapping[str, Document],
    logo: Attached | None,
    progress: Callable[[int, int], None],
    *,
    quick: bool = False,
    has_backups: bool = True,
) -> Iterator[Finding]:
    """Yield problems with the attached files of an archive, and with the site's logo.

    `attachments` has the attachments by statement id. `history` has the raw changes. If
    `quick`, the content of files is not read. `progress` is called with the number of
    bytes read and the total. If `has_backups`, hints mention backups.
    """
    try:
        kept, others = files.kept(), files.others()
    except OSError as refusal:
        yield unreadable("files/", refusal)
        return
    named = {_file(each): each for many in attachments.values() for each in many}
    past = {f: name for f, name in past_files(history).items() if f not in named}
    if logo is not None:
        past[_file(logo)] = PastName(0, logo["name"])
    wanted = {f: kept[f.sha256] for f in (*named, *past) if f.sha256 in kept}
    wrong: dict[AttachedFile, str | OSError] = {
        file: f"{there[0].size:,} bytes instead of {file.size:,}"
        for file, there in wanted.items()
        if not _right(file, there)
    }
    if not quick:
        wrong |= _with_other_bytes(files, wanted, progress)
    look = _FoundFiles(kept, others, wrong, has_backups=has_backups)
    yield from _of_statements(attachments, look)
    yield from _of_history(past, _file(logo) if logo else None, look)
    yield from _too_many(files, look, {file.sha256 for file in named})


def _file(attached: Mapping[str, Any]) -> AttachedFile:
    return AttachedFile(attached["sha256"], attached["size"])


def _with_other_bytes(
    files: Files,
    wanted: Mapping[AttachedFile, list[KeptFile]],
    progress: Callable[[int, int], None],
) -> dict[AttachedFile, str | OSError]:
    """Read attached files. Return the files with wrong content.

    Each of these files maps to a description of the problem. `wanted` maps attached
    files to the copies in the folder. Copies of the wrong size are not read.
    """
    to_prove = {file: _right(file, there) for file, there in wanted.items()}
    read = [each for right in to_prove.values() for each in right]
    digests = files.digests(dict.fromkeys(read), progress)
    wrong: dict[AttachedFile, str | OSError] = {}
    for file, right in to_prove.items():
        found = [digests[each] for each in right]
        if found and file.sha256 not in found:
            refusals = [each for each in found if isinstance(each, OSError)]
            what = "its SHA-256 doesn't match its name"
            wrong[file] = refusals[0] if refusals else what
    return wrong


def _right(file: AttachedFile, there: Iterable[KeptFile]) -> list[KeptFile]:
    """Return the files in the folder that have the same size as `file`."""
    return [each for each in there if each.size == file.size]


def _of_statements(
    attachments: Mapping[int, list[Attached]], look: _FoundFiles
) -> Iterator[Finding]:
    reported: set[AttachedFile] = set()
    for number, attached in attachments.items():
        for each in attached:
            file = _file(each)
            what = f"{_called(each)} of statement {number}"
            if file.sha256 not in look.kept:
                place, hint = f"files/{file.sha256}", look.hint(number)
                yield error("file_missing", place, f"{what} is missing", hint, number)
            elif file in look.wrong and file not in reported:
                reported.add(file)
                place, why = look.kept[file.sha256][0].place, look.wrong[file]
                if isinstance(why, OSError):
                    yield unreadable(place, why, number)
                    continue
                message = f"{what} was changed: {why}"
                yield error("file_changed", place, message, look.hint(number), number)


def _of_history(
    past: Mapping[AttachedFile, PastName], logo: AttachedFile | None, look: _FoundFiles
) -> Iterator[Finding]:
    """Yield a note for each lost file that only the history mentions.

    If the file is the present logo of the site, yield a warning instead.
    """
    for file, (number, name) in past.items():
        if file.sha256 in look.kept and file not in look.wrong:
            continue
        if not number:
            message = f"{_called({'name': name})}, a logo of the site, is missing"
            hint = errors.Hint("To set the logo again: ", command_for(LOGO))
            level = warning if file == logo else note
            yield level("file_missing", f"files/{file.sha256}", message, hint)
            continue
        message = f"{_called({'name': name})}, earlier attached to statement {number},"
        message += " is lost: undo can restore its name, but not the file"
        hint = look.hint(number)
        yield note("file_missing", f"files/{file.sha256}", message, hint, number)


def _too_many(files: Files, look: _FoundFiles, wanted: set[str]) -> Iterator[Finding]:
    try:
        unneeded = files.unneeded()
    except OSError as refusal:
        yield unreadable("files/", refusal)
        return
    for each in unneeded:
        if LEFTOVER.fullmatch(PurePosixPath(each.place).name):
            message = "an interrupted command left this temporary file"
            yield note("leftover", each.place, message, BY_NAME["file_unused"].to_do)
        else:
            message = "no statement and no change in the history needs this file"
            yield note("file_unused", each.place, message)
    for place in look.others:
        name = PurePosixPath(place).name
        # A folder in place of a file was reported as a missing file.
        if not LEFTOVER.fullmatch(name) and name not in wanted:
            message = "not an attached file: attached files are named by their SHA-256"
            yield note("file_name", place, message)


def _called(attached: Mapping[str, Any]) -> str:
    return f'the file "{errors.shorten(attached["name"])}"'
