"""The sitemap: the address of each page with the time of its last change.

It is as sitemaps.org has it, version 0.9: at most 50,000 addresses in a file; of more,
`sitemap.xml` leads to files of 10,000 each, in the order of the ids.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mediarel.formats.xml_text import xml_text
from mediarel.publish.piece import Piece
from mediarel.publish.site.addresses import absolute
from mediarel.publish.site.pieces import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.publish.site.lists import Listed
    from mediarel.publish.site.rows import Row, Rows

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
_MOST, _PART = 50_000, 10_000
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

Entry = tuple[str, str]  # a path and when it was last changed, "" where nobody knows


def sitemap_pieces(rows: Rows, lists: Sequence[Listed], url: str) -> Iterator[Piece]:
    """Yield the sitemap of a site at `url`, or its parts; and who may read it."""
    found = [(each.path, "") for each in lists]
    if len(rows.all) + len(found) <= _MOST:
        entries = [*found, *map(_entry, _by_id(rows))]
        yield _file(SITEMAP, entries, url)
    else:
        yield from _in_parts(rows, found, url)
    yield Piece(ROBOTS, "", robots(f"{url}{SITEMAP}"))


def robots(sitemap: str = "") -> bytes:
    """Return what robots may read: all (RFC 9309); and where the sitemap is."""
    named = f"\nSitemap: {sitemap}\n" if sitemap else ""
    return f"User-agent: *\nAllow: /\n{named}".encode()


def _by_id(rows: Rows) -> list[Row]:
    return sorted(rows.all, key=lambda row: row.id)


def _entry(row: Row) -> Entry:
    return row.path, row.modified


def _in_parts(rows: Rows, lists: Sequence[Entry], url: str) -> Iterator[Piece]:
    parts: dict[str, list[Entry]] = {}
    for row in _by_id(rows):
        name = f"sitemap-{row.id // _PART + 1}.xml"
        parts.setdefault(name, []).append(_entry(row))
    for start in range(0, len(lists), _PART):
        parts[f"sitemap-lists-{start // _PART + 1}.xml"] = [
            *lists[start : start + _PART]
        ]
    for name, entries in parts.items():
        yield _file(name, entries, url)
    yield Piece(SITEMAP, digest_of(url, list(parts)), partial(_index, list(parts), url))


def _file(name: str, entries: Sequence[Entry], url: str) -> Piece:
    return Piece(name, digest_of(url, entries), partial(_urls, entries, url))


def _urls(entries: Iterable[Entry], url: str) -> bytes:
    lines = "".join(
        f"<url><loc>{_text(absolute(url, path))}</loc>{_changed(when)}</url>\n"
        for path, when in entries
    )
    return f'{_HEAD}<urlset xmlns="{_SPACE}">\n{lines}</urlset>\n'.encode()


def _changed(when: str) -> str:
    return f"<lastmod>{when}</lastmod>" if when else ""


def _index(names: Sequence[str], url: str) -> bytes:
    lines = "".join(
        f"<sitemap><loc>{_text(url + name)}</loc></sitemap>\n" for name in names
    )
    return f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n{lines}</sitemapindex>\n'.encode()


def _text(address: str) -> str:
    return xml_text(address, lambda _: None)
