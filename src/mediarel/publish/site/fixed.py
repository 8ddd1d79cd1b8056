"""What is there once: the style, the page of the search, what is shown for no page."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup

from mediarel.publish.search.script import ENGLISH, search_part
from mediarel.publish.site import theme as themes
from mediarel.publish.site.leading import SCRIPT
from mediarel.publish.site.limited import rendered
from mediarel.publish.site.shared import HERE, SEARCH_POLICY, page_values, rendered_page
from mediarel.publish.site.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mediarel.publish.site.settings import Settings

SEARCH = "search"
NOT_FOUND = "404.html"
# Of the page that is shown at any address, from where no style can be led to.
_STYLE = (
    "body{max-width:38rem;margin:4rem auto;padding:0 1.5rem;color:#1d1b18;"
    "background:#fdfcfa;font:1.0625rem/1.6 Georgia,serif}a{color:#7d1f22}"
    "@media(prefers-color-scheme:dark){body{color:#e9e5dd;background:#171614}"
    "a{color:#f0a49a}}"
)


def fixed_files(settings: Settings, theme: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the files that don't depend on statements."""
    for name in themes.AS_THEY_ARE:
        yield name, themes.content(name, theme)
    title = words_of(settings.lang)["search"]
    crumbs = [(title, HERE)]
    values = page_values(settings, SEARCH, title, crumbs, policy=SEARCH_POLICY)
    values["part"] = Markup(search_part(ENGLISH))  # noqa: S704 - our own, and escaped
    yield rendered_page(SEARCH, settings, "search.html", values)
    yield NOT_FOUND, _not_found(settings)


def _not_found(settings: Settings) -> bytes:
    """Return the page for an address that there is not: wherever that is, it works."""
    title = words_of(settings.lang)["missing"]
    policy = (
        f"default-src 'none'; base-uri 'none'; style-src {_digest(_STYLE)};"
        f" script-src {_digest(SCRIPT)}; connect-src 'self'"
    )
    values = page_values(settings, "", title, [], policy=policy)
    values |= {
        "home": settings.url or "/",
        "style": Markup(_STYLE),  # noqa: S704 - our own
        "script": Markup(SCRIPT),  # noqa: S704 - as above
    }
    return rendered("404.html", settings, values)


def _digest(inline: str) -> str:
    """Return what a policy has for a script or a style that stands in the page."""
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"
