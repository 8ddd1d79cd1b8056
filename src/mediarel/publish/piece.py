"""A file of a folder that is published, before it is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Original(NamedTuple):
    """A file that is copied as it is; what is copied must have its SHA-256, in hex.

    Where it must be fetched first, `place` does that, when it is to be copied.
    """

    place: Path | Callable[[], Path]
    sha256: str

    def found(self) -> Path:
        """Return where it lies."""
        return self.place() if callable(self.place) else self.place


class Place(NamedTuple):
    """Where a file is written before it is put in place, and its number."""

    number: int
    path: str


class New(NamedTuple):
    """A file that was written: its digest, its size, when, in nanoseconds."""

    sha256: bytes
    size: int
    modified: int


class Piece(NamedTuple):
    """One file that is to be in the folder.

    `path` is below the folder, with "/" between its parts. `made_from` tells all that
    it is made from, as a digest does: where it is the same as the last time, `make` is
    not called. Without one, its content decides. It is published, digested once more:
    let nothing go into it that must stay secret.

    `make` returns the content, or is the content, or the file that is copied.
    """

    path: str
    made_from: str
    make: Callable[[], bytes] | bytes | Original


class Written(NamedTuple):
    """How many files were made anew, left as they were, and removed.

    `others` are the paths of what mediarel did not write and leaves as it is: files,
    and, with a `/` at the end, folders in which there is nothing of ours.
    """

    made: int
    unchanged: int
    removed: int
    others: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        """Whether any file of ours is another, new or gone."""
        return bool(self.made or self.removed)
