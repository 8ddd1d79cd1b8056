"""Verify a seal, its sequence, and all that it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.archive.name import identity
from mediarel.seal.contents import intact_files, sealed_history
from mediarel.seal.differences import ALTERED, public_statements, statements
from mediarel.seal.seal_file import (
    FILES,
    SEAL,
    Seal,
    SealError,
    broken_links,
    folder_of,
    read_seal,
    seal_folders,
)
from mediarel.seal.signatures import INVALID, UNTRUSTED, VALID, signatures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.seal.differences import Verified
    from mediarel.seal.signatures import Signature, Signers
    from mediarel.store.protocol import Snapshot


class Problem(NamedTuple):
    """A reason not to trust a seal or an archive: the place, and the problem."""

    place: str
    message: str


class Result(NamedTuple):
    """The result of a verification."""

    seal: Seal
    problems: list[Problem]
    statements: list[Verified]
    signatures: list[Signature]


def verify(
    archive: Archive, place: Path | None = None, signers: Signers | None = None
) -> Result:
    """Compare the archive with a seal, by default with its newest seal.

    If `signers` is given, at least one of them must have signed the seal, and no one
    else.

    Raises DamagedError, RefusedError or AccessError.
    """
    place = place or newest_place(archive)
    seal = read_seal(place)
    folders = seal_folders(folder_of(archive, is_public=seal.is_public))

    def read(folder: Path) -> Seal:
        return seal if folder == place else read_seal(folder)

    snapshot = archive.store.read()
    problems = [
        *broken_links(folders, read, is_public=seal.is_public),
        *_differs_from_own(seal, folders, read),
        *([] if seal.is_public else _of_whole(archive, seal, snapshot)),
    ]
    signed = signatures(place if place.is_dir() else place.parent, signers)
    found = [
        *(Problem(seal.called, each) for each in problems),
        *_of_signatures(seal, signed, signers),
    ]
    files = {path: sha for path, sha in seal.lines.items() if path.startswith(FILES)}
    intact = intact_files(archive, files.values())
    found += [
        Problem(path, "this sealed file is missing or was altered")
        for path, sha256 in files.items()
        if intact.get(sha256) != path
    ]
    compare = public_statements if seal.is_public else statements
    compared = [*compare(archive, seal, snapshot)]
    found += [
        Problem(f"statement {each.id or each.uuid}", each.why)
        for each in compared
        if each.state == ALTERED
    ]
    return Result(seal, found, compared, signed)


def _of_signatures(
    seal: Seal, signed: Sequence[Signature], signers: Signers | None
) -> Iterator[Problem]:
    """Yield the problems of the signatures and the timestamp of a seal."""
    bad = {INVALID} if signers is None else {INVALID, UNTRUSTED}
    for each in signed:
        if each.state in bad:
            yield Problem(each.place.name, f"{each.state} signature: {each.why}")
    trusted = [each for each in signed if each.state == VALID and not each.at]
    if signers and (signers.ssh or signers.minisign) and not trusted:
        yield Problem(seal.called, "no trusted signer has signed it")


def newest_place(archive: Archive) -> Path:
    """Return the folder of the newest seal, or else of the newest public seal.

    Raises RefusedError.
    """
    for is_public in (False, True):
        folders = seal_folders(folder_of(archive, is_public=is_public))
        if folders:
            return [*folders.values()][-1]
    raise errors.RefusedError(
        "the archive has no seal",
        errors.Hint("Create a seal: ", errors.Command("seal")),
    )


def _differs_from_own(
    seal: Seal, folders: Mapping[int, Path], read: Callable[[Path], Seal]
) -> Iterator[str]:
    """Yield a problem if the archive's own seal of this number is missing or differs.

    If someone replaced a newer seal with an older one, a copy of the newer seal shows
    this.
    """
    own = folders.get(seal.number)
    if own is None:
        yield "the archive does not have this seal; someone may have removed it"
        return
    try:
        if read(own) != seal:
            yield f"the archive has a different seal in {own / SEAL}"
    except SealError:
        return  # reported with the sequence


def _of_whole(archive: Archive, seal: Seal, snapshot: Snapshot) -> Iterator[str]:
    """Yield the problems of a seal of the whole archive. Raises DamagedError."""
    uuid = identity(archive).uuid
    if seal.archive != uuid:
        yield f"it is a seal of a different archive: {seal.archive}, not {uuid}"
    if seal.changed > seal.sealed:
        yield "its time is earlier than the last change that it covers"
    history = sealed_history(archive.store, snapshot, seal.change)
    if history != (seal.change, seal.changed, seal.history):
        yield f"the history up to change {seal.change} was altered"
