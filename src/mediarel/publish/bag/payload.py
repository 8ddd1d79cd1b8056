"""Write the payload of a bag: the store, attached files, exports, the site, a page.

The site is the one of `mediarel publish site` without an address: all its links are
relative. Each export reads the statements again, one at a time.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.links import Translations
from mediarel.archive.lookup import statements
from mediarel.archive.name import identity
from mediarel.archive.public import Public
from mediarel.attachments.files import (
    AttachedFile,
    ChangedFileError,
    attached_files,
    places_of,
)
from mediarel.attachments.needed import past_files
from mediarel.formats.data_package import Written, data_package
from mediarel.formats.table import format_named, functions_of
from mediarel.formats.writing import WriteOptions, urn
from mediarel.model.media_types import UNKNOWN
from mediarel.publish.bag.crate import DESCRIPTION, Crate, Part, part_of, write_crate
from mediarel.publish.bag.readme import README, About, Year, readme
from mediarel.publish.paths import UnreadableOriginalError
from mediarel.publish.site.build import Wishes, build
from mediarel.query.tree import Everything
from mediarel.store.protocol import TABLES
from mediarel.store.tiny.file import FileStore, read_content
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.read import snapshot_of, validated_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from mediarel.archive.archive import Archive
    from mediarel.formats.table import Format
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement
    from mediarel.publish.bag.bag_files import Files, Kept
    from mediarel.publish.folder import Original
    from mediarel.query.tree import Query
    from mediarel.store.protocol import Snapshot

_PASSES = 4  # passes over all statements: one per format, and one for the crate
_SITE = "site/"
_HOME = f"{_SITE}index.html"
_WISHES = Wishes(url="", theme=None)
_FILES = "files"
_JSON = "application/json"
_EXPORTS = "exports/"
_FORMATS = {
    "json": "All statements as JSON, for programs.",
    "csv": "All statements as a table, for any spreadsheet.",
    "dublincore": "All statements as Dublin Core, for libraries.",
}
_TABLE = "csv"
_PACKAGE = f"{_EXPORTS}datapackage.json"
_STORE = "statements.json"


class Tally:
    """Counts of statements, years, programs and languages, and their files."""

    def __init__(self) -> None:
        self.statements = 0
        self.years: Counter[int] = Counter()
        self.programs: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.files: dict[AttachedFile, Attachment] = {}

    def counted(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Yield `statements`, and count each."""
        for each in statements:
            self.statements += 1
            self.years[each.date.year] += 1
            self.programs[each.program] += 1
            self.languages[each.language] += 1
            for file in each.attachments:
                self.files.setdefault(AttachedFile.of(file), file)
            yield each

    @property
    def program(self) -> str:
        """The program with the most statements, "" if there are none."""
        return next((name for name, _ in self.programs.most_common(1)), "")

    @property
    def period(self) -> str:
        """The range of years, such as `2011–2014`; "" if there are no statements."""
        if not self.years:
            return ""
        first, last = min(self.years), max(self.years)
        return f"{first:04}" if first == last else f"{first:04}–{last:04}"


class Source:
    """The statements of `archive`, read again for each file.

    `public` is None for the whole archive, `file` is None for an archive on a server.
    """

    def __init__(self, archive: Archive, *, is_public: bool) -> None:
        self.archive = archive
        self.at = archive.now()
        store = archive.store
        self.file = Path(store.location) if isinstance(store, FileStore) else None
        self.public = Public(archive, self.at) if is_public else None
        self.name = self.public.name() if self.public else archive.name()
        asked = ["--public"] if is_public else []
        self.identifier = urn(identity(archive, asked).uuid)
        count = archive.page(Everything(), size=0).total
        self._total = (self.public.count() if self.public else count) * _PASSES
        self._done = 0

    def statements(self) -> Iterator[Statement]:
        """Yield the statements, newest first, and report progress."""
        return self._told(
            statements(self.archive, Everything(), sort="newest")
            if self.public is None
            else self.public.statements(sort="newest")
        )

    def _told(self, found: Iterator[Statement]) -> Iterator[Statement]:
        for each in found:
            self.archive.progress("Writing the bag", self._done, self._total)
            self._done += 1
            yield each

    def options(self) -> WriteOptions:
        """Return the options for writing the statements."""
        return WriteOptions(
            name=self.name,
            identity=self.identifier,
            translations=self.public.translations
            if self.public
            else Translations(self.archive),
        )

    def owner(self, tally: Tally) -> str:
        """Return the owner of the statements, "" if unknown."""
        return self.name or tally.program

    def title(self, tally: Tally) -> str:
        """Return the title of the collection."""
        owner = self.owner(tally)
        return f"Statements of {owner}" if owner else "Statements"

    def about(self, tally: Tally) -> str:
        """Return a sentence that describes the collection."""
        number = f"{tally.statements:,} statement{'' if tally.statements == 1 else 's'}"
        period = f" of {tally.period}" if tally.period else ""
        if self.public is not None:
            return f"What the public may see of an archive: {number}{period}."
        return f"A whole archive, not all of it public: {number}{period}."


class _SiteFolder:
    """The folder of the site in a bag."""

    def __init__(self, files: Files) -> None:
        self.facts: dict[str, str] = {}
        self.folder = files.folder / _SITE
        self._files = files

    def put(self, path: str, content: bytes) -> None:
        """Write a file with this content at `path`."""
        self._files.put(f"{_SITE}{path}", content)

    def copy(self, path: str, original: Original) -> None:
        """Copy `original` to `path`.

        Raises ChangedFileError, and errors of `Files.copy`.
        """
        place, sha256 = original.found(), original.sha256
        if self._files.copy(f"{_SITE}{path}", place, sha256) is None:
            raise ChangedFileError(place)


class _PublicWithFiles(Public):
    """The public view, without attached files that could not be copied."""

    def __init__(self, archive: Archive, now: str, copied: Container[str]) -> None:
        super().__init__(archive, now)
        self._copied = copied

    def statements(
        self,
        query: Query = Everything(),  # noqa: B008 - a value
        *,
        sort: str = "newest",
    ) -> Iterator[Statement]:
        """Yield the public statements that match `query`."""
        return map(self._with_files, super().statements(query, sort=sort))

    def _with_files(self, one: Statement) -> Statement:
        if not one.attachments:
            return one
        there = tuple(f for f in one.attachments if f.sha256 in self._copied)
        return one.replace(attachments=there)


class Attached(NamedTuple):
    """The copied files by SHA-256, and the SHA-256 of the other files."""

    copied: dict[str, Kept]
    missing: list[str]


class Exported(NamedTuple):
    """The exported files, and the counts of their statements."""

    parts: list[Part]
    tally: Tally


class Filled(NamedTuple):
    """The contents of a payload: counts and attached files."""

    tally: Tally
    attached: Attached


def fill(files: Files, source: Source, license_: str) -> Filled:
    """Write all of `source` to `files`; `license_` is a URL or "".

    Raises OSError, UnreadableOriginalError, NoStoreError or StoreAccessError.
    """
    parts: list[Part] = []
    attached = Attached({}, [])
    past: dict[AttachedFile, str] = {}
    if source.public is None:
        past = _write_store(files, source, parts, attached)
    exported = _write_exports(
        files, source.statements, source.options(), beside_files=bool(source.public)
    )
    tally = exported.tally
    parts += exported.parts
    if source.public is not None:
        _copy(files, source, tally.files, attached)
    _write_site(files, source.archive, source.at, attached.copied)
    about = "The site: what the public may see of it, as pages."
    page = _page(files, source, tally, [Part(_HOME, _HOME, about), *parts], attached)
    parts.append(Part(_SITE, _SITE, about))
    kept = files.put(README, page)
    parts.append(part_of(kept, "What this is, for people.", "text/html"))
    parts += _parts_of_files(attached, tally, past)
    places = {sha256: kept.path for sha256, kept in attached.copied.items()}
    crate = Crate(
        source.title(tally),
        source.about(tally),
        source.at,
        license_,
        source.identifier,
        parts,
        places,
    )
    files.write(DESCRIPTION, lambda out: write_crate(crate, source.statements(), out))
    return Filled(tally, attached)


def _write_store(
    files: Files, source: Source, parts: list[Part], attached: Attached
) -> dict[AttachedFile, str]:
    """Write the store, and copy the files of its statements and of its history.

    Returns the names of the files that only the history has.
    """
    data, snapshot = _read(source)
    kept = files.put(_STORE, data)
    about = "The archive itself, with its history: one JSON file, made by mediarel."
    parts.append(part_of(kept, about, _JSON))
    now = attached_files(snapshot.statements.values())
    past = past_files(snapshot.history)
    _copy(files, source, now, attached)
    # Files of the history may be deleted: none of them is missing.
    before = Attached(attached.copied, [])
    _copy(files, source, sorted(past.keys() - set(now)), before)
    return {file: said.name for file, said in past.items()}


def _read(source: Source) -> tuple[bytes, Snapshot]:
    """Return the archive in the file format, and its snapshot."""
    file = source.file
    if file is not None:
        data = read_content(file).data
        return data, snapshot_of("", validated_tables(file, data))
    snapshot = source.archive.store.read()
    of_their_own = (snapshot.statements, snapshot.history, snapshot.checksums)
    first, *names = TABLES
    others = {n: table for n, table in snapshot.others.items() if n != first}
    tables = {
        first: snapshot.others[first],
        **dict(zip(names, of_their_own, strict=True)),
    }
    return b"".join(layout({**tables, **others})), snapshot


def _copy(
    files: Files, source: Source, wanted: Iterable[AttachedFile], attached: Attached
) -> None:
    """Copy the `wanted` files, and note each in `attached`.

    A missing file, or one with a different SHA-256, is noted as missing.

    Raises OSError or UnreadableOriginalError.
    """
    all_ = list(wanted)
    archive = source.archive
    for number, file in enumerate(all_):
        archive.progress("Copying attached files", number, len(all_))
        if file.sha256 in attached.copied:
            continue
        kept = _copied(file, archive.files.folder([file]), files)
        if kept is None:
            attached.missing.append(file.sha256)
        else:
            attached.copied[file.sha256] = kept


def _copied(file: AttachedFile, source: Path, target: Files) -> Kept | None:
    try:
        places = places_of(source, file.sha256)
        fitting = [place for place in places if place.stat().st_size == file.size]
    except OSError as error:
        raise UnreadableOriginalError(source, error) from error
    for place in fitting:
        path = f"{_FILES}/{file.sha256[:2]}/{place.name}"
        kept = target.copy(path, place, file.sha256)
        if kept is not None:
            return kept
    return None


def _page(
    files: Files,
    source: Source,
    tally: Tally,
    parts: Iterable[Part],
    attached: Attached,
) -> bytes:
    listed = list(parts)
    if attached.copied:
        about = "The attached files, each called by its SHA-256."
        listed.append(Part(f"{_FILES}/", _FILES, about))
    about = "What is in this folder, for programs (RO-Crate 1.1)."
    listed.append(Part(DESCRIPTION, DESCRIPTION, about))
    years = [
        Year(year, number, _page_of(year) if files.has(_page_of(year)) else "")
        for year, number in sorted(tally.years.items(), reverse=True)
    ]
    return readme(
        About(
            source.title(tally),
            tally.statements,
            tally.period,
            source.at,
            years,
            listed,
            len(attached.copied),
            len(attached.missing),
            is_public=source.public is not None,
        )
    )


def _write_exports(
    files: Files,
    read: Callable[[], Iterator[Statement]],
    options: WriteOptions,
    *,
    beside_files: bool,
) -> Exported:
    """Write the statements that `read` returns in each format, and count them.

    With `beside_files`, JSON is next to the attached files, so that an import finds
    them.
    """
    tally, parts = Tally(), list[Part]()
    for name, about in _FORMATS.items():
        wanted = format_named(name)
        folder = "" if beside_files and name == "json" else _EXPORTS
        found = read() if parts else tally.counted(read())
        path = f"{folder}statements{wanted.suffixes[0]}"
        kept = _write(files, path, wanted, found, options)
        parts.append(part_of(kept, about, wanted.media_types[0]))
        if name == _TABLE:
            parts.append(_described(files, kept, wanted, options.name))
    return Exported(parts, tally)


def _write(
    files: Files,
    path: str,
    wanted: Format,
    found: Iterator[Statement],
    options: WriteOptions,
) -> Kept:
    write = functions_of(wanted).write
    return files.write(path, lambda out: write(found, out, options))


def _described(files: Files, table: Kept, wanted: Format, title: str) -> Part:
    name = table.path.removeprefix(_EXPORTS)
    media_type = wanted.media_types[0]
    written = Written(name, wanted.name, media_type, table.size, table.sha256)
    content = data_package(written, title)
    kept = files.put(_PACKAGE, content)
    return part_of(kept, "What the columns of the table are (Data Package).", _JSON)


def _write_site(
    files: Files, archive: Archive, at: str, copied: Container[str]
) -> None:
    """Write the site of `archive` as of the moment `at`.

    It has only the attached files whose SHA-256 is among `copied`.

    Raises OSError or ChangedFileError.
    """
    public = _PublicWithFiles(archive, at, copied)
    build(archive, public, _SiteFolder(files), _WISHES)


def _page_of(year: int) -> str:
    """Return the page of a year."""
    return f"{_SITE}{year:04}/index.html"


def _parts_of_files(
    attached: Attached, tally: Tally, past: Mapping[AttachedFile, str]
) -> Iterator[Part]:
    """Yield the copied attached files as parts of a crate.

    `past` are the names of files in the history.
    """
    names = {file.sha256: name for file, name in past.items()}
    files = {file.sha256: each for file, each in tally.files.items()}
    for sha256, kept in attached.copied.items():
        file = files.get(sha256)
        if file:
            about = "A file that is attached to a statement."
            part = part_of(kept, about, file.media_type)
            yield part._replace(name=file.name)
        else:
            about = "A file that was attached to a statement, as its history says."
            part = part_of(kept, about, UNKNOWN)
            yield part._replace(name=names.get(sha256, kept.path))
