"""Keeping a file of a person: copied beside the store, and proved.

The copy is in its place, and synced to the disk, before a statement may name it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mediarel.attachments.files import (
    AttachedFile,
    ChangedFileError,
    has_file,
    put_file,
)
from mediarel.attachments.original import opened_again, telling
from mediarel.attachments.places import place_for, places_of
from mediarel.errors import AccessError, MediarelError
from mediarel.model.media_types import kept_suffix

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.attachments.original import Candidate, Progress


class UnkeptFileError(AccessError):
    """The system refused to write the copy."""

    def __init__(self, path: Path, place: Path, error: OSError) -> None:
        super().__init__(
            f"{path} can't be kept as {error.filename or place}:"
            f" {(error.strerror or str(error)).lower()}",
            "Check the permissions of the folder and the free space on the disk;"
            " nothing was added.",
        )


def keep(
    folder: Path,
    found: Candidate,
    *,
    like: Path,
    progress: Progress = lambda *_: None,
) -> bool:
    """Keep a copy of what was `found` in `folder`; tell whether there was none yet.

    Raises UnreadableOriginalError, UnkeptFileError or ChangedFileError.
    """
    path, attachment, _ = found
    wanted = AttachedFile.of(attachment)
    suffix = kept_suffix(attachment.name, attachment.media_type)
    place = place_for(folder, attachment.sha256, suffix)
    try:
        if has_file(folder, wanted):
            return False
        # One that is there is not what it was: it is replaced.
        place = next(iter(places_of(folder, attachment.sha256)), place)
        with opened_again(found) as (file, prove):
            try:
                put_file(
                    file,
                    place,
                    folder,
                    wanted,
                    like=like,
                    told=telling(progress, "Copying the file", wanted.size),
                    prove=prove,
                )
            except ChangedFileError:
                raise ChangedFileError(path) from None
    except OSError as error:
        _remove_empty_folders(place, folder)
        raise UnkeptFileError(path, place, error) from error
    except (MediarelError, KeyboardInterrupt):
        _remove_empty_folders(place, folder)
        raise
    return True


def _remove_empty_folders(place: Path, folder: Path) -> None:
    """Remove the folders that were made for a file which is not there after all."""
    for each in (place.parent, folder):
        with suppress(OSError):
            each.rmdir()
