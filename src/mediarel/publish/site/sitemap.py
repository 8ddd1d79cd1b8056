"""The sitemap: the address of each page with the time of its last change.

It is as sitemaps.org has it, version 0.9. Of many addresses `sitemap.xml` leads to
files of 2,500 ids each, so that a change is a small file to make and to upload.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from mediarel.formats.xml_text import xml_text
from mediarel.publish.piece import Piece
from mediarel.publish.site.addresses import absolute
from mediarel.publish.site.pieces import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.publish.site.lists import Listed
    from mediarel.publish.site.rows import Rows

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
_PART = 2500  # of 50,000 addresses at most, and as many parts
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap_pieces(rows: Rows, lists: Sequence[Listed], url: str) -> Iterator[Piece]:
    """Yield the sitemap of a site at `url`, or its parts; and who may read it."""
    found = [each.path for each in lists]
    if len(rows.all) + len(found) <= _PART:
        by_id = chain.from_iterable(numbers for _, numbers in rows.by_id(_PART))
        yield _file(SITEMAP, found, rows, [*by_id], url)
    else:
        yield from _in_parts(rows, found, url)
    yield Piece(ROBOTS, "", robots(f"{url}{SITEMAP}"))


def robots(sitemap: str = "") -> bytes:
    """Return what robots may read: all (RFC 9309); and where the sitemap is."""
    named = f"\nSitemap: {sitemap}\n" if sitemap else ""
    return f"User-agent: *\nAllow: /\n{named}".encode()


def _in_parts(rows: Rows, lists: Sequence[str], url: str) -> Iterator[Piece]:
    parts = []
    for turn, numbers in rows.by_id(_PART):
        parts.append(_file(f"sitemap-{turn + 1}.xml", (), rows, numbers, url))
    for start in range(0, len(lists), _PART):
        name = f"sitemap-lists-{start // _PART + 1}.xml"
        parts.append(_file(name, lists[start : start + _PART], rows, (), url))
    yield from parts
    names = [part.path for part in parts]
    yield Piece(SITEMAP, digest_of(url, names), partial(_index, names, url))


def _file(
    name: str, lists: Sequence[str], rows: Rows, numbers: Sequence[int], url: str
) -> Piece:
    """Return the file of the pages of some lists and of the rows of these numbers."""
    made_from = digest_of(url, lists, rows.digest(numbers))
    return Piece(name, made_from, partial(_urls, lists, rows, numbers, url))


def _urls(lists: Sequence[str], rows: Rows, numbers: Sequence[int], url: str) -> bytes:
    at = _text(url)  # a path in an address has nothing that XML writes otherwise
    lines = [f"<url><loc>{absolute(at, path)}</loc></url>\n" for path in lists]
    lines += [
        f"<url><loc>{absolute(at, row.path)}</loc>"
        f"<lastmod>{row.modified}</lastmod></url>\n"
        for row in rows.shown(numbers)
    ]
    return f'{_HEAD}<urlset xmlns="{_SPACE}">\n{"".join(lines)}</urlset>\n'.encode()


def _index(names: Sequence[str], url: str) -> bytes:
    lines = "".join(
        f"<sitemap><loc>{_text(url + name)}</loc></sitemap>\n" for name in names
    )
    return f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n{lines}</sitemapindex>\n'.encode()


def _text(address: str) -> str:
    return xml_text(address, lambda _: None)
