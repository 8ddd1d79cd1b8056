"""List the formats: their names, capabilities and modules.

A format is a row of `FORMATS`. The row contains all data for help, completion and file
names. The functions of a format are loaded only when the format is used.
"""

from __future__ import annotations

from importlib import import_module
from operator import itemgetter
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol, cast

from mediarel import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import PurePath

    from mediarel.formats.entries import Reading, ReadOptions
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement


class Functions(Protocol):
    """The functions of a format.

    The row of the format contains the name of their module.

    A format that can be written has `write`. A format that can be read has `sniff` and
    `read`.
    """

    def write(
        self, statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
    ) -> None:
        """Write `statements` to `out`, one at a time if the format allows this."""

    def sniff(self, start: bytes) -> bool:
        """Return whether a file that begins with `start` can only be in this format."""

    def read(self, data: bytes, source: str, options: ReadOptions) -> Reading:
        """Return the statements in `data`. `source` is the file name for errors.

        Raises UnreadableInputError if nothing can be read.
        """

    def files(
        self, statements: Iterable[Statement], name: str, options: WriteOptions
    ) -> Iterator[tuple[str, Callable[[BinaryIO], None]]]:
        """Yield the name of each file in a folder, and the function that writes it.

        `name` is the file name of an export to a single file. The files must be written
        in this order. Only a format with `has_files` needs this function.
        """

    def is_own(self, found: str, name: str) -> bool:
        """Return True if an export to `name` may have written a file named `found`."""


class Format(NamedTuple):
    """A format: its name, its capabilities, and the place of its functions."""

    name: str
    purpose: str
    """The use of the format, as a phrase: "a spreadsheet"."""
    suffixes: tuple[str, ...]
    """The file endings with their dots. The usual ending is first.

    Empty if the format is recognised only by its content. An ending may have two dots:
    `.csl.json`.
    """
    media_types: tuple[str, ...]
    """The media types (RFC 6838). The usual media type is first."""
    functions: str = ""
    """The location of the `Functions` in this package: `module` or `module.object`.

    The default is the module with the name of the format.
    """
    is_readable: bool = True
    is_writable: bool = True
    is_text: bool = True
    """True if a terminal can show the format."""
    options: tuple[str, ...] = ()
    """The fields of `WriteOptions` that the format uses."""
    takes: tuple[str, ...] = ()
    """The fields of `ReadOptions` that the format uses."""
    keeps_less: bool = False
    """True if the format can't hold all fields.

    An export then reports the lost fields.
    """
    read_as: str = ""
    """The other format that reads files in this format: "feed" for Atom. Usually ""."""
    has_files: bool = False
    """True if `files` can write several files to a folder."""
    read_suffixes: tuple[str, ...] = ()
    """More file endings that the format can read but not write."""
    begins_anyhow: bool = False
    """True if this format is tested before the other formats.

    A file in this format may also look like a file in a different format. But if the
    test for this format succeeds, no other format is possible.
    """


_OF_FILES = ("columns", "encoding", "order")
_OF_COLUMNS = (*_OF_FILES, "undated")
_OF_TABLES = (*_OF_COLUMNS, "read_text")
_OF_CELLS = ("columns", "order", "undated", "read_text")

# The help lists the formats in this order. A file is read by the first format whose
# `sniff` returns True. `sniff` is called in this order too, except that formats with
# `begins_anyhow` come first.
FORMATS = (
    Format(
        "archive",
        "a different mediarel archive, or a backup",
        (),
        ("application/json",),
        "json.ARCHIVE",
        is_writable=False,
        takes=("encoding",),
    ),
    Format(
        "atom",
        "feed readers",
        (".atom",),
        ("application/atom+xml",),
        "feed_writing.ATOM",
        is_readable=False,
        options=("name", "identity", "changed"),
        keeps_less=True,
        read_as="feed",
    ),
    Format(
        "biblatex",
        "citing in LaTeX: a bibliography",
        (".bib",),
        ("application/x-bibtex",),
        "bibliography.BIBLATEX",
        is_readable=False,
        keeps_less=True,
    ),
    Format(
        "csl",
        "citing: Zotero, pandoc, Word and LibreOffice",
        (".csl.json",),
        ("application/vnd.citationstyles.csl+json",),
        "bibliography.CSL",
        is_readable=False,
        keeps_less=True,
    ),
    Format(
        "csv",
        "a spreadsheet",
        (".csv",),
        ("text/csv",),
        "separated.CSV",
        options=("raw", "bom"),
        takes=_OF_TABLES,
    ),
    Format(
        "dublincore",
        "libraries and repositories: Dublin Core records",
        (".dc.xml",),
        ("application/xml",),
        "library_xml.DUBLIN_CORE",
        is_readable=False,
        keeps_less=True,
    ),
    Format(
        "ead",
        "archives: a finding aid for AtoM and ArchivesSpace",
        (".ead.xml",),
        ("application/xml",),
        "library_xml.EAD",
        is_readable=False,
        options=("name",),
        keeps_less=True,
    ),
    Format(
        "epub",
        "reading offline: a yearbook",
        (".epub",),
        ("application/epub+zip",),
        is_readable=False,
        is_text=False,
        options=("name",),
        keeps_less=True,
    ),
    Format(
        "feed",
        "the feed of a website: RSS, Atom, JSON Feed",
        (".xml", ".rss", ".atom"),
        ("application/rss+xml", "application/atom+xml", "application/feed+json"),
        is_writable=False,
        takes=_OF_COLUMNS,
    ),
    Format(
        "html",
        "printing: one page with all statements, for a browser",
        (".html", ".htm"),
        ("text/html",),
        "web.HTML",
        is_readable=False,
        options=("name",),
        keeps_less=True,
    ),
    Format(
        "json",
        "programs: a list of objects with all fields",
        (".json",),
        ("application/json",),
        takes=_OF_COLUMNS,
    ),
    Format(
        "jsonfeed",
        "feed readers: complete statements in JSON",
        (".feed.json",),
        ("application/feed+json",),
        "feed_writing.JSON_FEED",
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
        "json.JSON_LINES",
        takes=_OF_COLUMNS,
    ),
    Format(
        "jsonld",
        "web pages and search engines: articles of schema.org",
        (".jsonld",),
        ("application/ld+json",),
        "web.JSON_LD",
        is_readable=False,
        keeps_less=True,
    ),
    Format(
        "listing",
        "reading: a text page like the list page of the website",
        (".txt",),
        ("text/plain",),
        options=("name",),
        takes=("order", "undated", "pick"),
        keeps_less=True,
        begins_anyhow=True,
    ),
    Format(
        "markdown",
        "reading, and site generators, with one file per statement in a folder",
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
        "workbooks.ODS",
        is_writable=False,
        is_text=False,
        takes=_OF_CELLS,
    ),
    Format(
        "page",
        "a list on a web page, saved as HTML or copied as text",
        (".html", ".htm", ".xhtml"),
        ("text/html", "application/xhtml+xml"),
        "listing.PAGE",
        is_writable=False,
        takes=("encoding", "order", "base", "undated", "pick"),
    ),
    Format(
        "ris",
        "reference managers, with attached files: Zotero, EndNote, Mendeley",
        (".ris",),
        ("application/x-research-info-systems",),
        "bibliography.RIS",
        is_readable=False,
        keeps_less=True,
    ),
    Format(
        "tsv",
        "copying from and pasting into a spreadsheet",
        (".tsv", ".tab"),
        ("text/tab-separated-values",),
        "separated.TSV",
        options=("raw", "bom"),
        takes=_OF_TABLES,
    ),
    Format(
        "xls",
        "a spreadsheet of Excel before 2007",
        (".xls",),
        ("application/vnd.ms-excel",),
        "workbooks.XLS",
        is_writable=False,
        is_text=False,
        takes=_OF_CELLS,
    ),
    Format(
        "xlsx",
        "a spreadsheet of Excel",
        (".xlsx",),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
        "workbooks.XLSX",
        is_text=False,
        read_suffixes=(".xlsm",),  # not written: Excel expects macros in such a file
        takes=_OF_CELLS,
    ),
)
NAMES = tuple(each.name for each in FORMATS)
WRITABLE = tuple(each.name for each in FORMATS if each.is_writable)
READABLE = tuple(each.name for each in FORMATS if each.is_readable)
STANDARD_INPUT = "standard input"  # `source` if there is no file
ROWS = dict(zip(NAMES, FORMATS, strict=True))


def functions_of(wanted: Format) -> Functions:
    """Return the functions of a format."""
    module, _, name = (wanted.functions or wanted.name).partition(".")
    found = import_module(f"{__package__}.{module}")
    return cast("Functions", getattr(found, name) if name else found)


def format_named(name: str, also: Iterable[str] = ()) -> Format:
    """Return the format with this name.

    Raises MisuseError if the name is unknown, or if the format can't be written. The
    error lists the formats that can be written, and the names in `also`.
    """
    if name in WRITABLE:
        return ROWS[name]
    known = name in NAMES
    raise errors.MisuseError(
        f"can't export to the format {name!r}"
        if known
        else f"there is no format {name!r}",
        f"The formats are: {', '.join(sorted({*WRITABLE, *also}))}.",
    )


_WORDS = (".html", ", and open it in a word processor")
# Endings that can't be written: the ending of a similar format, and what to do with it.
_INSTEAD = {
    ".ods": (".xlsx", ""),
    ".xls": (".xlsx", ""),
    ".pdf": (".html", ", open it in a browser, and print it to a PDF file"),
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf"), _WORDS),
}


def format_for_file(path: PurePath) -> Format:
    """Return the format for a file name.

    Raises MisuseError if the ending is unknown or the format can't be written.
    """
    name = path.name.lower()
    meant = [
        (len(ending), each)
        for each in FORMATS
        if each.is_writable
        for ending in each.suffixes
        if name.endswith(ending) and name != ending
    ]
    if meant:  # prefer the longest ending: `.csl.json`, not `.json`
        return max(meant, key=itemgetter(0))[1]
    if path.suffix.lower() in _INSTEAD:
        suffix, how = _INSTEAD[path.suffix.lower()]
        raise errors.MisuseError(
            f"mediarel can't write {path.suffix} files",
            f"Use the file name {path.with_suffix(suffix).name!r}{how}.",
        )
    raise errors.MisuseError(
        f"can't tell the format from the file name {path.name!r}",
        f"Choose the format with --format: {', '.join(WRITABLE)}.",
    )
