"""The table of formats: their names, what each can do, and which a file is in.

A format is a row of `FORMATS` and the module of this package with its name. The
row is all that help, completion and the name of a file need; the module has the
functions of `Module` (`modules.py`) and is loaded when the format is used.
"""

from __future__ import annotations

from typing import NamedTuple


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
    read_suffixes: tuple[str, ...] = ()
    """More endings of files that it reads, of a kind that it can't write."""
    begins_anyhow: bool = False
    """Whether it may begin as any other does, and is sure all the same: asked first."""


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
        (".xlsx",),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
        is_text=False,
        read_suffixes=(".xlsm",),  # Excel opens none of these without macros
        takes=_OF_CELLS,
    ),
)
NAMES = tuple(each.name for each in FORMATS)
WRITABLE = tuple(each.name for each in FORMATS if each.is_writable)
READABLE = tuple(each.name for each in FORMATS if each.is_readable)
STANDARD_INPUT = "standard input"  # as the source of what is read
