"""The sitemap: the address of each page with the time of its last change.

It is as sitemaps.org has it, version 0.9. Of many addresses `sitemap.xml` leads to
files of 2,500 ids each, so that a change is a small file to make and to upload.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from mediarel.formats.xml_text import xml_text
from mediarel.publish.site.addresses import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.publish.site.lists import Listed
    from mediarel.publish.site.rows import Row, Rows

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
_PART = 2500  # of 50,000 addresses at most, and as many parts
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap_files(
    rows: Rows, lists: Sequence[Listed], url: str
) -> Iterator[tuple[str, bytes]]:
    """Yield `robots.txt`, and the sitemap or its parts if the site has a `url`."""
    if not url:
        yield ROBOTS, _robots()
        return
    yield ROBOTS, _robots(f"{url}{SITEMAP}")
    found = [each.path for each in lists]
    if len(rows.all) + len(found) <= _PART:
        in_order = chain.from_iterable(some for _, some in rows.by_id(_PART))
        yield SITEMAP, _urls(found, in_order, url)
        return
    names = []
    for turn, some in rows.by_id(_PART):
        names.append(f"sitemap-{turn + 1}.xml")
        yield names[-1], _urls((), some, url)
    for number, start in enumerate(range(0, len(found), _PART), 1):
        names.append(f"sitemap-lists-{number}.xml")
        yield names[-1], _urls(found[start : start + _PART], (), url)
    yield SITEMAP, _index(names, url)


def _robots(sitemap: str = "") -> bytes:
    """Return the file that lets robots read everything (RFC 9309)."""
    named = f"\nSitemap: {sitemap}\n" if sitemap else ""
    return f"User-agent: *\nAllow: /\n{named}".encode()


def _urls(lists: Sequence[str], rows: Iterable[Row], url: str) -> bytes:
    """Return the file of the pages of some lists and statements."""
    at = _text(url)  # a path in an address has nothing that XML writes otherwise
    lines = [f"<url><loc>{absolute(at, path)}</loc></url>\n" for path in lists]
    lines += [
        f"<url><loc>{absolute(at, row.path)}</loc>"
        f"<lastmod>{row.modified}</lastmod></url>\n"
        for row in rows
    ]
    return f'{_HEAD}<urlset xmlns="{_SPACE}">\n{"".join(lines)}</urlset>\n'.encode()


def _index(names: Sequence[str], url: str) -> bytes:
    lines = "".join(
        f"<sitemap><loc>{_text(url + name)}</loc></sitemap>\n" for name in names
    )
    return f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n{lines}</sitemapindex>\n'.encode()


def _text(address: str) -> str:
    return xml_text(address, lambda _: None)
