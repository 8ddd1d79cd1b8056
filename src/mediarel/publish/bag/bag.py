"""Write a bag (RFC 8493, version 1.0) of an archive or of its public part.

If the bag contains the whole archive, `statements.json` and the files next to it are a
complete archive. If the bag contains only the public part, `statements.json` is an
export, which `mediarel import` reads.

A bag is first written into a temporary folder next to its final place. When the bag is
complete, this folder is renamed. If a command is killed, its temporary folder stays,
but is no longer locked. The next command removes such a folder.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.public import Public
from mediarel.archive.scan import Scan
from mediarel.atomic import make_folders, sync_folder, temporary_beside
from mediarel.publish.bag.bag_files import Files
from mediarel.publish.bag.payload import Payload, Source
from mediarel.publish.folder import locked
from mediarel.publish.paths import DECLARATION, UnwritableFolderError, refuse_file
from mediarel.publish.site.theme import shipped_files
from mediarel.publish.staging import sync_all
from mediarel.store.sound import error_in
from mediarel.text.lines import harmless, one_line, size_in_words

_CHANCE = 8  # random hexadecimal digits
_WHOLE, _OURS = 0o777, 0o700
_DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_INFO = "bag-info.txt"


class TakenFolderError(errors.RefusedError):
    """The path of the new bag is already in use."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(
            f"{folder} {what}", "Enter a new or empty folder. Nothing was changed."
        )


class BagOptions(NamedTuple):
    """The options of a bag.

    If `is_public` is True, the bag contains only the public part of the archive.
    `license` is the URL of the licence, or "". `agent` is the name and version of this
    program: `mediarel 1.0`. `allowed` are the texts that the user has allowed in public
    files.
    """

    is_public: bool
    license: str
    agent: str
    allowed: tuple[str, ...] = ()


class BagResult(NamedTuple):
    """A finished bag.

    `statements` is the number of statements. `attached` is the number of attached files
    that were copied. `missing` is the number of attached files that could not be
    copied. `files` and `size` are the number of all payload files and their size in
    bytes. `public` is the public view of the archive, or None if the bag contains the
    whole archive.
    """

    statements: int
    attached: int
    files: int
    size: int
    missing: int
    public: Public | None


def write_bag(archive: Archive, folder: Path, options: BagOptions) -> BagResult:
    """Write a bag of `archive` to the new or empty `folder`.

    The bag is a consistent snapshot of the archive. If an error occurs, no bag is
    written.

    Raises DamagedError, NewerArchiveError, BusyError, LeakError, TakenFolderError,
    UnwritableFolderError, UnreadableOriginalError, NoStoreError or StoreAccessError.
    """
    _refuse_unsound(archive)
    revision = archive.store.revision()
    source = Source(archive, is_public=options.is_public)
    with _new_folder(folder, source) as made:
        (made / DECLARATION).write_bytes(_DECLARED)
        with Files(made, "manifest", "data/") as files:
            payload = Payload(files, source)
            payload.write(options.license)
        _scan(archive, source, options, made, folder)
        info = _info(source, payload, files, options.agent)
        with Files(made, "tagmanifest", "") as tags:
            tags.put(_INFO, info)
            for each in (DECLARATION, *files.names):
                tags.note(each)
        if not archive.store.is_at(revision):
            raise errors.BusyError(
                "the archive changed while the bag was written",
                "No bag was written. Try again when nobody is changing the archive.",
            )
    return BagResult(
        payload.tally.statements,
        len(payload.copied),
        files.count,
        files.size,
        len(payload.missing),
        source.public,
    )


def _scan(
    archive: Archive, source: Source, options: BagOptions, made: Path, folder: Path
) -> None:
    """Raise LeakError if a public file of the bag contains a withheld text.

    `made` is the temporary folder of the bag, and `folder` is its final path.
    """
    public = source.public or Public(archive, source.at)
    root = made if options.is_public else made / "data" / "site"
    files = sorted(path for path in root.rglob("*") if path.is_file())
    paths = ((file.relative_to(root).as_posix(), file) for file in files)
    site = "data/site/" if options.is_public else ""
    shipped = [f"{site}{path}" for path in shipped_files(None)]
    shown = str(folder if options.is_public else folder / "data" / "site")
    Scan(archive, public, options.allowed).check_folder(paths, shown, shipped)


def _refuse_unsound(archive: Archive) -> None:
    """Raise DamagedError or NewerArchiveError if parts of `archive` are unreadable."""
    error = error_in(archive.store)
    if isinstance(error, errors.DamagedError):
        error.hint = errors.Hint("Repair the archive first: ", errors.Command("repair"))
    if error is not None:
        raise error


def _info(source: Source, payload: Payload, files: Files, agent: str) -> bytes:
    """Return the content of `bag-info.txt`, which has a label and a value on each line.

    Empty values are left out. In values, spaces replace line breaks.
    """
    values = {
        "Source-Organization": source.owner(payload.tally),
        "External-Description": source.about(payload.tally),
        "External-Identifier": source.identifier,
        "Bagging-Date": source.at[:10],
        "Bag-Size": size_in_words(files.size),
        "Payload-Oxum": f"{files.size}.{files.count}",
        "Bag-Software-Agent": agent,
    }
    lines = ((label, harmless(one_line(value))) for label, value in values.items())
    return "".join(f"{label}: {value}\n" for label, value in lines if value).encode()


@contextmanager
def _new_folder(folder: Path, source: Source) -> Iterator[Path]:
    """Yield a new folder, and rename it to `folder` at the end of the block.

    If the block raises an error, the new folder is removed.

    Raises TakenFolderError, RefusedError, UnwritableFolderError, or any error of the
    block.
    """
    place = Path(os.path.realpath(folder))
    try:
        _refuse_taken(folder)
        make_folders(place.parent)
        _remove_leftovers(place)
        prefix, suffix = temporary_beside(place)
        made = place.with_name(f"{prefix}{token_hex(_CHANCE // 2)}{suffix}")
        made.mkdir(_mode(source))
        try:
            with locked(made):
                yield made
                sync_all()
            _refuse_taken(folder)
            with suppress(FileNotFoundError):
                place.rmdir()
            made.rename(place)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        sync_folder(place.parent)
    except OSError as error:
        raise UnwritableFolderError(folder, error) from error


def _refuse_taken(folder: Path) -> None:
    """Raise TakenFolderError unless `folder` is new or empty.

    Raises RefusedError if a parent folder is a file. Raises OSError if a path is
    unreadable.
    """
    if folder.is_dir():
        if os.path.ismount(folder):
            what = f"is a drive; use a folder on the drive, such as {folder / 'bag'}"
            raise TakenFolderError(folder, what)
        if (folder / DECLARATION).exists():
            raise TakenFolderError(
                folder, "is already a bag, and bags are never changed"
            )
        if next(folder.iterdir(), None) is not None:
            raise TakenFolderError(folder, "is not empty")
    elif folder.exists():
        raise TakenFolderError(folder, "is a file")
    else:
        refuse_file(folder)


def _mode(source: Source) -> int:
    """Return the mode of the folder of a bag.

    For a public bag, the umask decides. A bag of the whole archive can only be read by
    the user, and by users who can read the archive file. Raises OSError.
    """
    if source.public is not None:
        return _WHOLE
    readable = source.file.stat().st_mode & 0o044 if source.file else 0
    return _OURS | readable | readable >> 2


def _remove_leftovers(place: Path) -> None:
    """Remove the temporary folders that killed commands left next to `place`.

    The folders of running commands are locked, so they are kept. Errors are ignored.
    """
    prefix, suffix = map(re.escape, temporary_beside(place))
    name = re.compile(f"{prefix}[0-9a-f]{{{_CHANCE}}}{suffix}")
    with suppress(OSError):
        for each in list(place.parent.iterdir()):
            if name.fullmatch(each.name) and _is_ours(each):
                with suppress(OSError, errors.BusyError), locked(each):
                    # Removing the declaration last allows the next command to continue.
                    shutil.rmtree(each / "data", ignore_errors=True)
                    shutil.rmtree(each)


def _is_ours(leftover: Path) -> bool:
    if leftover.is_symlink() or not leftover.is_dir():
        return False
    return (leftover / DECLARATION).exists() or not any(leftover.iterdir())
