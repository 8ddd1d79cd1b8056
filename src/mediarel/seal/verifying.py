"""Verify a seal and its sequence, compare the archive with it, and publish a seal.

Differences are explained by the history. The changes since a seal of the whole archive
are undone, and the result must have the sealed SHA-256. Otherwise a statement was
altered without a change in the history.

A public seal has no information about the history. So a difference is explained if the
statement, a linked statement or a setting was changed after the seal.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, takewhile
from pathlib import Path
from typing import NamedTuple

from mediarel import errors
from mediarel.address import is_address
from mediarel.archive.archive import Archive
from mediarel.archive.configuration import identity
from mediarel.archive.public import Public
from mediarel.history.change import Change
from mediarel.history.ledger import HistoryMismatchError, rewind
from mediarel.model.statement import Statement
from mediarel.seal.contents import (
    Form,
    changes,
    form_of,
    forms,
    intact_files,
    public_form,
    sealed_history,
)
from mediarel.seal.seal_file import (
    SEAL,
    STATEMENTS,
    Seal,
    SealError,
    broken_links,
    folder_of,
    newest_folder,
    read_seal,
    seal_folders,
)
from mediarel.seal.signatures import (
    INVALID,
    UNTRUSTED,
    VALID,
    Signature,
    Signers,
    public_files,
    read_signers,
    signatures,
)
from mediarel.store.protocol import Snapshot
from mediarel.store.records import read_fields
from mediarel.store.tiny.read import streamed_snapshot

UNCHANGED, CHANGED, REMOVED = "unchanged", "changed", "removed"
HIDDEN, UNSEALED, ALTERED = "not public", "not sealed", "altered"
_UNEXPLAINED = "no change in the history explains this"
_ELSEWHERE = "a setting, an embargo or a linked statement has changed since"


_SIGNERS = "signers"


class Verified(NamedTuple):
    """A statement, and whether it differs from the seal.

    `id` is None if the id is unknown. `state` is one of the constants above, and `why`
    is the explanation.
    """

    id: int | None
    uuid: str
    state: str
    why: str = ""


class Result(NamedTuple):
    """The result of a verification.

    `problems` are the reasons not to trust the seal or the archive: pairs of the place
    and the problem.
    """

    seal: Seal
    problems: list[tuple[str, str]]
    statements: list[Verified]
    signatures: list[Signature]


def verify(
    archive: Archive, place: Path | None = None, signers: Signers | None = None
) -> Result:
    """Compare the archive with a seal, by default with its newest seal.

    If `signers` is given, at least one of them must have signed the seal, and no one
    else. If `signers` has only authorities, the seal must have a timestamp of one of
    them. Raises DamagedError, RefusedError, MisuseError or AccessError.
    """
    place = _folder(archive, place) if place else newest_folder(archive)
    seal = read_seal(place)
    folders = seal_folders(archive, is_public=seal.is_public)
    snapshot = streamed_snapshot(Path(archive.store.location))
    problems = [
        *broken_links(folders, seal, place),
        *([] if seal.is_public else _of_whole(archive, seal, snapshot)),
    ]
    if place.resolve().parent == folder_of(archive, is_public=not seal.is_public):
        problems.append(f"{place} contains {seal.called}")
    found = [(seal.called, each) for each in problems]
    signed = signatures(place, signers)
    found += _of_signatures(seal, signed, signers)
    intact = intact_files(archive, seal.files.values())
    found += [
        (path, "this sealed file is missing or was altered")
        for path, sha256 in seal.files.items()
        if intact.get(sha256) != path
    ]
    compared = [*_statements(archive, seal, snapshot)]
    altered = [each for each in compared if each.state == ALTERED]
    found += [(f"statement {each.id or each.uuid}", each.why) for each in altered]
    return Result(seal, found, compared, signed)


def _folder(archive: Archive, place: Path) -> Path:
    """Return the folder of a seal.

    A seal of the archive may be named by its number, such as "2" or "public/2". Raises
    MisuseError.
    """
    for folder in (place, folder_of(archive, is_public=False) / place):
        if (folder / SEAL).is_file():
            return folder
    # Signatures in the folder are of `seal.txt`, not of a file with a different name.
    if place.name != SEAL:
        raise errors.MisuseError(
            f"{place} is neither a file {SEAL} nor a folder that contains one, nor a"
            " seal of this archive",
            "Without --seal, the newest seal is used. If you received a seal, put it"
            f" into a folder of its own, and name the file {SEAL}.",
        )
    return place.parent


def _of_whole(archive: Archive, seal: Seal, snapshot: Snapshot) -> Iterator[str]:
    """Yield the problems of a seal of the whole archive. Raises DamagedError."""
    uuid, head = identity(archive).uuid, seal.head
    if head["archive"] != uuid:
        yield f"it is a seal of a different archive: {head['archive']}, not {uuid}"
    if head["last-change-at"] > head["sealed"]:
        yield "its time is earlier than the last change that it covers"
    last = int(head["last-change"])
    history = sealed_history(archive.store, snapshot, last)
    if any(head[name] != value for name, value in history.items()):
        yield f"the history up to change {last} was altered"


def _of_signatures(
    seal: Seal, signed: Sequence[Signature], signers: Signers | None
) -> Iterator[tuple[str, str]]:
    """Yield the problems of the signatures and the timestamp of a seal."""
    bad = {INVALID} if signers is None else {INVALID, UNTRUSTED}
    for each in signed:
        if each.state in bad:
            yield each.place.name, f"{each.state} signature: {each.why}"
    if signers is None:
        return
    valid = [each for each in signed if each.state == VALID]
    if signers.ssh or signers.minisign:
        if all(each.at for each in valid):
            yield seal.called, "no trusted signer has signed it"
    elif not valid:
        yield seal.called, "it has no timestamp of a trusted authority"


def _statements(archive: Archive, seal: Seal, snapshot: Snapshot) -> Iterator[Verified]:
    """Compare all statements with a seal. Raises DamagedError."""
    later = _Later(archive, seal, snapshot)
    left = {**seal.lines}
    public = Public(archive, archive.now()) if seal.is_public else None
    for form in forms(archive.store, snapshot, public):
        sealed = left.pop(form.path, None)
        if form.sha256 == sealed:
            yield Verified(form.id, form.uuid, UNCHANGED)
        else:
            state = UNSEALED if sealed is None else CHANGED
            yield later.verified(form.id, form.uuid, state, sealed)
    for path in sorted(left.keys() - seal.files.keys()):
        uuid = path.removeprefix(STATEMENTS).removesuffix(".json")
        number, _ = later.known.get(uuid, (None, None))
        state = HIDDEN if str(number) in snapshot.statements else REMOVED
        yield later.verified(number, uuid, state, seal.lines[path])


class _Later:
    """The changes after a seal, which explain the differences."""

    def __init__(self, archive: Archive, seal: Seal, snapshot: Snapshot) -> None:
        self._seal, self._snapshot = seal, snapshot
        after = int(seal.head.get("last-change", 0))
        later = changes(archive.store, snapshot, after)
        if seal.is_public:
            sealed = seal.head["sealed"]
            later = takewhile(lambda change: change.at >= sealed, later)
        self._all = [*later]
        self._of: dict[int, list[Change]] = {}  # newest first
        for change in self._all:
            for number in change.ids:
                self._of.setdefault(number, []).append(change)

    def verified(
        self, number: int | None, uuid: str, state: str, sealed: str | None
    ) -> Verified:
        """Return a statement that differs from the seal, with the explanation.

        `sealed` is its SHA-256 in the seal, or None.
        """
        find = self._problem_of_public if self._seal.is_public else self._problem
        later = [] if number is None else self._of.get(number, [])
        described = "; ".join(_described(each, number or 0) for each in reversed(later))
        if problem := _UNEXPLAINED if number is None else find(number, sealed):
            return Verified(
                number, uuid, ALTERED, f"{state}: {problem} {described}".strip()
            )
        return Verified(number, uuid, state, described or _ELSEWHERE)

    def _problem(self, number: int, sealed: str | None) -> str:
        """Undo the changes of a statement. Return "" if the result is as sealed."""
        if number not in self._of:
            return _UNEXPLAINED
        raw = self._snapshot.statements.get(str(number))
        now = None if raw is None else read_fields(bytes(raw))
        try:
            past = rewind(number, now, self._of[number])
        except HistoryMismatchError as error:
            return error.problem
        if sealed != (form_of(number, past).sha256 if past else None):
            return "it differed from the seal already before"
        return ""

    def _problem_of_public(self, number: int, _sealed: object) -> str:
        """Return "" if a change can explain that a public form has changed."""
        if number in self._of or any(change.archive for change in self._all):
            return ""
        fields = read_fields(bytes(self._snapshot.statements[str(number)]))
        links = {fields["uuid"], fields.get("translation_of")}
        links.update(*(fields.get(name) or () for name in ("replaces", "merged")))
        return "" if links & self._moved else _UNEXPLAINED

    @cached_property
    def _moved(self) -> set[str]:
        """The UUIDs of statements that were changed, or whose embargo ended."""
        fromisoformat = dt.datetime.fromisoformat
        sealed = fromisoformat(self._seal.head["sealed"])
        return {
            uuid
            for uuid, (number, embargo) in self.known.items()
            if number in self._of or (embargo and fromisoformat(embargo) >= sealed)
        }

    @cached_property
    def known(self) -> dict[str, tuple[int, str | None]]:
        """The id and the embargo of statements, present or removed later, by UUID."""
        removed = (item for each in self._all for item in each.removed.items())
        there = (
            (int(key), read_fields(bytes(raw)))
            for key, raw in self._snapshot.statements.items()
        )
        return {
            str(fields.get("uuid")): (n, fields.get("embargo"))
            for n, fields in chain(removed, there)
        }


def _described(change: Change, number: int) -> str:
    """Return number, command, person and time of a change, and its note to readers."""
    described = f"change {change.number}, {change.command} by {change.who}, {change.at}"
    before, after = change.changed.get(number, {}).get("notes", ((), ()))
    new = [each["text"] for each in after or () if each not in (before or ())]
    return ": ".join([described, *new[-1:]])


class PublishedSeal(NamedTuple):
    """The newest public seal, for a site.

    `files` has the content of the seal, its signatures and its timestamp, by name.
    """

    seal: Seal
    signatures: list[Signature]
    files: dict[str, bytes]

    @property
    def date(self) -> str:
        """The date of the seal, in UTC."""
        return self.seal.head["sealed"][:10]

    @property
    def signers(self) -> str:
        """The names of all signers; without a name, their keys."""
        return ", ".join(each.who for each in self.signatures if not each.at)

    def form(self, one: Statement) -> Form | None:
        """Return the sealed form of a public statement, or None if it isn't sealed."""
        form = public_form(one)
        return form if form.path in self.seal.lines else None


def published_seal(archive: Archive, public: Public) -> PublishedSeal | None:
    """Return the newest public seal, or None if there is none for the public.

    A seal is not published if it covers anything that has changed or is hidden now,
    because its checksums could confirm a guess of hidden text. Then the user gets a
    message. Raises SealError.
    """
    if is_address(archive.store.location):
        return None
    folders = seal_folders(archive, is_public=True)
    if not folders:
        return None
    place = [*folders.values()][-1]
    seal = read_seal(place)
    shown: set[str] = set()
    for one in public.statements(sort="id"):
        form = public_form(one)
        shown.update((form.sha256, *form.files))
    if not shown.issuperset(seal.lines.values()):
        message = f"The site has no seal: {seal.called} covers content that has changed"
        new = errors.Command("seal", "--public")
        hint = errors.Hint(f"{message} or is hidden now. For a new seal: ", new)
        archive.store.notify(hint)
        return None
    keys = place.parents[1] / _SIGNERS
    is_there = keys.is_file() or (keys.is_dir() and any(keys.iterdir()))
    found = signatures(place, read_signers(keys) if is_there else None)
    for each in found:
        if each.state == INVALID:
            raise SealError(f"{each.place} is not a valid signature: {each.why}")
    files = {SEAL: seal.encoded(), **public_files(place)}
    return PublishedSeal(seal, [e for e in found if e.place.name in files], files)
