"""Write the payload of a bag.

The payload contains exports, attached files, a site, and a page that describes the
payload. If the bag contains the whole archive, the payload also contains the archive
file. The site is published without an address, so all its links are relative. Each
export reads the statements again, one at a time.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from mediarel.archive.archive import Archive
from mediarel.archive.configuration import identity
from mediarel.archive.links import Translations
from mediarel.archive.lookup import statements
from mediarel.archive.own_files import seals_folder
from mediarel.archive.public import Public
from mediarel.attachments.files import AttachedFile, attached_files, places_of
from mediarel.attachments.local_files import past_files
from mediarel.formats.cell_writing import Written, data_package
from mediarel.formats.table import Format, format_named, functions_of
from mediarel.formats.writing import WriteOptions, urn
from mediarel.model.fields import RECORD
from mediarel.model.media_types import UNKNOWN
from mediarel.model.parts import Attachment
from mediarel.model.statement import Statement
from mediarel.publish.bag.bag_files import Files, Kept
from mediarel.publish.bag.crate import DESCRIPTION, Crate, Part, part_of, write_crate
from mediarel.publish.paths import UnreadableOriginalError
from mediarel.publish.site.build import SiteOptions, build
from mediarel.publish.site.templates import rendered_file
from mediarel.publish.staging import Original
from mediarel.query.tree import Everything, Query
from mediarel.store.protocol import TABLES, Snapshot
from mediarel.store.tiny.file import FileStore, read_content
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.read import snapshot_of, validated_tables

_PASSES = 4  # passes over all statements: one per format, and one for the crate
_SITE = "site/"
_HOME = f"{_SITE}index.html"
_SITE_OPTIONS = SiteOptions(url="", theme=None, has_data=False)  # has own exports
_FILES = "files"
_JSON = "application/json"
_EXPORTS = "exports/"
_SEALS = "seals/"
_FORMATS = {
    "json": "All statements as JSON, for programs.",
    "csv": "All statements as a table, for any spreadsheet.",
    "dublincore": "All statements as Dublin Core, for libraries.",
}
_TABLE = "csv"
_PACKAGE = f"{_EXPORTS}datapackage.json"
_STORE = "statements.json"
_README = "README.html"
# Descriptions of fields for people. The table of fields describes the other fields.
_ABOUT = {
    "id": "The number of the statement in this archive.",
    "language": "The language of the statement: `en` is English, `km` is Khmer.",
    "attachments": "The attached files, each with name and checksum `sha256`.",
}
_PUBLIC_FIELDS = {"status": "`withdrawn` for a withdrawn statement, otherwise empty."}
_INNER_FIELDS = ("embargo", "withheld", "text_from")  # not for the public
_ABOUT_SITE = "The public statements as a website."
_ABOUT_PACKAGE = "A description of the table's columns (Data Package)."


class Tally:
    """The number of statements in a bag, and the attached files of these statements.

    `years` and `programs` map each year and each issuer to its number of statements.
    """

    def __init__(self) -> None:
        self.statements = 0
        self.years: Counter[int] = Counter()
        self.programs: Counter[str] = Counter()
        self.files = dict[AttachedFile, Attachment]()

    def counted(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Yield the statements, and count each of them."""
        for each in statements:
            self.statements += 1
            self.years[each.date.year] += 1
            self.programs[each.program] += 1
            for file in each.attachments:
                self.files.setdefault(AttachedFile.of(file), file)
            yield each

    @property
    def program(self) -> str:
        """The issuer with the most statements, or "" if there are no statements."""
        return next((name for name, _ in self.programs.most_common(1)), "")

    @property
    def period(self) -> str:
        """The range of years, such as `2011–2014`, or "" if there are no statements."""
        if not self.years:
            return ""
        first, last = min(self.years), max(self.years)
        return f"{first:04}" if first == last else f"{first:04}–{last:04}"


class Source:
    """The statements of a bag.

    They are read again for each export. `public` is the public view of the archive, or
    None if the bag contains the whole archive. `file` is the archive file, or None if
    the archive is on a server.
    """

    def __init__(self, archive: Archive, *, is_public: bool) -> None:
        self.archive = archive
        self.at = archive.now()
        store = archive.store
        self.file = Path(store.location) if isinstance(store, FileStore) else None
        self.public = Public(archive, self.at) if is_public else None
        self.name = self.public.name() if self.public else archive.name()
        own = identity(archive, is_public=is_public)
        self.identifier = urn(own.uuid)
        count = archive.page(Everything(), size=0).total
        self._total = (self.public.count() if self.public else count) * _PASSES
        self._done = 0

    def statements(self) -> Iterator[Statement]:
        """Yield the statements, newest first, and report progress."""
        if self.public is None:
            found = statements(self.archive, Everything(), sort="newest")
        else:
            found = self.public.statements(sort="newest")
        for each in found:
            self.archive.progress("Writing the bag", self._done, self._total)
            self._done += 1
            yield each

    def options(self) -> WriteOptions:
        """Return the options of the exports."""
        return WriteOptions(
            name=self.name,
            identity=self.identifier,
            translations=self.public.translations
            if self.public
            else Translations(self.archive),
        )

    def owner(self, tally: Tally) -> str:
        """Return the name of the archive, or else the issuer with the most statements.

        Return "" if both are unknown.
        """
        return self.name or tally.program

    def title(self, tally: Tally) -> str:
        """Return the title of the collection."""
        owner = self.owner(tally)
        return f"Statements of {owner}" if owner else "Statements"

    def about(self, tally: Tally) -> str:
        """Return a sentence that describes the collection."""
        number = _counted(tally.statements, "statement")
        period = f" from {tally.period}" if tally.period else ""
        if self.public is not None:
            return f"The public part of an archive: {number}{period}."
        return f"A whole archive, not only its public part: {number}{period}."


class _SiteFolder:
    """The folder in a bag that contains the site."""

    def __init__(self, files: Files) -> None:
        self.facts: dict[str, str] = {}
        self.folder = files.folder / _SITE
        self._files = files

    def put(self, path: str, content: bytes) -> None:
        """Write a file with this content at `path`."""
        self._files.put(f"{_SITE}{path}", content)

    def copy(self, path: str, original: Original) -> None:
        """Copy `original` to `path`.

        Raises the errors of `Files.write` and `Original.copy_to`.
        """
        self._files.write(f"{_SITE}{path}", original.copy_to)


class _PublicWithFiles(Public):
    """The public view of an archive, without attached files that were not copied."""

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


class Payload:
    """The payload of a bag.

    `copied` maps the SHA-256 of each copied attached file to its copy. `missing` has
    the SHA-256 of each attached file that could not be copied.
    """

    def __init__(self, files: Files, source: Source) -> None:
        self.tally = Tally()
        self.copied: dict[str, Kept] = {}
        self.missing: list[str] = []
        self._files = files
        self._source = source
        self._parts: list[Part] = []

    def write(self, license_: str) -> None:
        """Write the complete payload.

        `license_` is the URL of the licence, or "".

        Raises OSError, UnreadableOriginalError, NoStoreError or StoreAccessError.
        """
        source, tally = self._source, self.tally
        is_public = source.public is not None
        names = {} if is_public else self._write_store()
        self._write_exports(beside_files=is_public)
        if is_public:
            self._copy(tally.files, self.missing)
        self._write_site()
        page = self._files.put(_README, self._page())
        self._parts += [
            Part(_SITE, _SITE, _ABOUT_SITE),
            part_of(page, "A page that describes this folder.", "text/html"),
            *self._attached(names),
        ]
        crate = Crate(
            source.title(tally),
            source.about(tally),
            source.at,
            license_,
            source.identifier,
            self._parts,
            {sha256: kept.path for sha256, kept in self.copied.items()},
        )
        write = partial(write_crate, crate, source.statements())
        self._files.write(DESCRIPTION, write)

    def _write_store(self) -> dict[str, str]:
        """Write the archive file, and copy the attached files of the archive.

        These include files that only the history mentions.

        Returns a dict that maps the SHA-256 of each file in the history to its name.
        """
        data, snapshot = _read(self._source)
        kept = self._files.put(_STORE, data)
        about = "The archive with its history, as one JSON file of mediarel."
        self._parts.append(part_of(kept, about, _JSON))
        self._copy_seals()
        now = attached_files(snapshot.statements.values())
        past = past_files(snapshot.history)
        self._copy(now, self.missing)
        self._copy(sorted(past.keys() - set(now)), [])  # these may be missing
        return {file.sha256: said.name for file, said in past.items()}

    def _copy_seals(self) -> None:
        """Copy the seals of an archive in a file. Raises OSError."""
        if self._source.file is None:
            return
        folder = seals_folder(self._source.file)
        seals = sorted(path for path in folder.rglob("*") if path.is_file())
        for path in seals:
            inside = path.relative_to(folder).as_posix()
            self._files.put(f"{_SEALS}{inside}", path.read_bytes())
        if seals:
            self._parts.append(Part(_SEALS, _SEALS, "The seals of the archive."))

    def _copy(self, files: Iterable[AttachedFile], missing: list[str]) -> None:
        """Copy attached files into the bag.

        If a file is missing or damaged, its SHA-256 is added to `missing`.

        Raises OSError or UnreadableOriginalError.
        """
        all_ = list(files)
        archive = self._source.archive
        for number, file in enumerate(all_):
            archive.progress("Copying attached files", number, len(all_))
            if file.sha256 in self.copied:
                continue
            kept = _copied(file, archive.files.folder([file]), self._files)
            if kept is None:
                missing.append(file.sha256)
            else:
                self.copied[file.sha256] = kept

    def _write_exports(self, *, beside_files: bool) -> None:
        """Write the statements in each format, and count them.

        If `beside_files` is True, the JSON file is next to the folder of attached
        files. Then an import of the JSON file finds the attached files.
        """
        options = self._source.options()
        for name, about in _FORMATS.items():
            format_ = format_named(name)
            folder = "" if beside_files and name == "json" else _EXPORTS
            path = f"{folder}statements{format_.suffixes[0]}"
            kept = self._export(format_, path, options)
            media_type = format_.media_types[0]
            self._parts.append(part_of(kept, about, media_type))
            if name == _TABLE:
                table = path.removeprefix(_EXPORTS)
                written = Written(table, name, media_type, kept.size, kept.sha256)
                kept = self._files.put(_PACKAGE, data_package(written, options.name))
                self._parts.append(part_of(kept, _ABOUT_PACKAGE, _JSON))

    def _export(self, format_: Format, path: str, options: WriteOptions) -> Kept:
        found = self._source.statements()
        if not self.tally.statements:
            found = self.tally.counted(found)
        write = functions_of(format_).write
        return self._files.write(path, lambda out: write(found, out, options))

    def _write_site(self) -> None:
        """Write the site and the attached files of its statements.

        Raises OSError or ChangedFileError.
        """
        source = self._source
        public = _PublicWithFiles(source.archive, source.at, self.copied)
        build(source.archive, public, _SiteFolder(self._files), _SITE_OPTIONS)

    def _page(self) -> bytes:
        """Return a page in English and Khmer that describes the payload."""
        source, tally = self._source, self.tally
        parts = [Part(_HOME, _HOME, _ABOUT_SITE), *self._parts]
        if self.copied:
            about = "The attached files, named by their SHA-256."
            parts.append(Part(f"{_FILES}/", _FILES, about))
        about = "A description of this folder for programs (RO-Crate 1.1)."
        parts.append(Part(DESCRIPTION, DESCRIPTION, about))
        years = []
        for year, number in sorted(tally.years.items(), reverse=True):
            page = f"{_SITE}{year:04}/index.html"
            years.append(
                (year, number, page if (self._files.folder / page).exists() else "")
            )
        is_public = source.public is not None
        fields = {"id": "", **{field.name: field.about for field in RECORD}, **_ABOUT}
        if is_public:
            fields |= _PUBLIC_FIELDS
            fields = {k: v for k, v in fields.items() if k not in _INNER_FIELDS}
        count = _counted(tally.statements, "statement")
        values = {
            "name": source.title(tally),
            "statements": tally.statements,
            "count": f"{count} from {tally.period}" if tally.period else count,
            "day": source.at[:10],
            "years": years,
            "parts": parts,
            "files": len(self.copied),
            "missing": _counted(len(self.missing), "attached file"),
            "has_missing": bool(self.missing),
            "is_public": is_public,
            "fields": fields,
        }
        return rendered_file(Path(__file__).with_name("readme.html"), values)

    def _attached(self, past: Mapping[str, str]) -> Iterator[Part]:
        """Yield a `Part` of the crate for each copied attached file.

        `past` maps the SHA-256 of each file in the history to its name.
        """
        files = {file.sha256: each for file, each in self.tally.files.items()}
        for sha256, kept in self.copied.items():
            if file := files.get(sha256):
                part = part_of(kept, "An attached file.", file.media_type)
                yield part._replace(name=file.name)
            else:
                part = part_of(kept, "A file that was attached earlier.", UNKNOWN)
                yield part._replace(name=past.get(sha256, kept.path))


def _read(source: Source) -> tuple[bytes, Snapshot]:
    """Return a pair: the bytes of the archive file, and a snapshot of the archive."""
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


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
