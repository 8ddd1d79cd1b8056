"""Writing a folder that is published: only what changed, and never what is another's.

    with publication(folder, kind="site", progress=progress) as site:
        site.facts                              # what was noted the last time
        site.has("index.html", made_from)       # True: it stays, and need not be made
        site.put("index.html", content, made_from)
        site.copy("files/letter.pdf", Original(place, sha256))
    site.written                                # how many were made, unchanged, removed

What is not named again is removed. `write` does the same with pieces.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mediarel.publish.piece import Original, Piece, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Progress = Callable[[str, int, int], None]


class Publication:
    """A folder that is being written; see `publication`.

    `facts` are names with a value each that the manifest keeps for the publisher, such
    as the address of each statement: change them as you like. They are published, too.
    """

    facts: dict[str, str]
    written: Written

    def has(self, path: str, made_from: str) -> bool:
        """Tell whether the file is there already, made from the same; then it stays."""
        raise NotImplementedError

    def put(self, path: str, content: bytes, made_from: str = "") -> None:
        """Have a file of this content at `path`."""
        raise NotImplementedError

    def copy(self, path: str, original: Original) -> None:
        """Have a copy of `original` at `path`."""
        raise NotImplementedError


@contextmanager
def publication(
    folder: Path,
    *,
    kind: str,
    progress: Progress = lambda *_: None,
    overwrite: bool = False,
) -> Iterator[Publication]:
    """Yield the `folder`, locked, to be told each file that is to be in it.

    Nothing in it is changed before all are told; where an error comes before, it stays
    as it was. Files of ours that someone edited are replaced with `overwrite` alone.
    `kind` is what it is, as in `mediarel publish KIND`.
    """
    raise NotImplementedError
    yield Publication()


def write(  # noqa: PLR0913 - what, where, and how
    folder: Path,
    pieces: Iterable[Piece],
    *,
    kind: str,
    progress: Progress = lambda *_: None,
    facts: dict[str, str] | None = None,
    overwrite: bool = False,
) -> Written:
    """Write `pieces` to `folder`, and remove what was written of others before.

    `facts`, where given, are filled with what was noted the last time before the first
    piece is taken, and noted anew after the last.
    """
    with publication(
        folder, kind=kind, progress=progress, overwrite=overwrite
    ) as target:
        if facts is not None:
            facts.update(target.facts)
        for path, made_from, make in pieces:
            if isinstance(make, Original):
                target.copy(path, make)
            elif not (made_from and target.has(path, made_from)):
                content = make if isinstance(make, bytes) else make()
                target.put(path, content, made_from)
        if facts is not None:
            target.facts = facts
    return target.written


def read_kind(folder: Path) -> str | None:
    """Return what `folder` was published as, None where mediarel did not."""
    raise NotImplementedError
