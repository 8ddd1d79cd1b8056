"""Define the shared parts of pages: settings, links, dates, feeds, policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.dates.edtf import PartialDate
from mediarel.publish.site.page_urls import absolute, page, quoted, up
from mediarel.publish.site.templates import rendered
from mediarel.publish.site.theme import ENGLISH
from mediarel.text.languages import direction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.dates.edtf import KeptDate
    from mediarel.publish.site.theme import Words

    Crumb = tuple[str, str]
    """What it says, and the path that it leads to; "." for the page itself."""


ATOM, JSON_FEED = "feed.xml", "feed.json"
ATOM_TYPE, JSON_FEED_TYPE = "application/atom+xml", "application/feed+json"
HERE = "."
# Only the site's own style and images load, and no script runs.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'"
)
SEARCH_POLICY = f"{POLICY}; script-src 'self'; connect-src 'self'"


class ShownDate(NamedTuple):
    """A date in words, and the `datetime` value of its `time` element.

    The value is "" if the date is uncertain or an interval (HTML, 4.5.14).
    """

    words: str
    machine: str


class Settings(NamedTuple):
    """The settings of a site, as plain values for a worker process."""

    name: str
    """The name of the archive, "" if it has none."""
    url: str
    """The address of the site, with a `/` at its end; "" if unknown."""
    theme: str
    """The folder whose templates replace those of the usual theme; "" for none."""
    words: Mapping[str, Words]
    """The words of each language."""

    @property
    def english(self) -> dict[str, str]:
        """The words of pages that are not the page of a statement."""
        return self.words[ENGLISH]["page"]


def page_values(  # noqa: PLR0913 - what pages differ in
    settings: Settings,
    path: str,
    title: str,
    crumbs: Sequence[Crumb],
    *,
    feeds: Sequence[tuple[str, str]] = (),
    policy: str = POLICY,
    language: str = ENGLISH,
) -> dict[str, Any]:
    """Return the values that every template receives for the page at `path`.

    `feeds` are the additional feeds: the path of the list, and its title. The words are
    in `language` (BCP 47), or in English if there are none.
    """
    root = up(page(path))
    codes = (language.lower(), language.lower().partition("-")[0], ENGLISH)
    code = next(each for each in codes if each in settings.words)
    words = settings.words[code]["page"]
    start = words["releases"]
    name = settings.name
    return {
        "w": words,
        "lang": code,
        "dir": direction(code),
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
    """Return the file of the page at `path`, and its content.

    Raises ThemeError.
    """
    return page(path), rendered(template, settings.theme, values)


def link(root: str, path: str) -> str:
    """Return the link to the page at `path` from a page with this `root`."""
    return f"{root}{quoted(page(path))}"


def found_at(path: str) -> str:
    """Return the link to the page at `path` from the search page."""
    return link("../", path)


def with_value(word: str, value: object) -> str:
    """Return a word of a theme with `value` for `{}`."""
    return word.replace("{}", str(value))


def shown_date(date: KeptDate | str) -> ShownDate:
    """Return `date` as shown on pages, with its known precision."""
    if isinstance(date, str):
        date = PartialDate.from_edtf(date)
    is_sure = isinstance(date, PartialDate) and not date.qualifier
    return ShownDate(date.long(), str(date) if is_sure else "")
