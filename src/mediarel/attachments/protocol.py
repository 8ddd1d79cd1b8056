"""The protocol of the files that an archive keeps: beside it, or where it is itself.

A file is kept before a statement names it, without a lock, as that may take long. A
change that names it sees under the lock that it is there (`naming` in
`archive/attach.py`): so none ever names one that is missing. What was kept for a change
that was not made goes again, or is found as unneeded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from mediarel.attachments.files import AttachedFile
    from mediarel.attachments.original import Candidate, Progress


class KeptFile(NamedTuple):
    """A file that is kept: its SHA-256 by its name, its size, what its place is called.

    That is as people find it: `files/ab/abcdef….pdf`. Its bytes were not looked at.
    """

    sha256: str
    size: int
    place: str


class Files(Protocol):
    """The files of an archive, each by its SHA-256."""

    def may_be_there(self) -> bool:
        """Tell whether any file may be kept: no where that is plain at a glance."""

    def folder(self, wanted: Iterable[AttachedFile]) -> Path:
        """Return a folder in which those files lie that are `wanted` and kept.

        They lie as `places.py` says, and may be read until the next is asked for.
        Whether one has the right bytes is not looked at.
        """

    def missing(self, wanted: Iterable[AttachedFile]) -> list[AttachedFile]:
        """Return those `wanted` that are not kept, by their names and sizes.

        Raises OSError.
        """

    def keep(self, found: Candidate, progress: Progress = lambda *_: None) -> bool:
        """Keep a copy of what was `found`; tell whether there was none yet.

        Raises UnreadableOriginalError, UnkeptFileError or ChangedFileError.
        """

    def take(self, file: AttachedFile, source: Path) -> bool:
        """Keep a copy of `file`, where the folder `source` has it; tell whether it has.

        Raises OSError or ChangedFileError.
        """

    def clear_up(self) -> None:
        """Remove what commands that died were copying; errors are passed."""

    def forget(self, names: Iterable[str], why: BaseException) -> None:
        """Remove those with these SHA-256 unless they are needed; errors are passed.

        They were kept for a change that failed, which is `why`. The store is locked
        meanwhile.
        """

    def kept(self) -> dict[str, list[KeptFile]]:
        """Return all files that are kept, by their SHA-256.

        Raises OSError.
        """

    def others(self) -> list[str]:
        """Return the places of what lies among them, and is none of them.

        Raises OSError.
        """

    def digests(
        self, wanted: Iterable[KeptFile], progress: Callable[[int, int], None]
    ) -> dict[KeptFile, str | OSError]:
        """Return the SHA-256 of the bytes of each, or why they can't be read.

        `progress` is called with how many bytes are read, of how many.
        """

    def unneeded(self) -> list[KeptFile]:
        """Return the files that neither a statement nor the history needs.

        Temporary files of killed commands are among them.

        Raises OSError.
        """

    def remove(self, wanted: Collection[KeptFile]) -> list[KeptFile]:
        """Remove those `wanted` that nothing needs.

        Returns those that were removed. The store is locked meanwhile.

        Raises OSError.
        """
