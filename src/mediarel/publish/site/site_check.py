"""Check a published site: its links, its files, and what search engines find."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin

from selectolax.lexbor import LexborHTMLParser

from mediarel import errors
from mediarel.publish.folder import manifest_of
from mediarel.publish.manifest import Manifest
from mediarel.publish.paths import LOCK, MANIFEST, STAGED, require_folder
from mediarel.publish.site.feeds import NEWS
from mediarel.publish.site.page_urls import NOT_FOUND, PAGE, URL_FACT

_BASE = "https://site.invalid/"  # relative links are resolved with this URL
_LOC = re.compile("<loc>([^<]*)</loc>")
_NOT_PUBLIC = {STAGED, ".git"}
_ROBOTS = 'meta[name="robots" i]'
_NO_INDEX = f'{_ROBOTS}[content*="noindex" i], {_ROBOTS}[content="none" i]'
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

    Raises OSError, AccessError or DamagedManifestError. Raises RefusedError if `folder`
    is not a site.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - 18 ms, rare

    manifest, sizes = _manifest_of(folder), _sizes(folder)
    url = manifest.facts.get(URL_FACT, "")
    problems = [*_of_files(folder, manifest, sizes)]
    there = sizes.keys() | manifest.rows.keys()  # a missing file is reported only once
    pages = sorted(path for path in sizes if path.endswith(".html"))
    links = in_sitemap = described = 0
    for number, path in enumerate(pages):
        if number % _STEP == 0:
            progress("Checking pages", number, len(pages))
        tree = LexborHTMLParser((folder / path).read_bytes())
        targets = list(_targets(tree))
        links += len(targets)
        problems += _broken(path, targets, url, there)
        if path in manifest.rows:
            problems += _for_search_engines(path, tree)
        described += tree.css_matches('meta[name="description"]')
    for path in sizes:
        if path.startswith("sitemap") and path.endswith(".xml"):
            listed = _LOC.findall((folder / path).read_text("utf-8", "replace"))
            problems += _broken(path, map(unescape, listed), url, there)
            if path != NEWS:
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


def _manifest_of(folder: Path) -> Manifest:
    require_folder(folder)
    found = manifest_of(folder)
    if found is None:
        raise errors.RefusedError(
            f"{folder} is not a site that mediarel published",
            "Use the folder of a site.",
        )
    return found


def _of_files(
    folder: Path, manifest: Manifest, sizes: Mapping[str, int]
) -> Iterator[Problem]:
    """Yield a problem for each file of the manifest that is missing or was edited."""
    if manifest.new or (folder / STAGED).exists():
        yield Problem("interrupted publication", MANIFEST)
    for path, row in manifest.rows.items():
        if path not in sizes:
            yield Problem("missing file", path)
        elif sizes[path] != row.size:
            yield Problem("edited file", path)


def _for_search_engines(path: str, tree: LexborHTMLParser) -> Iterator[Problem]:
    title = tree.css_first("head > title")
    if title is None or not title.text(strip=True):
        yield Problem("no title", path)
    if path != NOT_FOUND and tree.css_matches(_NO_INDEX):
        yield Problem("hidden from search engines", path)


def _sizes(folder: Path) -> dict[str, int]:
    """Return the size of each public file in bytes, by its path.

    Raises OSError.
    """

    def refuse(error: OSError) -> None:
        raise error

    sizes = {}
    for place, folders, names in os.walk(folder, onerror=refuse):
        within = Path(place).relative_to(folder)
        if within == Path():
            folders[:] = [each for each in folders if each not in _NOT_PUBLIC]
        for name in names:
            if name != LOCK and (file := Path(place, name)).is_file():
                sizes[(within / name).as_posix()] = file.stat().st_size
    return sizes


def _targets(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the targets of links, pictures, styles, scripts and forms of a page."""
    for node in tree.css("[href], [src], [action]"):
        for name in ("href", "src", "action"):
            if target := node.attributes.get(name):
                yield target


def _broken(
    path: str, targets: Iterable[str], url: str, there: AbstractSet[str]
) -> Iterator[Problem]:
    """Yield a problem for each link of a page if the target of the link is missing.

    `path` is the path of the page. `there` has the paths of the files of the site.
    `url` is the URL of the site. Links to other sites are ignored.
    """
    for target in targets:
        if not _leads_somewhere(path, target.strip(), url, there):
            yield Problem("broken link", path, target)


def _leads_somewhere(path: str, target: str, url: str, there: AbstractSet[str]) -> bool:
    """Return True if a link leads to a file of the site, or to another site."""
    try:
        address = urljoin(f"{_BASE}{quote(path)}", target)
    except ValueError:  # such as `http://[`
        return False
    base = next((b for b in (_BASE, url) if b and address.startswith(b)), None)
    if base is None:
        return True
    to = unquote(re.split("[?#]", address.removeprefix(base), maxsplit=1)[0])
    return to in there or f"{to.rstrip('/')}/{PAGE}".lstrip("/") in there
