"""Why a folder is not written: it, or something in it, is another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import AccessError, Command, Hint, RefusedError
from mediarel.text.lines import first_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SHOWN = 3  # files, of those that were edited


class FileThereError(RefusedError):
    """A file is where a folder would be, or a folder around it."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"{place} is a file", "Name a folder instead; nothing was changed."
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
            "Some of the new files may be in place. Publish again to see whether the"
            " file is in the way.",
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
    """The system refused to write into the folder, in which nothing was changed."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"{folder} can't be written: {(error.strerror or str(error)).lower()}",
            "Check its permissions and the free space on the disk, then try again;"
            " nothing in it was changed.",
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
