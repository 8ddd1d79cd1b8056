"""A folder before it is written: whose it is, and what of ours is in it.

Where a command was cut short, the folder is what it was, or part of what was to be put
in place is: both manifests say what may be there. One that says what is takes their
place.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from mediarel.publish.manifest import (
    DamagedManifestError,
    Manifest,
    ManifestWriter,
    digest_of_file,
    read_manifest,
    read_own_manifest,
)
from mediarel.publish.paths import LOCK, MANIFEST, STAGED
from mediarel.publish.placing import remove_empty_folders
from mediarel.publish.recognised import looks_like_site
from mediarel.publish.refusals import (
    EditedError,
    LostManifestError,
    NotOursError,
    OtherKindError,
)
from mediarel.publish.staging import Staging
from mediarel.publish.survey import look_at
from mediarel.publish.times import is_untouched, read_times

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from mediarel.publish.looking import Known

# What a system or git puts into a folder that is empty for its user.
_NOBODYS = {".git", ".DS_Store", "Thumbs.db", "desktop.ini", "lost+found"}
_NOBODYS |= {"System Volume Information", LOCK}
CUT_SHORT = "cut-short"  # a fact, until all is in place again


class Settled(NamedTuple):
    """What of ours is in a folder: `rows`, packed, by their paths, and `facts`.

    `others` are the paths of what is not ours; `is_told` where the manifest says just
    this.
    `manifest` tells the manifest from any other. `times` are those of all folders in
    it, None where they are not known.

    Where it is not sure yet that all is as it was left, `is_so` tells whether it is.
    """

    rows: dict[str, str]
    facts: dict[str, str]
    others: tuple[str, ...]
    is_told: bool
    manifest: bytes
    times: dict[str, int] | None
    is_so: Callable[[], bool] | None = None


class _Said(NamedTuple):
    """What manifests say of a folder: `told` is there, unless it was `begun` anew.

    `is_kept` where there is a manifest that says so.
    """

    folder: Path
    told: Manifest
    begun: Manifest | None
    manifest: bytes
    is_kept: bool

    def looked_at(
        self, tell: Callable[[int, int], None], *, overwrite: bool
    ) -> Settled:
        """Return what there is, once all of it was looked at."""
        folder, told, begun = self.folder, self.told, self.begun
        survey = look_at(folder, told.rows, begun.rows if begun else {}, tell)
        if survey.edited and not overwrite:
            raise EditedError(survey.edited)
        if begun is not None:
            told.facts.update(begun.facts)
            told.facts[CUT_SHORT] = "yes"
            remove_empty_folders(str(folder), survey.missing)
            write = partial(_write, told=told)
            Staging(folder).replace_manifest(write)
        is_told = begun is not None or (self.is_kept and survey.is_as_told)
        rows, others = survey.rows, survey.others
        return Settled(rows, told.facts, others, is_told, self.manifest, None)

    def as_left(self, times: dict[str, int]) -> Settled:
        """Return what there is if all is as it was left with these `times`."""
        rows, facts = self.told.rows, self.told.facts
        return Settled(
            rows, facts, (), is_told=True, manifest=self.manifest, times=times
        )


def settled(
    folder: Path,
    kind: str,
    tell: Callable[[int, int], None],
    *,
    overwrite: bool,
    known: Known | None,
) -> Settled:
    """Return what of ours is in `folder`, when what was cut short is cleared away.

    `known` is what is known of how it was left. `tell` is called with how many files
    were found, of how many.

    Raises OSError, NotOursError, LostManifestError, OtherKindError, EditedError,
    DamagedManifestError or NewerManifestError.
    """
    staging = Staging(folder)
    begun, manifest = read_begun(staging), _digest(folder)
    times = None
    if known is not None and manifest and begun is None:
        times = read_times(known.times_at, manifest)
    kept = read_kept(folder) if times is None else read_own_manifest(folder / MANIFEST)
    for each in (begun, kept):
        if each is not None and each.kind != kind:
            raise OtherKindError(folder, each.kind, kind)
    if begun is None and kept is None:
        _refuse_content(folder)
    told = kept or Manifest(kind, {}, {})
    said = _Said(folder, told, begun, manifest, kept is not None)
    if known is not None and times is not None:
        left = said.as_left(times)
        if known.look is not None:
            staging.clear()
            look = known.look
            return left._replace(is_so=cache(lambda: look() == manifest))
        if is_untouched(folder, told.rows, times):
            staging.clear()
            return left
    found = said.looked_at(tell, overwrite=overwrite)
    staging.clear()
    return found


def _write(out: BinaryIO, told: Manifest) -> None:
    writer = ManifestWriter(out, told.kind)
    writer.add_packed(told.rows, told.rows.values())
    writer.end(told.facts)


def _digest(folder: Path) -> bytes:
    """Return what tells the manifest of `folder` from any other, b"" for none."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return digest_of_file(folder / MANIFEST)
    return b""


def read_kept(folder: Path) -> Manifest | None:
    """Return what the manifest of `folder` says, None where there is none.

    Raises OSError, DamagedManifestError or NewerManifestError.
    """
    with suppress(FileNotFoundError, NotADirectoryError):
        return read_manifest(folder / MANIFEST)
    return None


def read_begun(staging: Staging) -> Manifest | None:
    """Return what was about to be put in place, None where it did not come to that.

    Raises OSError or NewerManifestError.
    """
    with suppress(FileNotFoundError, NotADirectoryError, DamagedManifestError):
        return read_manifest(staging.manifest)
    return None


def _refuse_content(folder: Path) -> None:
    """Raise an error where there is anything in `folder` that counts.

    Raises NotOursError or LostManifestError.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            is_staged = entry.name == STAGED and entry.is_dir(follow_symlinks=False)
            if entry.name not in _NOBODYS and not is_staged:
                if looks_like_site(folder):
                    raise LostManifestError(folder)
                raise NotOursError(folder)
