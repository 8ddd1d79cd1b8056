"""The table of formats: their names, what each can do, and which a file is in.

A format is a row of `FORMATS` and the module of this package with its name. The
row is all that help, completion and the name of a file need; the module has the
functions of `Module` and is loaded when the format is used.
"""

from __future__ import annotations

import re
from importlib import import_module
from operator import itemgetter
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol, cast

from mediarel.errors import MisuseError, UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import PurePath

    from mediarel.formats.reading import Reading, ReadOptions
    from mediarel.model.attachment import Attachment
    from mediarel.model.statement import Statement
    from mediarel.model.translation import Translation


def _unheard(_what: str) -> None:
    """Pass over what is lost, where nobody asks."""


def _unlinked(_statement: Statement) -> Sequence[Translation]:
    """Return no translations, where nobody knows of any."""
    return ()


def _nowhere(_attachment: Attachment) -> str | None:
    """Return no place, where no files go along."""
    return None


class WriteOptions(NamedTuple):
    """The options for how a file is written; each format takes some or none."""

    raw: bool = False
    """Leave cells that a spreadsheet would run as they are."""
    bom: bool = True
    """Begin with a byte order mark, by which Excel knows UTF-8."""
    name: str = ""
    """What the archive is called, for what says whose statements they are."""
    identity: str = ""
    """A UUID of what is written: the same each time when the same is asked of it."""
    changed: str = ""
    """When the archive was last changed, as RFC 3339 in UTC."""
    lost: Callable[[str], object] = _unheard
    """Is told what a statement has that the format can't say: "tags", "the day".

    A format calls it once for each statement and each thing.
    """
    translations: Callable[[Statement], Sequence[Translation]] = _unlinked
    """Returns the same release in other languages, as far as the archive knows them."""
    place_of: Callable[[Attachment], str | None] = _nowhere
    """Returns where an attached file lies, as seen from the file that is written.

    It has a `/` between folders. None is for one that does not go along.
    """


class Format(NamedTuple):
    """A row of the table. `module_of` gives the functions."""

    name: str
    purpose: str
    """What it is for, as a phrase: "a spreadsheet"."""
    suffixes: tuple[str, ...]
    """The endings of its files, with their dots; the first is the usual one.

    None, where it is known by its look alone. One may have two dots: `.csl.json`.
    """
    media_types: tuple[str, ...]
    """Its media types (RFC 6838); the first is the usual one."""
    is_readable: bool = True
    is_writable: bool = True
    is_text: bool = True
    """Whether a terminal can show it."""
    options: tuple[str, ...] = ()
    """The fields of `WriteOptions` that it takes."""
    takes: tuple[str, ...] = ()
    """The fields of `ReadOptions` that it takes."""
    keeps_less: bool = False
    """Whether it can't hold all of a statement; it tells what it leaves out."""
    read_as: str = ""
    """The format that reads its files back, where it has no reader of its own."""
    looks_like: str = ""
    """The format that its files are taken for, which yet can't read all of them."""
    has_files: bool = False
    """Whether a folder gets several files of it, which its module's `files` writes."""
    in_parts: bool = False
    """Whether its module has the functions of `PartsModule`."""
    has_files: bool = False
    """Whether a folder gets several files of it, which its module's `files` writes."""
    begins_anyhow: bool = False
    """Whether it may begin as any other does, and is sure all the same: asked first."""


class Module(Protocol):
    """The functions of a format's module: `write`, or `sniff` and `read`, or all."""

    def write(
        self, statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
    ) -> None:
        """Write `statements` to `out`, one after the other where the format can."""

    def sniff(self, start: bytes) -> bool:
        """Tell whether data that begins with `start` is in this format and no other."""

    def read(self, data: bytes, source: str, options: ReadOptions) -> Reading:
        """Return what is read from `data`.

        `source` names where the data came from, for errors.

        Raises UnreadableInputError where nothing can be read.
        """


class FilesModule(Protocol):
    """What the module of a format has besides that `has_files`."""

    def files(
        self, statements: Iterable[Statement], name: str, options: WriteOptions
    ) -> Iterator[tuple[str, Callable[[BinaryIO], None]]]:
        """Yield the names of the files in a folder, and what writes each.

        `name` is that of the file that it would be alone. The order is that in which
        they are written.
        """


class PartsModule(Module, Protocol):
    """The functions of the module of a format whose files are made in parts.

    All parts, one after the other, are what `write` writes. So several processes can
    make them, of values that need not be made a statement first.
    """

    def start(self, options: WriteOptions) -> bytes:
        """Return what stands before the first statement."""

    def part(self, statements: Iterable[Iterable[Any]], options: WriteOptions) -> bytes:
        """Return what `statements` are in a file, given by their values.

        These are as in `Statement.to_json`, in the order of `ALL_FIELDS`.
        """


class FilesModule(Protocol):
    """What the module of a format has besides that `has_files`."""

    def files(
        self, statements: Iterable[Statement], name: str, options: WriteOptions
    ) -> Iterator[tuple[str, Callable[[BinaryIO], None]]]:
        """Yield the names of the files in a folder, and what writes each.

        `name` is that of the file that it would be alone. The order is that in which
        they are written.
        """


_OF_FILES = ("columns", "encoding", "order")
_OF_COLUMNS = (*_OF_FILES, "undated")
_OF_CELLS = ("columns", "order", "undated")

# In the order of the help, and of `sniff`, but for what is asked first: the first that
# says yes reads a file.
FORMATS = (
    Format(
        "archive",
        "another archive of mediarel, or a backup of one",
        (),
        ("application/json",),
        is_writable=False,
        takes=("encoding",),
    ),
    Format(
        "atom",
        "readers of feeds: a feed, in a folder one for each year",
        (".atom",),
        ("application/atom+xml",),
        is_readable=False,
        options=("name", "identity", "changed"),
        keeps_less=True,
        read_as="feed",
        has_files=True,
    ),
    Format(
        "biblatex",
        "citing in LaTeX: the entries of a bibliography",
        (".bib",),
        ("application/x-bibtex",),
        is_readable=False,
        keeps_less=True,
    ),
    Format(
        "csl",
        "citing: Zotero, pandoc, Word and LibreOffice by a citation style",
        (".csl.json",),
        ("application/vnd.citationstyles.csl+json",),
        is_readable=False,
        keeps_less=True,
        looks_like="json",
    ),
    Format(
        "csv",
        "a spreadsheet",
        (".csv",),
        ("text/csv",),
        options=("raw", "bom"),
        in_parts=True,
        takes=_OF_COLUMNS,
    ),
    Format(
        "dublincore",
        "libraries and repositories: a record of Dublin Core for each",
        (".dc.xml",),
        ("application/xml",),
        is_readable=False,
        keeps_less=True,
    ),
    Format(
        "ead",
        "archives: a finding aid for AtoM and ArchivesSpace",
        (".ead.xml",),
        ("application/xml",),
        is_readable=False,
        options=("name",),
        keeps_less=True,
    ),
    Format(
        "epub",
        "reading without a connection: a yearbook",
        (".epub",),
        ("application/epub+zip",),
        is_readable=False,
        is_text=False,
        options=("name",),
        keeps_less=True,
    ),
    Format(
        "feed",
        "the feed of a site: RSS, Atom, JSON Feed",
        (".xml", ".rss", ".atom"),
        ("application/rss+xml", "application/atom+xml", "application/feed+json"),
        is_writable=False,
        takes=_OF_COLUMNS,
    ),
    Format(
        "html",
        "printing: one page with all of it, for a browser",
        (".html", ".htm"),
        ("text/html",),
        is_readable=False,
        options=("name",),
        keeps_less=True,
        looks_like="page",
    ),
    Format(
        "json",
        "programs: a list of objects in which no field is ever missing",
        (".json",),
        ("application/json",),
        takes=_OF_COLUMNS,
    ),
    Format(
        "jsonfeed",
        "readers of feeds, in JSON: all of each statement",
        (".feed.json",),
        ("application/feed+json",),
        is_readable=False,
        options=("name",),
        keeps_less=True,
        read_as="feed",
    ),
    Format(
        "jsonl",
        "programs that read line by line",
        (".jsonl", ".ndjson"),
        ("application/jsonl", "application/x-ndjson"),
        in_parts=True,
        takes=_OF_COLUMNS,
    ),
    Format(
        "jsonld",
        "web pages and search engines: articles of schema.org",
        (".jsonld",),
        ("application/ld+json",),
        is_readable=False,
        keeps_less=True,
        looks_like="json",
    ),
    Format(
        "listing",
        "people: the page as the web site printed it",
        (".txt",),
        ("text/plain",),
        options=("name",),
        takes=("order", "undated"),
        keeps_less=True,
        begins_anyhow=True,
    ),
    Format(
        "markdown",
        "reading, and site generators: in a folder a file for each statement",
        (".md", ".markdown"),
        ("text/markdown",),
        takes=_OF_FILES,
        has_files=True,
    ),
    Format(
        "ods",
        "a spreadsheet of LibreOffice",
        (".ods",),
        ("application/vnd.oasis.opendocument.spreadsheet",),
        is_writable=False,
        is_text=False,
        takes=_OF_CELLS,
    ),
    Format(
        "page",
        "a list on a web page, saved as HTML or copied as text",
        (".html", ".htm", ".xhtml"),
        ("text/html", "application/xhtml+xml"),
        is_writable=False,
        takes=("encoding", "order", "select", "base", "undated"),
    ),
    Format(
        "ris",
        "collecting, with the attached files: Zotero, EndNote, Mendeley",
        (".ris",),
        ("application/x-research-info-systems",),
        is_readable=False,
        keeps_less=True,
    ),
    Format(
        "tsv",
        "what is copied out of a spreadsheet, or pasted into one",
        (".tsv", ".tab"),
        ("text/tab-separated-values",),
        options=("raw", "bom"),
        in_parts=True,
        takes=_OF_COLUMNS,
    ),
    Format(
        "xls",
        "a spreadsheet of Excel before 2007",
        (".xls",),
        ("application/vnd.ms-excel",),
        is_writable=False,
        is_text=False,
        takes=_OF_CELLS,
    ),
    Format(
        "xlsx",
        "a spreadsheet of Excel",
        (".xlsx", ".xlsm"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
        is_text=False,
        takes=_OF_CELLS,
    ),
)
NAMES = tuple(each.name for each in FORMATS)
WRITABLE = tuple(each.name for each in FORMATS if each.is_writable)
READABLE = tuple(each.name for each in FORMATS if each.is_readable)
_ROWS = {each.name: each for each in FORMATS}
_ASKED_FIRST = tuple(each for each in FORMATS if each.begins_anyhow)

SNIFFED = 4096  # bytes that `sniff` is given

STANDARD_INPUT = "standard input"  # as the source of what is read

# A store is JSON too: an object of tables, each an object of documents by their
# numbers (the form of TinyDB). Which comes first is up to who wrote the file, and a
# merge may have put its marks before them.
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{<]")
_TABLES = (b'"statements"', b'"history"', b'"checksums"', b'"archive"')
_DOCUMENTS = re.compile(rb'\s*:\s*\{\s*(?:\}|"[0-9]|\Z)')
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

# A table or Markdown may begin with any text: its file's ending says that it is one,
# unless it begins as a page, a sheet or another binary does, or a table as JSON.
_BY_ENDING = ("csv", "markdown", "tsv")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")

# Any other text may be a page that was copied out of a browser.
_NO_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|PK\x03\x04|\xd0\xcf\x11\xe0|%PDF")


def module_of(wanted: Format) -> Module:
    """Return the functions of a format."""
    return cast("Module", import_module(f"{__package__}.{wanted.name}"))


def files_module_of(wanted: Format) -> FilesModule:
    """Return what writes the files of a format in a folder."""
    return cast("FilesModule", module_of(wanted))


def parts_module_of(wanted: Format) -> PartsModule:
    """Return the functions of a format whose files are made in parts."""
    return cast("PartsModule", module_of(wanted))


def files_module_of(wanted: Format) -> FilesModule:
    """Return what writes the files of a format in a folder."""
    return cast("FilesModule", module_of(wanted))


def format_named(name: str) -> Format:
    """Return the format `name`, in which statements can be written.

    Raises MisuseError where there is none.
    """
    if name in WRITABLE:
        return _ROWS[name]
    what = f"the format {name!r} can't be written" if name in NAMES else ""
    raise MisuseError(
        what or f"there is no format {name!r}",
        f"The formats are: {', '.join(WRITABLE)}.",
    )


def format_for_file(path: PurePath) -> Format:
    """Return the format that the ending of `path` stands for.

    Raises MisuseError where it stands for none.
    """
    name = path.name.lower()
    meant = [
        (len(ending), each)
        for each in FORMATS
        if each.is_writable
        for ending in each.suffixes
        if name.endswith(ending) and name != ending
    ]
    if meant:  # `.csl.json` says more than `.json`
        return max(meant, key=itemgetter(0))[1]
    raise MisuseError(
        f"the name {path.name!r} does not say which format is meant",
        f"Say it with --format: {', '.join(WRITABLE)}.",
    )


def is_archive(data: bytes) -> bool:
    """Tell whether `data` is a store, whole or damaged, and not an export of one."""
    if data[:2] in _UTF_16:
        data = data.decode("utf-16", errors="replace").encode(errors="replace")
    if not _OBJECT.match(data):
        return False
    return any(_has_table(data, name) for name in _TABLES)


def _has_table(data: bytes, name: bytes) -> bool:
    """Tell whether `data` has a table by this name, as it stands in JSON."""
    place = data.find(name)
    # Within a text each quote would have a backslash before it.
    while place >= 0:
        if _DOCUMENTS.match(data, place + len(name)):
            return True
        place = data.find(name, place + 1)
    return False


def _named_by_ending(source: str, start: bytes) -> Format | None:
    """Return the format that the ending of `source` says, None where it says none."""
    if _NO_PAGE.match(start) or not start.strip():
        return None
    names = _BY_ENDING if not _JSON.match(start) else ("markdown",)
    rows = (_ROWS[name] for name in names)
    return next((row for row in rows if source.lower().endswith(row.suffixes)), None)


def readable_format(name: str | None, data: bytes, source: str) -> Format:
    """Return the format to read `data` in: the one named, else the one it is in.

    Raises MisuseError for a name that can't be read in, UnreadableInputError
    for data in none of the formats.
    """
    if name is not None:
        if name not in READABLE:
            raise MisuseError(
                f"the format {name!r} can't be read in",
                f"These can: {', '.join(READABLE)}.",
            )
        return _ROWS[name]
    start = data[:SNIFFED]
    sure = next(
        (known for known in _ASKED_FIRST if module_of(known).sniff(start)), None
    )
    if sure is not None:
        return sure
    if is_archive(data):
        return _ROWS["archive"]
    named = _named_by_ending(source, start)
    if named is not None:
        return named
    for each in FORMATS:
        if each.is_readable and module_of(each).sniff(start):
            return each
    if data.strip() and not _NO_PAGE.match(start):
        return _ROWS["page"]
    from mediarel.formats import utf8  # noqa: PLC0415 - only for an error

    # These errors say more, where the data is empty or binary.
    utf8.refuse_binary(data, source)
    utf8.decoded(data, source)
    raise UnreadableInputError(
        source,
        None,
        "is in none of the formats that can be read in",
        f"Give one that is in one of these: {', '.join(READABLE)}.",
    )
