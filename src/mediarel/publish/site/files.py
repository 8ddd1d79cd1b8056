"""The attached files in the site, each in a folder of its digest by a safe name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mediarel.attachments.files import AttachedFile, ChangedFileError
from mediarel.attachments.places import places_of
from mediarel.publish.paths import folded
from mediarel.publish.site.slugs import slug
from mediarel.publish.target import Original

if TYPE_CHECKING:
    from collections.abc import Callable

    from mediarel.attachments.protocol import Files as ArchiveFiles
    from mediarel.model.attachment import Attachment
    from mediarel.publish.target import Target

_FOLDER = "files"
_DIGITS = 16  # of a SHA-256, that tell one file from another
_LONGEST_ENDING = 8


class Files:
    """Copies the attached files of an archive, its `files`.

    `missing` counts those that lie nowhere.
    """

    def __init__(self, files: ArchiveFiles) -> None:
        self._files = files
        self._put: dict[str, str] = {}
        self.missing = 0

    def put(self, file: Attachment, target: Target) -> str:
        """Have a copy of `file` in `target`; return its path, "" if it lies nowhere.

        By names that some systems read as one it is there once.

        Raises what `Target.copy` raises.
        """
        path = path_of(file)
        if folded(path) not in self._put:
            place = self._found(AttachedFile.of(file))
            if place is not None:
                target.copy(path, Original(place, file.sha256))
            else:
                self.missing += 1
            self._put[folded(path)] = path if place is not None else ""
        return self._put[folded(path)]

    def _found(self, file: AttachedFile) -> Path | Callable[[], Path] | None:
        """Return where `file` lies, or what fetches it: only what is new is copied."""
        if self._files.missing([file]):
            return self._place(file)  # one of another size is refused as it is copied

        def fetched() -> Path:
            place = self._place(file)
            if place is None:
                raise ChangedFileError(Path(file.sha256))
            return place

        return fetched

    def _place(self, file: AttachedFile) -> Path | None:
        places = places_of(self._files.folder([file]), file.sha256)
        return places[0] if places else None

    def path(self, file: Attachment) -> str:
        """Return the path of a copy that was put, "" where there is none."""
        return self._put.get(folded(path_of(file)), "")


def path_of(file: Attachment) -> str:
    """Return where the copy of `file` is: `files/0123456789abcdef/letter.pdf`."""
    stem, dot, ending = file.name.rpartition(".")
    ending = slug(ending)
    if not dot or not ending.isascii() or len(ending) > _LONGEST_ENDING or not ending:
        stem, ending = file.name, ""
    named = slug(stem) or "file"
    name = f"{named}.{ending}" if ending else named
    return f"{_FOLDER}/{file.sha256[:_DIGITS]}/{name}"
