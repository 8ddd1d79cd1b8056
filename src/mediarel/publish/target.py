"""The place that a site is written to: a published folder, or a bag."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Original(NamedTuple):
    """A file that is copied as it is, and its SHA-256 in hexadecimal.

    If the file must be fetched first, `place` does that when the file is copied.
    """

    place: Path | Callable[[], Path]
    sha256: str

    def found(self) -> Path:
        """Return the path of the file."""
        return self.place() if callable(self.place) else self.place


class Target(Protocol):
    """A folder that is given each of its files.

    `facts` are what the last publication noted, such as addresses; change them freely.
    """

    facts: dict[str, str]
    folder: Path

    def put(self, path: str, content: bytes) -> None:
        """Have a file of this content at `path`."""

    def copy(self, path: str, original: Original) -> None:
        """Have a copy of `original` at `path`."""
