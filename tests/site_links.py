"""Find broken links in a published site."""

import os
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LEADING = {"href", "src", "action"}


class Links(HTMLParser):
    """The URLs and IDs of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the URL and ID of an element."""
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        for name, value in attrs:
            if name in _LEADING:
                self.links.append(value or "")
            elif name == "id" and value:
                self.ids.add(value)


def broken(site: Path) -> Iterator[str]:
    """Yield each broken link within the site, with its page."""
    files = [path for path in site.rglob("*") if path.is_file()]
    names = {*map(os.fspath, files)}
    pages = {
        os.fspath(page): Links(page.read_text("utf-8"))
        for page in files
        if page.suffix == ".html"
    }
    for page, found in pages.items():
        folder, name = os.path.split(page)
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or name == "404.html":
                continue
            target = page
            if parts.path:
                target = os.path.normpath(f"{folder}/{unquote(parts.path)}")
            named = pages.get(target)
            if target not in names or (
                parts.fragment and named and parts.fragment not in named.ids
            ):
                yield f"{os.path.relpath(page, site)}: {link}"
