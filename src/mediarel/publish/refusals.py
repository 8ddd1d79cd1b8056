"""Why a folder is not written: it, or something in it, is another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import AccessError, Command, Hint, RefusedError
from mediarel.publish.paths import MANIFEST
from mediarel.text.lines import first_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SHOWN = 3  # files, of those that were edited


class NotOursError(RefusedError):
    """A folder has something in it, and mediarel did not publish it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is not empty, and mediarel did not publish it",
            "Name a folder that is new or empty; nothing was changed.",
        )


class LostManifestError(RefusedError):
    """A folder has a site in it, without the manifest that says whose it is."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} looks like a site that mediarel made, but its {MANIFEST} is"
            " missing: it says what mediarel wrote there, and keeps each address",
            f"Put {MANIFEST} back, from the server or a copy, here or in a new folder,"
            " and publish there. Without it, publish into a new folder: some pages"
            " may get another address. Nothing was changed.",
        )


class FileThereError(RefusedError):
    """A file is where a folder would be, or a folder around it."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"{place} is a file", "Name a folder instead; nothing was changed."
        )


class OtherKindError(RefusedError):
    """A folder was published as something else."""

    def __init__(self, folder: Path, found: str, wanted: str) -> None:
        super().__init__(
            f"{folder} was published as a {found}, not as a {wanted}",
            "Name another folder; nothing was changed.",
        )


class OtherArchiveError(RefusedError):
    """A folder was published, and nothing that was in it is in the archive."""

    def __init__(self, folder: Path, count: int) -> None:
        super().__init__(
            f"{folder} was published of another archive:"
            f" none of its {count:,} statements is in this one",
            "Name another folder. If this archive is to take its place, remove the"
            " folder first; nothing was changed.",
        )


class OtherFileError(RefusedError):
    """Something that mediarel did not write is where a file must go."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(
            f"{place} is {what} that mediarel did not write, and it is in the way",
            "Move it to another folder, then publish again; nothing was changed.",
        )


class MeanwhileError(RefusedError):
    """Someone wrote a file while new ones were put in place."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} was written by someone else meanwhile",
            "Part of the new files are in place. Publish again: that says what it is"
            " about.",
        )


class UnreadableOriginalError(AccessError):
    """The system refused to read a file that is to be copied."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"{place} can't be copied: {(error.strerror or str(error)).lower()}",
            Hint("See what is wrong with it: ", Command("check")),
        )


class EditedError(RefusedError):
    """Files of ours hold something else now."""

    def __init__(self, places: Sequence[str]) -> None:
        named = first_of(places, _SHOWN)
        was, it = ("was", "it") if len(places) == 1 else ("were", "them")
        super().__init__(
            f"{named} {was} changed by someone after mediarel wrote {it}",
            f"Copy elsewhere what you need of {it}, then replace {it} with --overwrite",
        )


class UnwritableFolderError(AccessError):
    """The system refused to write into the folder; what was there is as it was."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"{folder} can't be written: {(error.strerror or str(error)).lower()}",
            "Check its permissions and the free space on the disk, then try again;"
            " nothing in it was changed.",
        )


class UnfinishedError(AccessError):
    """The system refused something when part of the new files were in place."""

    def __init__(self, folder: Path, error: OSError) -> None:
        place = error.filename or folder
        super().__init__(
            f"{place}: {(error.strerror or str(error)).lower()}",
            f"Some of the new files are in place. Check the permissions of {folder} and"
            " the free space on the disk, then publish again to write the rest.",
        )


def refuse_file(folder: Path) -> None:
    """Raise FileThereError where no folder can be made, as a file is in the way.

    Raises OSError where it can't be looked at.
    """
    for place in (folder, *folder.parents):
        if place.is_dir():
            return
        if place.exists():
            raise FileThereError(place)
