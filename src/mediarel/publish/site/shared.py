"""What all pages have: where they are, what leads where, what a browser may load."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mediarel.publish.site.addresses import absolute, page, quoted, up
from mediarel.publish.site.limited import rendered
from mediarel.publish.site.words import words_of
from mediarel.text.direction import direction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mediarel.publish.site.settings import Settings

    Crumb = tuple[str, str]
    """What it says, and the path that it leads to; "." for the page itself."""

ATOM, JSON_FEED = "feed.xml", "feed.json"
ATOM_TYPE, JSON_FEED_TYPE = "application/atom+xml", "application/feed+json"
HERE = "."
# Nothing is loaded but our own style and pictures, and no script runs.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'"
)
SEARCH_POLICY = f"{POLICY}; script-src 'self'; connect-src 'self'"


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
    words = _words(settings.lang)
    root = up(page(path))
    start = words["releases"]
    name = settings.name
    return {
        "w": words,
        "lang": settings.lang,
        "dir": direction(settings.lang),
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
    return page(path), rendered(template, settings, values)


def link(root: str, path: str) -> str:
    """Return what leads to the page at `path` from one with this `root`."""
    return f"{root}{quoted(page(path))}"


def found_at(path: str) -> str:
    """Return what leads to the page at `path` from that of the search."""
    return link("../", path)


def counted(words: dict[str, str], number: int) -> str:
    """Return `1 statement`, `9 statements`, in the language of the pages."""
    return words["one" if number == 1 else "many"].format(f"{number:,}")


@lru_cache(maxsize=1)
def _words(lang: str) -> dict[str, str]:
    return words_of(lang)
