"""Check a published site: its links, its files, and what search engines find."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin

from mediarel import errors
from mediarel.publish.folder import manifest_of
from mediarel.publish.paths import LOCK, STAGED
from mediarel.publish.site.page_urls import NOT_FOUND, PAGE, URL_FACT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from selectolax.lexbor import LexborHTMLParser


_UNKNOWN = "https://site.invalid/"  # replaces the URL of a site if it is unknown
_LOC = re.compile("<loc>([^<]*)</loc>")
_NOT_PUBLIC = {STAGED, LOCK, ".git"}
_NO_INDEX = 'meta[name="robots"][content*="noindex"]'
_STEP = 100  # pages between two progress reports


class Problem(NamedTuple):
    """A problem in a published file, such as a broken link.

    `detail` is the target of a broken link.
    """

    kind: str
    path: str
    detail: str = ""


class SiteCheck(NamedTuple):
    """The problems of a site, and the numbers of its files, pages and links.

    `size` is the size of all files in bytes. `largest` is the path of the largest page.
    `in_sitemap` is the number of addresses in the sitemap. `described` is the number of
    pages that have a description for search engines.
    """

    problems: list[Problem]
    files: int
    size: int
    pages: int
    links: int
    largest: str
    largest_size: int
    in_sitemap: int
    described: int


def check_site(folder: Path, progress: Callable[[str, int, int], None]) -> SiteCheck:
    """Check the site in `folder`.

    Raises OSError or DamagedManifestError. Raises RefusedError if `folder` is not a
    site.
    """
    found = manifest_of(folder)
    if found is None or found.kind != "site":
        raise errors.RefusedError(
            f"{folder} is not a site that mediarel published",
            "Enter the folder of a site.",
        )
    sizes = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] not in _NOT_PUBLIC
    }
    url = found.facts.get(URL_FACT) or _UNKNOWN
    problems = [Problem("missing file", p) for p in found.rows if p not in sizes]
    pages = sorted(path for path in sizes if path.endswith(".html"))
    links = in_sitemap = described = 0
    for number, path in enumerate(pages):
        if number % _STEP == 0:
            progress("Checking pages", number, len(pages))
        tree = _parsed((folder / path).read_bytes())
        targets = list(_targets(tree))
        links += len(targets)
        problems += _broken(path, targets, url, sizes)
        if not tree.css_matches("title"):
            problems.append(Problem("no title", path))
        if path != NOT_FOUND and tree.css_matches(_NO_INDEX):
            problems.append(Problem("hidden from search engines", path))
        described += tree.css_matches('meta[name="description"]')
    for path in sizes:
        if path.startswith("sitemap") and path.endswith(".xml"):
            listed = _LOC.findall((folder / path).read_text("utf-8", "replace"))
            problems += _broken(path, map(unescape, listed), url, sizes)
            in_sitemap += sum(not each.endswith(".xml") for each in listed)
    largest = max(pages, key=sizes.__getitem__, default="")
    return SiteCheck(
        problems,
        len(sizes),
        sum(sizes.values()),
        len(pages),
        links,
        largest,
        sizes.get(largest, 0),
        in_sitemap,
        described,
    )


def _parsed(content: bytes) -> LexborHTMLParser:
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - 18 ms, rare

    return LexborHTMLParser(content)


def _targets(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the targets of links, pictures, styles, scripts and forms of a page."""
    for node in tree.css("[href], [src], [action]"):
        for name in ("href", "src", "action"):
            if target := node.attributes.get(name):
                yield target


def _broken(
    path: str, targets: Iterable[str], url: str, there: Mapping[str, int]
) -> Iterator[Problem]:
    """Yield a problem for each link of a page whose target is missing.

    `path` is the path of the page. `there` has the paths of all files of the site.
    `url` is the URL of the site. Links to other sites are ignored.
    """
    for target in targets:
        address = re.split("[?#]", urljoin(f"{url}{path}", target), maxsplit=1)[0]
        if address.startswith(url):
            to = unquote(address.removeprefix(url))
            if to not in there and f"{to.rstrip('/')}/{PAGE}".lstrip("/") not in there:
                yield Problem("broken link", path, target)
