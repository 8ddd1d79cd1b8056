"""Checking the attached files: whether any is missing, changed, or too many."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.digests import digests_of
from mediarel.attachments.files import AttachedFile
from mediarel.attachments.needed import unneeded_files
from mediarel.attachments.past import past_files
from mediarel.attachments.places import LEFTOVER, all_kept, files_folder
from mediarel.check.finding import error, note
from mediarel.errors import Command, Hint, Placeholder, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from mediarel.attachments.past import PastName
    from mediarel.attachments.places import Kept
    from mediarel.check.finding import Finding
    from mediarel.store.protocol import Document

    Attached = dict[str, Any]

_PRUNE = Hint("Have it deleted: ", Command("check", "--prune"))


class _Look(NamedTuple):
    """What was seen: all that is kept, and what is wrong with a file of a statement."""

    folder: Path
    kept: Kept
    wrong: dict[AttachedFile, str | OSError]


def check_files(
    path: Path,
    attachments: Mapping[int, list[Attached]],
    history: Mapping[str, Document],
    progress: Callable[[int, int], None],
    *,
    quick: bool = False,
) -> Iterator[Finding]:
    """Yield what is wrong with the attached files of the store at `path`.

    `attachments` are by the ids of the statements; `history` is raw. The bytes of files
    are read, unless it is to be `quick`. `progress` is called with how many are read.
    """
    folder = files_folder(path)
    try:
        kept = all_kept(folder)
    except OSError as refusal:
        yield _unreadable("files/", refusal)
        return
    files = {_file(each): each for many in attachments.values() for each in many}
    past = {f: name for f, name in past_files(history).items() if f not in files}
    wanted = [file for file in (*files, *past) if file.sha256 in kept.files]
    look = _Look(folder, kept, _wrong(wanted, kept, progress, quick=quick))
    yield from _of_statements(attachments, look)
    yield from _of_history(past, look)
    yield from _too_many(path, look, {file.sha256 for file in files})


def _file(attached: Mapping[str, Any]) -> AttachedFile:
    return AttachedFile(attached["sha256"], attached["size"])


def _wrong(
    wanted: list[AttachedFile],
    kept: Kept,
    progress: Callable[[int, int], None],
    *,
    quick: bool,
) -> dict[AttachedFile, str | OSError]:
    """Return what is wrong with those `wanted` that are there, in words."""
    wrong: dict[AttachedFile, str | OSError] = {}
    read: dict[Path, int] = {}
    to_prove: dict[AttachedFile, list[Path]] = {}
    for file in wanted:
        there = kept.files[file.sha256]
        try:
            sizes = {place: place.stat().st_size for place in there}
        except OSError as refusal:
            wrong[file] = refusal
            continue
        to_prove[file] = right = [p for p in there if sizes[p] == file.size]
        read.update((place, file.size) for place in right)
        if not right:
            has = sizes[there[0]]
            wrong[file] = f"it has {has:,} bytes, not {file.size:,}"
    if quick:
        return wrong
    digests = digests_of(read, progress)
    for file, places in to_prove.items():
        found = [digests[place] for place in places]
        if found and file.sha256 not in found:
            refusals = [each for each in found if isinstance(each, OSError)]
            what = "its SHA-256 is another than its name"
            wrong[file] = refusals[0] if refusals else what
    return wrong


def _of_statements(
    attachments: Mapping[int, list[Attached]], look: _Look
) -> Iterator[Finding]:
    told: set[AttachedFile] = set()
    for number, attached in attachments.items():
        for each in attached:
            file = _file(each)
            if file.sha256 not in look.kept.files:
                yield _missing(number, each)
            elif file in look.wrong and file not in told:
                told.add(file)
                yield _changed(number, each, look)


def _changed(number: int, attached: Mapping[str, Any], look: _Look) -> Finding:
    """Return the finding for a file that is not what was attached."""
    file = _file(attached)
    place = _named(look.kept.files[file.sha256][0], look.folder)
    what = look.wrong[file]
    if isinstance(what, OSError):
        return _unreadable(place, what, number)
    return error(
        kind="file_changed",
        place=place,
        id=number,
        message=f"{_called(attached)} of statement {number} is another now: {what}",
        hint=_lost(number),
    )


def _missing(number: int, attached: Mapping[str, Any]) -> Finding:
    return error(
        kind="file_missing",
        place=f"files/{attached['sha256']}",
        id=number,
        message=f"{_called(attached)} of statement {number} is missing",
        hint=_lost(number),
    )


def _lost(number: int) -> Hint:
    return Hint(
        "Bring it back from a backup on another drive: ",
        Command("restore", "--from", Placeholder("BACKUP")),
        " – or attach it again: ",
        Command("attach", number, Placeholder("FILE")),
    )


def _of_history(
    past: Mapping[AttachedFile, PastName], look: _Look
) -> Iterator[Finding]:
    """Yield a note for each file that only undo could bring back, and that is lost."""
    for file, (number, name) in past.items():
        if file.sha256 in look.kept.files and file not in look.wrong:
            continue
        yield note(
            kind="file_missing",
            place=f"files/{file.sha256}",
            id=number,
            message=f"{_called({'name': name})}, which statement {number} had before,"
            " is lost: undo would bring back its name alone",
            hint=_lost(number),
        )


def _too_many(path: Path, look: _Look, wanted: set[str]) -> Iterator[Finding]:
    try:
        unneeded = unneeded_files(path)
    except OSError as refusal:
        yield _unreadable("files/", refusal)
        return
    for place in unneeded:
        yield note(
            kind="file_unused",
            place=_named(place, look.folder),
            message="neither a statement nor the history needs it",
            hint=_PRUNE,
        )
    for place in look.kept.others:
        # A folder in the place of a file was told of as that, missing.
        if not LEFTOVER.fullmatch(place.name) and place.name not in wanted:
            yield note(
                kind="file_name",
                place=_named(place, look.folder),
                message="it is no file of a statement: those are named by their"
                " SHA-256",
                hint="Move it out of the archive's folder.",
            )


def _unreadable(place: str, refusal: OSError, number: int | None = None) -> Finding:
    return error(
        kind="unreadable",
        place=place,
        id=number,
        message=(refusal.strerror or str(refusal)).lower(),
        hint="See to it that it can be read.",
    )


def _named(place: Path, folder: Path) -> str:
    return f"{folder.name}/{place.relative_to(folder).as_posix()}"


def _called(attached: Mapping[str, Any]) -> str:
    return f'the file "{shorten(attached["name"])}"'
