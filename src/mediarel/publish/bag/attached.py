"""The attached files of a bag, laid out as an archive has them beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.files import places_of
from mediarel.model.media_types import UNKNOWN
from mediarel.publish.bag.crate import Part, part_of
from mediarel.publish.refusals import UnreadableOriginalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from mediarel.attachments.files import AttachedFile
    from mediarel.attachments.files import Files as ArchiveFiles
    from mediarel.publish.bag.payload import Files, Kept
    from mediarel.publish.bag.tally import Tally

FOLDER = "files"


class Attached(NamedTuple):
    """The files that were copied, by their SHA-256, and those that could not be."""

    copied: dict[str, Kept]
    missing: list[str]


def copy_attached(
    wanted: Iterable[AttachedFile],
    source: ArchiveFiles,
    target: Files,
    attached: Attached,
    tell: Callable[[int], object],
) -> None:
    """Copy the files that are `wanted` from the `source`; note it in `attached`.

    One that is not there, or not with its bytes, is missing. `tell` is called with how
    many were looked at.

    Raises OSError or UnreadableOriginalError.
    """
    for number, file in enumerate(wanted):
        tell(number)
        if file.sha256 in attached.copied:
            continue
        kept = _copied(file, source.folder([file]), target)
        if kept is None:
            attached.missing.append(file.sha256)
        else:
            attached.copied[file.sha256] = kept


def _copied(file: AttachedFile, source: Path, target: Files) -> Kept | None:
    try:
        places = places_of(source, file.sha256)
        fitting = [place for place in places if place.stat().st_size == file.size]
    except OSError as error:
        raise UnreadableOriginalError(source, error) from error
    for place in fitting:
        path = f"{FOLDER}/{file.sha256[:2]}/{place.name}"
        kept = target.copy(path, place, file.sha256)
        if kept is not None:
            return kept
    return None


def parts_of_files(
    attached: Attached, tally: Tally, past: Mapping[AttachedFile, str]
) -> Iterator[Part]:
    """Yield the attached files that were copied, as parts of a crate.

    `past` are the names of those that the history has.
    """
    names = {file.sha256: name for file, name in past.items()}
    files = {file.sha256: each for file, each in tally.files.items()}
    for sha256, kept in attached.copied.items():
        file = files.get(sha256)
        if file:
            about = "A file that is attached to a statement."
            part = part_of(kept, about, file.media_type)
            yield part._replace(name=file.name)
        else:
            about = "A file that was attached to a statement, as its history says."
            part = part_of(kept, about, UNKNOWN)
            yield part._replace(name=names.get(sha256, kept.path))
