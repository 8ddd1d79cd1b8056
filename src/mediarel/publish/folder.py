"""Writing a folder that is published: only what changed, and never what is another's.

    with publication(folder, kind=KIND, progress=progress) as site:
        site.facts                              # what was noted the last time
        site.has("index.html", made_from)       # True: it stays, and need not be made
        site.put("index.html", content, made_from)
        site.copy("files/letter.pdf", Original(place, sha256))
    site.written                                # how many were made, unchanged, removed

What is not named again is removed.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mediarel.publish.lock import locked
from mediarel.publish.making import made, writing_to
from mediarel.publish.publication import NotAsLeftError, Publication
from mediarel.publish.settling import read_begun, read_kept, settled
from mediarel.publish.staging import Staging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mediarel.publish.looking import Known

    Progress = Callable[[str, int, int], None]


@contextmanager
def publication(
    folder: Path,
    *,
    kind: str,
    progress: Progress = lambda *_: None,
    overwrite: bool = False,
    known: Known | None = None,
) -> Iterator[Publication]:
    """Yield the `folder`, locked, to be told each file that is to be in it.

    Nothing in it is changed before all are told; where an error comes before, it stays
    as it was. Files of ours that someone edited are replaced with `overwrite` alone.
    `kind` is what it is, as in `mediarel publish KIND`. `known` is what
    `looking` returns; where it was wrong, NotAsLeftError is raised at the end.

    Raises NotAsLeftError, BusyFolderError, UnwritableFolderError, UnfinishedError,
    MeanwhileError, PathError, FactError, what `settled` raises, and what is raised
    inside.
    """
    with made(folder), locked(folder):
        with writing_to(folder):
            before = settled(
                folder,
                kind,
                lambda *done: progress("Looking at what is there", *done),
                overwrite=overwrite,
                known=known,
            )
            target = Publication(folder, kind, before, progress)
        try:
            yield target
            target.record()
        except BaseException as error:
            with suppress(OSError):  # the first error is the one to report
                target.give_up()
            # What was read of the folder may have led to any error.
            if isinstance(error, Exception) and not target.is_sure():
                raise NotAsLeftError from error
            raise
        target.place()


def is_cut_short(folder: Path) -> bool:
    """Return whether only a part of what was to be published is in `folder`.

    Raises OSError or NewerManifestError.
    """
    return read_begun(Staging(folder)) is not None


def read_kind(folder: Path) -> str | None:
    """Return what `folder` was published as, None where mediarel did not.

    Raises OSError, DamagedManifestError or NewerManifestError.
    """
    found = read_kept(folder) or read_begun(Staging(folder))
    return found.kind if found else None
