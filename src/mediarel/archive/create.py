"""Create a new archive with statements, or copy an archive to another place."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple, cast

from mediarel import errors
from mediarel.archive.own_files import seals_folder
from mediarel.archive.session import Session
from mediarel.attachments.files import AttachedFile, Files, attached_files
from mediarel.attachments.files import CopyResult as FilesResult
from mediarel.attachments.local_files import LocalFiles, past_files
from mediarel.history.change import ChangeSet
from mediarel.postgres import setup
from mediarel.postgres.setup import making
from mediarel.postgres.stored_files import ServerFiles
from mediarel.settings import STORE
from mediarel.store import FORM
from mediarel.store.contents import Contents, Entry, Tally
from mediarel.store.records import about
from mediarel.store.sound import error_within
from mediarel.store.tiny.file import FileStore, reason
from mediarel.store.tiny.layout import as_laid_out
from mediarel.store.tiny.transaction import contents_of, creation, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mediarel.archive.archive import Archive
    from mediarel.index.fill import Progress
    from mediarel.model.statement import Draft
    from mediarel.postgres.store import ServerStore
    from mediarel.store.protocol import Document, Store


_STEP = 1000  # statements between two progress reports


def _laid_out(
    contents: Contents,
    count: int,
    attached: dict[AttachedFile, bool],
    progress: Progress,
) -> Contents:
    """Return the contents of an archive, in the layout of an archive file.

    When they are read, their attached files are collected in `attached`. The values are
    False for files that only the history mentions. `progress` is called with the number
    of statements that have been read, and with `count`.
    """

    def statements() -> Iterator[tuple[int, Document]]:
        for done, (number, raw) in enumerate(contents.statements):
            if done % _STEP == 0:
                progress("Writing the archive", done, count)
            attached.update(dict.fromkeys(attached_files([raw]), True))
            yield number, as_laid_out(raw)
        progress("Writing the archive", count, count)

    def entries() -> Iterator[Entry]:
        for entry in contents.entries:
            for file in past_files({str(entry.number): entry.raw}):
                attached.setdefault(file, False)
            yield entry._replace(raw=as_laid_out(entry.raw))

    others = {
        name: {key: as_laid_out(raw) for key, raw in table.items()}
        for name, table in contents.others.items()
    }
    return Contents(others, statements(), entries(), contents.checksums)


class ArchiveCopied(NamedTuple):
    """The result of copying an archive.

    `became` describes how the copy differs from the original, in one sentence for each
    difference.
    """

    tally: Tally
    files: FilesResult
    became: list[str]


def copy_archive(
    source: Store, target: Store, cache: Path, progress: Progress = lambda *_: None
) -> ArchiveCopied:
    """Copy an archive to the store `target`, completely or not at all.

    `target` must not exist, or must be an empty archive. The copy is read back and
    compared before it replaces `target`. Attached files from a server are cached in the
    folder `cache`. Raises MisuseError, StoreExistsError, ServerStoreExistsError,
    DamagedError, NewerArchiveError, BusyError or AccessError.
    """
    if source.location == target.location:
        raise errors.MisuseError(
            f"{source.location} is this archive itself",
            "Enter a different place for the copy.",
        )
    if isinstance(target, FileStore) and _is_used(seals_folder(target.path)):
        problem = f"{seals_folder(target.path)} already exists"
        if target.path.exists():
            place = target.path
            is_usual = place.parts[-2:] == STORE.parts
            place = place.parents[1] if is_usual else place
            problem = f"there is already an archive in {place}"
        raise errors.MisuseError(problem, "Enter a different place for the copy.")
    like = Path(source.location) if isinstance(source, FileStore) else None
    progress("Reading the archive", 0, 0)
    with _opened(source) as (found, count, became):
        files, attached = FilesResult(0, []), dict[AttachedFile, bool]()

        def take_files() -> None:
            nonlocal files
            here, there = _files(source, cache), _files(target, cache, like)
            files = _copy_files(attached, here, there, progress)
            became.extend(_copy_seals(source, target))

        contents = _laid_out(found, count, attached, progress)
        if isinstance(target, FileStore):
            tally = fill(target, contents, like=like, before_replace=take_files)
        else:
            tally = setup.fill(
                cast("ServerStore", target).connection,
                contents,
                count,
                before_commit=take_files,
                progress=progress,
            )
    return ArchiveCopied(tally, files, became)


@contextmanager
def _opened(source: Store) -> Iterator[tuple[Contents, int, list[str]]]:
    """Yield the contents of an archive to copy, their count, and a list of sentences.

    The contents are a consistent snapshot. Each sentence names a difference between the
    archive and its copy, such as a newer format. Raises DamagedError, NewerArchiveError
    or AccessError.
    """
    if isinstance(source, FileStore):
        yield _of_file(source)
        return
    server = cast("ServerStore", source)
    with server.moment() as snapshot:
        if error := error_within(source, snapshot):
            raise error
        connection = server.connection
        yield setup.contents_of(connection), setup.count(connection), []


def _of_file(source: FileStore) -> tuple[Contents, int, list[str]]:
    snapshot = source.read()
    error = error_within(source, snapshot)
    if isinstance(error, errors.DamagedError):
        error.hint = errors.Hint("Repair the archive first: ", errors.Command("repair"))
    if error is not None:
        raise error
    became = []
    form = about(snapshot.others).get("form", 1)
    if form < FORM:
        became.append(f"The copy has format {FORM}; the original had {form}.")
    if snapshot.statements and not snapshot.checksums:
        became.append("The copy has checksums; the original had none.")
    return contents_of(snapshot), len(snapshot.statements), became


def _files(store: Store, cache: Path, like: Path | None = None) -> Files:
    """Return the storage for the attached files of a store.

    Files on a server are written in the transaction that writes the statements.
    """
    if isinstance(store, FileStore):
        return LocalFiles(Path(store.location), like=like)
    return ServerFiles(cast("ServerStore", store).connection, cache)


def _copy_files(
    attached: Mapping[AttachedFile, bool],
    source: Files,
    target: Files,
    progress: Progress,
) -> FilesResult:
    """Copy the attached files of the statements and of the history.

    A missing file is reported only if a statement has it. Raises AccessError.
    """
    copied, missing = 0, []
    for done, (file, is_present) in enumerate(attached.items()):
        progress("Copying attached files", done, len(attached))
        try:
            if target.take(file, source.folder([file])):
                copied += 1
            elif is_present:
                missing.append(file.sha256)
        except OSError as error:
            raise errors.AccessError(
                f"{error.filename or file.sha256}: {reason(error)}",
                "Nothing was copied. Check the permissions and the free space.",
            ) from error
    return FilesResult(copied, missing)


def _is_used(folder: Path) -> bool:
    """Return whether something is in or at the place of a folder."""
    return any(folder.iterdir()) if folder.is_dir() else folder.exists()


def _copy_seals(source: Store, target: Store) -> list[str]:
    """Copy the seals of an archive file, completely or not at all.

    Return a sentence if the copy is on a server, which has no seals. Raises
    RefusedError or AccessError.
    """
    seals = seals_folder(Path(source.location))
    if not (isinstance(source, FileStore) and seals.is_dir()):
        return []
    if not isinstance(target, FileStore):
        return [f"The seals stay in {seals}: only an archive file has seals."]
    for place in sorted(seals.rglob("*")):
        if place.is_symlink() or not (place.is_dir() or place.is_file()):
            raise errors.RefusedError(
                f"{place} is a link or a special file, so it can't be part of a seal",
                "Nothing was copied. Remove it from the folder of seals.",
            )
    try:
        with TemporaryDirectory(prefix=".seals-", dir=target.path.parent) as folder:
            copied = copytree(seals, Path(folder, "seals"), symlinks=True)
            if (place := seals_folder(target.path)).exists():
                place.rmdir()  # it is empty
            copied.rename(place)
    except OSError as error:
        raise errors.AccessError(
            f"the seals in {seals} can't be copied: {reason(error)}",
            "Nothing was copied. Check the permissions and the free space.",
        ) from error
    return []


def init_filled(
    archive: Archive,
    store: Store,
    drafts: Iterable[Draft],
    settings: Mapping[str, object],
) -> None:
    """Create the store of an archive and add the drafts, completely or not at all.

    `settings` has the settings of the archive, such as its name. Raises
    StoreExistsError, ServerStoreExistsError, OvertakenRepairError or AccessError.
    """
    with (
        creation(store, settings)
        if isinstance(store, FileStore)
        else making(cast("ServerStore", store).connection, settings)
    ) as transaction:
        session = Session(archive, transaction, "init")
        session.commit(ChangeSet("import", added=list(drafts)))
