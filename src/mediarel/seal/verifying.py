"""Verify a seal and its sequence, and compare the archive with the seal.

Differences are explained by the history. The changes since a seal of the whole archive
are undone, and the result must have the sealed SHA-256. Otherwise a statement was
altered without a change in the history.

A public seal has no information about the history. So a difference is explained if the
statement, a linked statement or a setting was changed after the seal.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, takewhile
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.configuration import identity
from mediarel.archive.public import Public
from mediarel.history.change import Change
from mediarel.history.ledger import HistoryMismatchError, rewind
from mediarel.model.parts import is_ahead
from mediarel.model.statement import without_empty
from mediarel.seal import signatures
from mediarel.seal.making import forms, intact_files, sealed_history, stored_form
from mediarel.seal.seal_file import (
    SEAL,
    STATEMENTS,
    Seal,
    broken_links,
    folder_of,
    newest_folder,
    read_seal,
    seal_folders,
)
from mediarel.seal.signatures import INVALID, UNTRUSTED, VALID, Signature, Signers
from mediarel.store.protocol import Snapshot
from mediarel.store.records import read_entry
from mediarel.store.tiny.read import streamed_snapshot

UNCHANGED, CHANGED, REMOVED = "unchanged", "changed", "removed"
HIDDEN, UNSEALED, ALTERED = "not public", "not sealed", "altered"
_UNEXPLAINED = "no change in the history explains this"
_ELSEWHERE = "a setting, an embargo or a linked statement has changed since"


class Verified(NamedTuple):
    """A statement, and whether it differs from the seal.

    If the id is unknown, `id` is the UUID. `state` is one of the constants above, and
    `why` is the explanation.
    """

    id: int | str
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


def verify(archive: Archive, place: Path | None, signers: Signers) -> Result:
    """Compare the archive with the seal at `place`, or else with its newest seal.

    If `signers` is given, at least one of them must have signed the seal, and no one
    else. If `signers` has only authorities, the seal must have a timestamp of one of
    them. Raises DamagedError, RefusedError, MisuseError or AccessError.
    """
    place = _folder(archive, place) if place else newest_folder(archive)
    seal = read_seal(place)
    snapshot = streamed_snapshot(Path(archive.store.location))
    found = [(seal.called, e) for e in _of_seal(archive, seal, place, snapshot)]
    signed = signatures.check_all(place, signers)
    found += _of_signatures(seal, signed, signers)
    lines, files = seal.read_lines()
    intact = intact_files(archive, files.values())
    found += [
        (path, "this sealed file is missing or was altered")
        for path, sha256 in files.items()
        if intact.get(sha256) != path
    ]
    compared = [*_statements(archive, seal, snapshot, lines)]
    found += [
        (f"statement {each.id}", each.why) for each in compared if each.state == ALTERED
    ]
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
            f"{place} is neither a seal of this archive nor a folder with a {SEAL}",
            f"If you received a seal, put it into a folder, and name the file {SEAL}.",
        )
    return place.parent


def _of_seal(
    archive: Archive, seal: Seal, place: Path, snapshot: Snapshot
) -> Iterator[str]:
    """Yield the problems of the header of a seal, and of the sequence of seals.

    Raises DamagedError.
    """
    folders = seal_folders(archive, is_public=seal.is_public)
    yield from broken_links(folders, seal, place)
    if place.resolve().parent == folder_of(archive, is_public=not seal.is_public):
        yield f"{place} contains {seal.called}"
    if seal.is_public:
        return
    uuid, head = identity(archive).uuid, seal.head
    if head["archive"] != uuid:
        yield f"it is a seal of a different archive: {head['archive']}, not {uuid}"
    if head["last-change-at"] > head["sealed"]:
        yield "its time is earlier than the last change that it covers"
    last = int(head["last-change"])
    history = sealed_history(snapshot, last)
    if any(head[name] != value for name, value in history.items()):
        yield f"the history up to change {last} was altered"


def _of_signatures(
    seal: Seal, signed: Sequence[Signature], signers: Signers
) -> Iterator[tuple[str, str]]:
    """Yield the problems of the signatures and the timestamp of a seal."""
    bad = {INVALID, UNTRUSTED} if signers else {INVALID}
    for each in signed:
        if each.state in bad:
            yield each.place.name, f"{each.state} signature: {each.why}"
    valid = [each for each in signed if each.state == VALID]
    if signers.keys() - {".tsr"}:
        if all(each.at for each in valid):
            yield seal.called, "no trusted signer has signed it"
    elif signers and not valid:
        yield seal.called, "it has no timestamp of a trusted authority"


def _statements(
    archive: Archive, seal: Seal, snapshot: Snapshot, lines: dict[str, str]
) -> Iterator[Verified]:
    """Compare all statements with the lines of a seal, and remove these lines."""
    later = _Later(seal, snapshot)
    public = Public(archive, archive.now()) if seal.is_public else None
    for form in forms(snapshot, public):
        sealed = lines.pop(form.path, None)
        if form.sha256 == sealed:
            yield Verified(form.id, UNCHANGED)
        else:
            state = UNSEALED if sealed is None else CHANGED
            yield later.verified(form.id, state, sealed)
    for path, sealed in sorted(lines.items()):
        uuid = path.removeprefix(STATEMENTS).removesuffix(".json")
        if uuid in later.known:
            number, _ = later.known[uuid]
            state = HIDDEN if str(number) in snapshot.statements else REMOVED
            yield later.verified(number, state, sealed)
        else:
            yield Verified(uuid, ALTERED, f"{REMOVED}: {_UNEXPLAINED}")


class _Later:
    """The changes after a seal, which explain the differences."""

    def __init__(self, seal: Seal, snapshot: Snapshot) -> None:
        self._seal, self._snapshot = seal, snapshot

    @cached_property
    def _all(self) -> list[Change]:
        """The changes, newest first. Without a difference, they are not read."""
        head, history = self._seal.head, self._snapshot.history
        after = int(head.get("last-change", 0))
        numbers = sorted(n for n in map(int, history) if n > after)[::-1]
        later = (read_entry(n, history[str(n)]) for n in numbers)
        is_all = not self._seal.is_public
        return [*takewhile(lambda each: is_all or each.at >= head["sealed"], later)]

    @cached_property
    def _of(self) -> dict[int, list[Change]]:
        """The changes of each statement, newest first."""
        found: dict[int, list[Change]] = {}
        for change in self._all:
            for number in change.ids:
                found.setdefault(number, []).append(change)
        return found

    def verified(self, number: int, state: str, sealed: str | None) -> Verified:
        """Return a statement that differs from the seal, with the explanation.

        `sealed` is its SHA-256 in the seal, or None.
        """
        later = self._of.get(number, [])
        described = "; ".join(_described(each, number) for each in reversed(later))
        find = self._problem_of_public if self._seal.is_public else self._problem
        if problem := find(number, sealed):
            why = f"{state}: {problem} {described}".strip()
            return Verified(number, ALTERED, why)
        return Verified(number, state, described or _ELSEWHERE)

    def _problem(self, number: int, sealed: str | None) -> str:
        """Undo the changes of a statement. Return "" if the result is as sealed."""
        if number not in self._of:
            return _UNEXPLAINED
        try:
            past = rewind(number, self._fields(number), self._of[number])
        except HistoryMismatchError as error:
            return error.problem
        form = stored_form(number, without_empty(past)) if past else None
        if sealed != (form and form.sha256):
            return "it differed from the seal already before"
        return ""

    def _problem_of_public(self, number: int, _sealed: object) -> str:
        """Return "" if a change can explain that a public form has changed."""
        if number in self._of:
            return ""
        fields = self._fields(number) or {}
        links: set[Any] = {fields.get(name) for name in ("uuid", "translation_of")}
        links.update(*(fields.get(name) or () for name in ("replaces", "merged")))
        linked = [self.known[uuid] for uuid in links & self.known.keys()]
        sealed = self._seal.head["sealed"]
        is_explained = any(each.archive for each in self._all) or any(
            n in self._of or is_ahead(embargo, sealed) for n, embargo in linked
        )
        return "" if is_explained else _UNEXPLAINED

    def _fields(self, number: int) -> dict[str, Any] | None:
        raw = self._snapshot.statements.get(str(number))
        return None if raw is None else msgspec.json.decode(raw)

    @cached_property
    def known(self) -> dict[str, tuple[int, str | None]]:
        """The id and the embargo of statements, present or removed later, by UUID."""
        removed = (item for each in self._all for item in each.removed.items())
        there = (
            (int(key), msgspec.json.decode(raw))
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
