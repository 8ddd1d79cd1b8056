"""What is there once: the style, the page of the search, what is shown for no page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from mediarel.publish.piece import Piece
from mediarel.publish.search.part import ENGLISH, search_part
from mediarel.publish.site import theme as themes
from mediarel.publish.site.pieces import digest_of, page_piece
from mediarel.publish.site.shared import HERE, SEARCH_POLICY, page_values
from mediarel.publish.site.templates import rendered
from mediarel.publish.site.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mediarel.publish.site.settings import Settings

SEARCH = "search"
NOT_FOUND = "404.html"


def fixed_pieces(settings: Settings, theme: Path | None) -> Iterator[Piece]:
    """Yield what is not made of statements."""
    yield Piece(themes.STYLE, "", themes.content(themes.STYLE, theme))
    made_from = digest_of(settings.digest, search_part(ENGLISH))
    values = partial(_search, settings)
    yield page_piece(SEARCH, made_from, settings, "search.html", values)
    yield Piece(NOT_FOUND, "", _not_found(settings))


def _search(settings: Settings) -> dict[str, Any]:
    part = Markup(search_part(ENGLISH))  # noqa: S704 - made by ourselves, and escaped
    title = words_of(settings.lang)["search"]
    crumbs = [(title, HERE)]
    given = page_values(settings, SEARCH, title, crumbs, policy=SEARCH_POLICY)
    return given | {"part": part}


def _not_found(settings: Settings) -> bytes:
    """Return the page for an address that there is not: wherever that is, it works."""
    title = words_of(settings.lang)["missing"]
    values = page_values(settings, "", title, []) | {"home": settings.url or "/"}
    return rendered("404.html", settings.theme, values)
