"""Check the paths of published files, and recognise mediarel's folders.

Windows and macOS treat `Rights` and `rights` as the same name. They also treat composed
and decomposed letters with accents as equal. If two files had such names, one of the
files would be lost.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mediarel import errors
from mediarel.text.lines import first_of

_SHOWN = 3  # edited files in a message
DECLARATION = "bagit.txt"  # files of a bag
STAGED = ".mediarel-new"
MANIFEST = "mediarel-manifest.txt"
LOCK = ".mediarel-lock"
_OWN = {name.casefold() for name in (STAGED, MANIFEST, LOCK)}
# No other program writes all of these into one folder.
_FILES = ("index.html", "site.css", "404.html", "feed.json", "search/search.js")
_LONGEST_PART = 255  # bytes: the limit of file systems
# Parts that Windows accepts: this also excludes ".", ".." and a final dot. Surrogates
# have no form in UTF-8.
_FORBIDDEN = r'\x00-\x1f\x7f/\\:*?"<>|\ud800-\udfff'
_PARTS = re.compile(f"(?:[^{_FORBIDDEN}]*[^{_FORBIDDEN}. ](?:/|\\Z))+")
_REPORT = "This is a bug in mediarel. Please report it. Nothing was changed."


class OtherFileError(errors.RefusedError):
    """A file that mediarel did not write exists at the path of a new file."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(
            f"{place} is {what} that mediarel did not write",
            f"Move {place} to a different folder, then publish again. Nothing was"
            " changed.",
        )


class MeanwhileError(errors.RefusedError):
    """Someone changed a file while mediarel was moving new files into place."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"{place} was changed while mediarel was publishing",
            "Some new files may already be in place. Publish again.",
        )


class UnreadableOriginalError(errors.AccessError):
    """The system refused to read a file that must be copied."""

    def __init__(self, place: Path, error: OSError) -> None:
        super().__init__(
            f"{place} can't be copied: {(error.strerror or str(error)).lower()}",
            errors.Hint(
                "To check the archive and its files: ", errors.Command("check")
            ),
        )


class EditedError(errors.RefusedError):
    """Someone edited files that mediarel wrote."""

    def __init__(self, places: Sequence[str]) -> None:
        named = first_of(places, _SHOWN)
        was, files = ("was", "file") if len(places) == 1 else ("were", "files")
        super().__init__(
            f"{named} {was} edited after mediarel wrote the {files}",
            f"Save a copy of your edits. To replace the {files}, add --overwrite",
        )


class UnwritableFolderError(errors.AccessError):
    """The system refused to write into a folder. The folder is unchanged."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"{folder} can't be written: {(error.strerror or str(error)).lower()}",
            "Check the folder's permissions and the free disk space, then try again."
            " Nothing in the folder was changed.",
        )


class PathError(errors.InvalidError):
    """A path is not allowed on some system, or conflicts with an earlier path."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"can't publish a file as {errors.shorten(path)!r}: {why}", _REPORT
        )


def looks_like_site(folder: Path) -> bool:
    """Return whether `folder` contains the files that every site of mediarel has.

    This does not need a manifest: a site in a bag has none, and a manifest can be lost.
    """
    return all(os.path.lexists(folder / name) for name in _FILES)


def is_published(folder: Path) -> bool:
    """Return whether mediarel published to `folder`, or started to do so."""
    is_known = any(os.path.lexists(folder / name) for name in (MANIFEST, STAGED))
    return is_known or looks_like_site(folder)


def is_bag(folder: Path) -> bool:
    """Return whether `folder` is a bag (RFC 8493). Any program may have written it."""
    return os.path.lexists(folder / DECLARATION)


def is_path(path: str) -> bool:
    """Return whether all systems allow the relative path `path`."""
    return (
        _PARTS.fullmatch(path) is not None
        and path[-1] != "/"
        and path.partition("/")[0].casefold() not in _OWN
        and max(map(len, path.encode().split(b"/"))) <= _LONGEST_PART
    )


def folded(path: str) -> str:
    """Return the folded form of a path.

    If two paths have the same folded form, they are equal on systems that ignore case
    and normalization.
    """
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", path.casefold())


def folders_of(paths: Iterable[str]) -> Iterator[str]:
    """Yield the folders that contain the files at `paths`, and all parent folders."""
    known: set[int] = set()  # hashes take less memory than paths
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and hash(folder) not in known:
            known.add(hash(folder))
            yield folder
            folder = folder.rpartition("/")[0]


class Paths:
    """A set of paths that are valid and different on all systems.

    Folded paths are kept as hashes to save memory.
    """

    def __init__(self) -> None:
        self._known: set[int] = set()

    def add(self, path: str) -> None:
        """Add `path`.

        Raises PathError if some system doesn't allow this path, or if some system
        treats it as equal to an earlier path.
        """
        if not is_path(path):
            raise PathError(path, "some systems don't allow this name")
        number = hash(folded(path))
        if number in self._known:
            raise PathError(path, "two paths differ at most in case and accents")
        self._known.add(number)


def require_folder(folder: Path) -> None:
    """Raise AccessError if `folder` does not exist or is not a folder."""
    if not folder.is_dir():
        raise errors.AccessError(
            f"there is no folder {folder}", "Check the name and your current folder."
        )


def refuse_file(folder: Path) -> None:
    """Raise RefusedError if `folder` or one of its parents is a file.

    Raises OSError if a path is unreadable.
    """
    for place in (folder, *folder.parents):
        if place.is_dir():
            return
        if place.exists():
            raise errors.RefusedError(
                f"{place} is a file", "Enter a folder. Nothing was changed."
            )
