"""Copying an archive, whole, to a new place: a file, or a server."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from mediarel.attachments.beside import FilesBeside
from mediarel.attachments.files import CopyResult as FilesResult
from mediarel.attachments.files import attached_files
from mediarel.attachments.needed import past_files
from mediarel.errors import AccessError, Command, DamagedError, Hint, MisuseError
from mediarel.store import FORM
from mediarel.store.protocol import BrokenRecordError
from mediarel.store.sound import check_entry, check_record, error_within, newer_record
from mediarel.store.tiny.file import FileStore, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.attachments.files import AttachedFile, Files
    from mediarel.index.fill import Progress
    from mediarel.postgres.store import ServerStore
    from mediarel.store.contents import Contents, Entry, Tables, Tally
    from mediarel.store.protocol import Document, Store

_STEP = 1000  # statements, from one report of progress to the next


class _Gathering:
    """The `contents` of an archive; collects the attached files as they are read."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self.files: dict[AttachedFile, None] = {}
        self.past: dict[AttachedFile, None] = {}

    def others(self) -> Tables:
        """Return the tables that are not read."""
        return self._contents.others()

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement."""
        for number, raw in self._contents.statements():
            self.files.update(dict.fromkeys(attached_files([raw])))
            yield number, raw

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history."""
        for entry in self._contents.entries():
            self.past.update(dict.fromkeys(past_files({str(entry.number): entry.raw})))
            yield entry

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield id and checksum."""
        return self._contents.checksums()


class _Checked:
    """The `contents` of `store`; checks each record and entry as it is read."""

    def __init__(self, contents: Contents, store: Store) -> None:
        self._contents = contents
        self._store = store

    def others(self) -> Tables:
        """Return the tables that are not read."""
        return self._contents.others()

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement.

        Raises DamagedError or NewerArchiveError.
        """
        for number, raw in self._contents.statements():
            self._require_sound(check_record, number, raw)
            yield number, raw

    def entries(self) -> Iterator[Entry]:
        """Yield the entries of the history.

        Raises DamagedError or NewerArchiveError.
        """
        for entry in self._contents.entries():
            self._require_sound(check_entry, entry.number, entry.raw)
            yield entry

    def checksums(self) -> Iterator[tuple[int, str]]:
        """Yield id and checksum."""
        return self._contents.checksums()

    def _require_sound(
        self, check: Callable[[int, Document], None], number: int, raw: Document
    ) -> None:
        store = self._store
        try:
            check(number, raw)
        except BrokenRecordError as broken:
            if broken.is_newer:
                raise newer_record(store.location, broken) from broken
            raise store.damaged_record(
                broken.table, broken.number, broken.problem
            ) from broken


class _WithProgress:
    """The `contents` of an archive; reports to `progress` as they are read."""

    def __init__(self, contents: Contents, count: int, progress: Progress) -> None:
        self._contents = contents
        self._count = count
        self._progress = progress
        self.others = contents.others
        self.entries = contents.entries
        self.checksums = contents.checksums

    def statements(self) -> Iterator[tuple[int, Document]]:
        """Yield id and record of each statement."""
        for done, each in enumerate(self._contents.statements()):
            if done % _STEP == 0:
                self._progress("Writing the archive", done, self._count)
            yield each
        self._progress("Writing the archive", self._count, self._count)


class SameArchiveError(MisuseError):
    """An archive was to be copied to where it is."""

    def __init__(self, location: str) -> None:
        super().__init__(
            f"{location} is this archive itself", "Name another place for the copy."
        )


class UncopiedFileError(AccessError):
    """The system refused to read or write an attached file."""

    def __init__(self, file: AttachedFile, error: OSError) -> None:
        super().__init__(
            f"{error.filename or file.sha256}: {reason(error)}",
            "See that it can be read, and that there is room; nothing was copied.",
        )


class ArchiveCopied(NamedTuple):
    """What was copied, with which files; `became` says what is another than before."""

    tally: Tally
    files: FilesResult
    became: list[str]


class Source(NamedTuple):
    """What is to be copied, of how many statements, and how that is another then."""

    contents: _Gathering
    statements: int
    became: list[str]


def copy_archive(
    source: Store, target: Store, cache: Path, progress: Progress = lambda *_: None
) -> ArchiveCopied:
    """Make `target` of all that `source` holds: whole or not at all.

    There must be nothing, or an empty archive. What was written is read back, and
    compared, before it is in place. Files of a server pass through the user's folder
    `cache`.

    Raises SameArchiveError, StoreExistsError, ServerStoreExistsError, DamagedError,
    NewerArchiveError, BusyError, UncopiedFileError or AccessError.
    """
    if source.location == target.location:
        raise SameArchiveError(source.location)
    _refuse_filled(target)
    with _opened(source, progress) as wanted:
        files = FilesResult(0, [])

        def take_files() -> None:
            nonlocal files
            like = Path(source.location) if isinstance(source, FileStore) else None
            here, there = _files(source, cache), _files(target, cache, like)
            files = _copy_files(wanted.contents, here, there, progress)

        tally = _fill(source, target, wanted, take_files, progress)
    return ArchiveCopied(tally, files, wanted.became)


def _refuse_filled(target: Store) -> None:
    """Raise an error where more than an empty archive is there, before all the work."""
    if isinstance(target, FileStore):
        from mediarel.store.tiny.filling import refuse_filled  # noqa: PLC0415 - see below

        refuse_filled(Path(target.location))
        return
    from mediarel.postgres import filling  # noqa: PLC0415 - a file does without

    filling.refuse_filled(cast("ServerStore", target).connection)


def _fill(
    source: Store,
    target: Store,
    wanted: Source,
    take_files: Callable[[], None],
    progress: Progress,
) -> Tally:
    contents = _WithProgress(wanted.contents, wanted.statements, progress)
    if isinstance(target, FileStore):
        from mediarel.store.tiny.filling import fill  # noqa: PLC0415 - a server does without

        like = Path(source.location) if isinstance(source, FileStore) else None
        return fill(target, contents, like=like, before_replace=take_files)
    from mediarel.postgres import filling  # noqa: PLC0415 - a file does without

    return filling.fill(
        cast("ServerStore", target).connection,
        wanted.contents,
        wanted.statements,
        before_commit=take_files,
        progress=progress,
    )


@contextmanager
def _opened(source: Store, progress: Progress) -> Iterator[Source]:
    """Yield what `source` holds, all of one moment.

    Raises DamagedError, NewerArchiveError or AccessError.
    """
    progress("Reading the archive", 0, 0)
    if isinstance(source, FileStore):
        yield _of_file(source)
        return
    from mediarel.postgres.filling import ServerContents  # noqa: PLC0415 - as above

    connection = cast("ServerStore", source).connection
    with connection.moment():
        contents = ServerContents(connection)
        yield Source(_Gathering(_Checked(contents, source)), len(contents), [])


def _of_file(source: FileStore) -> Source:
    from mediarel.store.tiny.filling import FileContents  # noqa: PLC0415 - as above

    contents = FileContents(source.path)
    error = error_within(source, contents.snapshot)
    if isinstance(error, DamagedError):
        error.hint = Hint("Save what can be saved of it first: ", Command("repair"))
    if error is not None:
        raise error
    became = []
    if contents.form < FORM:
        became.append(f"It was of form {contents.form}; the copy is of form {FORM}.")
    if contents.snapshot.statements and not contents.has_checksums:
        became.append("It had no checksums; the copy has them.")
    if not (contents.is_ours or became):
        became.append("It was laid out in another way than mediarel writes it.")
    return Source(_Gathering(contents), len(contents.snapshot.statements), became)


def _files(store: Store, cache: Path, like: Path | None = None) -> Files:
    """Return the files of `store`; a server's, as a part of what is under way there."""
    if isinstance(store, FileStore):
        return FilesBeside(Path(store.location), like=like)
    from mediarel.postgres.files import ServerFiles  # noqa: PLC0415 - as above

    return ServerFiles(cast("ServerStore", store).connection, cache)


def _copy_files(
    gathered: _Gathering, source: Files, target: Files, progress: Progress
) -> FilesResult:
    """Copy the files that the statements name, and those that the history does.

    Of the latter, none is called missing.

    Raises UncopiedFileError.
    """
    past = sorted(gathered.past.keys() - gathered.files.keys())
    wanted = [*gathered.files, *past]
    gone = []
    for done, file in enumerate(wanted):
        progress("Copying attached files", done, len(wanted))
        try:
            if not target.take(file, source.folder([file])):
                gone.append(file)
        except OSError as error:
            raise UncopiedFileError(file, error) from error
    missing = [file.sha256 for file in gone if file in gathered.files]
    return FilesResult(len(wanted) - len(gone), missing)
