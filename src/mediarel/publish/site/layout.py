"""What all pages of a site share: settings, words, links, dates, feeds, policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.dates.edtf import PartialDate
from mediarel.publish.site.page_urls import absolute, page, quoted, up
from mediarel.publish.site.templates import rendered
from mediarel.text.languages import direction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.dates.edtf import KeptDate

    Crumb = tuple[str, str]
    """What it says, and the path that it leads to; "." for the page itself."""


# The words of pages that are no part of a statement.
WORDS = {
    "releases": "Media Releases",
    "all_years": "All Years",
    "years": "Years",
    "skip": "Skip to the content",
    "you_are_here": "You are here",
    "search": "Search",
    "search_label": "Search the statements",
    "browse": "Browse",
    "feed": "Feed",
    "pages": "Pages",
    "newest": "Newest",
    "newer": "Newer",
    "older": "Older",
    "oldest": "Oldest",
    "next": "Next",
    "previous": "Previous",
    "page": "Page {}",
    "program": "Programs",
    "type": "Types",
    "series": "Series",
    "tag": "Tags",
    "signatory": "Signatories",
    "language": "Languages",
    "a_program": "Program",
    "a_type": "Type",
    "a_series": "Series",
    "a_tag": "Tag",
    "a_signatory": "Signatory",
    "a_language": "Language",
    "one": "{} statement",
    "many": "{} statements",
    "none": "There are no statements yet.",
    "all_of": "All {}",
    "notes": "What to know of this statement",
    "correction": "Correction",
    "withdrawal": "Withdrawn",
    "withdrawn": "Withdrawn",
    "withdrawn_note": "This statement was withdrawn.",
    "replaced_by": "In its place stands",
    "replaces": "It stands in the place of",
    "excerpt": "The text is an excerpt.",
    "signed_by": "Signatories",
    "files": "Files",
    "others": "In other languages",
    "original": "original",
    "sources": "Sources",
    "about": "About this statement",
    "date": "Date",
    "place": "Place",
    "dateline": "Dateline",
    "id": "Number",
    "address": "Address",
    "cite": "Cite this",
    "apa": "APA",
    "chicago": "Chicago",
    "mla": "MLA",
    "digest": "SHA-256",
    "missing": "This page is not here",
    "missing_how": "It may have been withdrawn, or the address has a slip in it.",
    "to_start": "To the beginning",
}
_LANG = "en"  # of all that is not part of a statement
ATOM, JSON_FEED = "feed.xml", "feed.json"
ATOM_TYPE, JSON_FEED_TYPE = "application/atom+xml", "application/feed+json"
HERE = "."
# Nothing is loaded but our own style and pictures, and no script runs.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'"
)
SEARCH_POLICY = f"{POLICY}; script-src 'self'; connect-src 'self'"


class ShownDate(NamedTuple):
    """A date in words, and what a `time` element has for it.

    That is "" where the date is unsure or between two (HTML, 4.5.14).
    """

    words: str
    machine: str


class Settings(NamedTuple):
    """The settings of a site, as plain values for another process."""

    name: str
    """The name of the archive, "" if it has none."""
    url: str
    """The address of the site, with a `/` at its end; "" if unknown."""
    theme: str
    """The folder whose templates replace those of the usual theme; "" for none."""


def page_values(  # noqa: PLR0913 - what pages differ in
    settings: Settings,
    path: str,
    title: str,
    crumbs: Sequence[Crumb],
    *,
    feeds: Sequence[tuple[str, str]] = (),
    policy: str = POLICY,
) -> dict[str, Any]:
    """Return what the template of the page at `path` is given, whatever page it is.

    `feeds` are those beside the one of all: the path of its list, and its title.
    """
    root = up(page(path))
    start = WORDS["releases"]
    name = settings.name
    return {
        "w": WORDS,
        "lang": _LANG,
        "dir": direction(_LANG),
        "name": name,
        "root": root,
        "policy": policy,
        "title": title,
        "heading": title,
        "full_title": f"{title} · {name}" if name and name != title else title,
        "canonical": absolute(settings.url, path) if settings.url else "",
        "crumbs": [
            (text, "" if to == HERE else link(root, to))
            for text, to in ((start, ""), *crumbs)
        ]
        if path
        else [(start, "")],
        "feeds": [
            (quoted(f"{root}{at}{file}"), label, kind)
            for at, label in (("", name or start), *feeds)
            for file, kind in ((ATOM, ATOM_TYPE), (JSON_FEED, JSON_FEED_TYPE))
        ],
    }


def rendered_page(
    path: str, settings: Settings, template: str, values: Mapping[str, Any]
) -> tuple[str, bytes]:
    """Return the file of the page at `path`, and the content of the page.

    Raises ThemeError.
    """
    return page(path), rendered(template, settings.theme, values)


def link(root: str, path: str) -> str:
    """Return what leads to the page at `path` from one with this `root`."""
    return f"{root}{quoted(page(path))}"


def found_at(path: str) -> str:
    """Return what leads to the page at `path` from that of the search."""
    return link("../", path)


def counted(number: int) -> str:
    """Return `1 statement`, `9 statements`."""
    return WORDS["one" if number == 1 else "many"].format(f"{number:,}")


def shown_date(date: KeptDate | str) -> ShownDate:
    """Return `date` as pages show it, as exact as it is known."""
    if isinstance(date, str):
        date = PartialDate.from_edtf(date)
    is_sure = isinstance(date, PartialDate) and not date.qualifier
    return ShownDate(date.long(), str(date) if is_sure else "")
