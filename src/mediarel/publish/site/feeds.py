"""Write feeds, sitemaps, and files that map statement ids to page addresses.

The list of all statements has feeds (Atom and JSON Feed) with its newest statements.
The list of each program, type, tag and language has such feeds, too. If the address of
the site is unknown, links in Atom are relative (RFC 4287, 4.2.7.1). Then there is no
JSON Feed, which requires absolute addresses.

The sitemap follows sitemaps.org, version 0.9. If there are many addresses,
`sitemap.xml` is an index of smaller files. Each of these files covers 2,500 ids, so a
change of the archive changes few files. A news sitemap has the statements of the last
two days.

The page for missing addresses reads the id in the address, and redirects to the page of
this statement. In a new folder, the words of an address may change, but the id stays
the same.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from mediarel.archive.public import Public
from mediarel.formats.feed_writing import write_atom, write_json_feed
from mediarel.formats.writing import WriteOptions, identity_of, xml_text
from mediarel.model.parts import Attachment
from mediarel.model.statement import Statement
from mediarel.publish.site.list_rows import Row, Rows
from mediarel.publish.site.lists import WITH_FEEDS, Listed
from mediarel.publish.site.page_urls import Addresses, absolute, quoted, up
from mediarel.publish.site.templates import ATOM, JSON_FEED, Settings, link
from mediarel.query.tree import Numbered

_NUMBERS = "numbers"
_NUMBERS_IDS = 1000  # ids per file; redirect.js has this number, too
# Redirects to the page of the statement, unless this page is the missing one.
SCRIPT = (Path(__file__).with_name("redirect.js")).read_text(encoding="utf-8")
_SITEMAP, NEWS, _ROBOTS = "sitemap.xml", "sitemap-news.xml", "robots.txt"
_MOST_NEWS = 1000  # addresses in a news sitemap
_NEWS_SCHEMA = "http://www.google.com/schemas/sitemap-news/0.9"
_SITEMAP_IDS = 2500  # limits: 50,000 addresses per file, and as many parts
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NEWEST = 30  # statements per feed


class Source(NamedTuple):
    """The public statements of a site, with the addresses of their pages and files.

    `file_of` returns the path of the copy of an attached file. `identity` is an
    identifier of the site.
    """

    public: Public
    addresses: Addresses
    file_of: Callable[[Attachment], str]
    rows: Rows
    settings: Settings
    identity: str


def feeds(lists: Iterable[Listed], source: Source) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each feed.

    Lists of some kinds have no feeds.
    """
    for listed in lists:
        if listed.kind and listed.kind not in WITH_FEEDS:
            continue
        rows = [source.rows.all[number] for number in listed.numbers[:_NEWEST]]
        wanted = Numbered(tuple(row.id for row in rows))
        newest = list(source.public.statements(wanted))
        changed = max((row.modified for row in rows), default="")
        for name, write in ((ATOM, write_atom), (JSON_FEED, write_json_feed)):
            file = f"{listed.path}/{name}".lstrip("/")
            out = BytesIO()
            write(newest, out, _feed_options(file, listed, source, changed))
            yield file, out.getvalue()


def _feed_options(
    file: str, listed: Listed, source: Source, changed: str
) -> WriteOptions:
    settings = source.settings
    name = settings.name or settings.english["releases"]
    if listed.kind:
        name = f"{name}: {listed.heading(settings)}"
    url, root = settings.url, up(file)
    is_atom = file.endswith(ATOM)

    def address(path: str) -> str:
        return absolute(url, path) if url else link(root, path)

    def page_of(statement: Statement) -> str | None:
        return address(source.addresses.of(statement)) if url or is_atom else None

    def place_of(attachment: Attachment) -> str | None:
        place = source.file_of(attachment)
        return f"{url or root}{quoted(place)}" if place else None

    return WriteOptions(
        name=name,
        identity=identity_of(source.identity, listed.kind, listed.value),
        changed=changed,
        translations=source.public.translations,
        place_of=place_of,
        page_of=page_of,
        place=f"{url}{quoted(file)}" if url else "",
        home=address(listed.path) if url or is_atom else "",
    )


def sitemap_files(
    rows: Rows, others: Sequence[str], settings: Settings, now: str
) -> Iterator[tuple[str, bytes]]:
    """Yield `robots.txt`, and the sitemaps if the URL of the site is known.

    `others` are the paths of pages that are not pages of statements. `now` is a time in
    ISO 8601. If there are many addresses, the sitemap has several parts.
    """
    url = settings.url
    if not url:
        yield _ROBOTS, _robots([])
        return
    news = _news(rows, settings, now)
    if news:
        yield NEWS, news
    yield _ROBOTS, _robots([url + _SITEMAP, *([url + NEWS] if news else [])])
    if len(rows.all) + len(others) <= _SITEMAP_IDS:
        in_order = chain.from_iterable(some for _, some in rows.by_id(_SITEMAP_IDS))
        yield _SITEMAP, _urls(others, in_order, url)
        return
    names = []
    for turn, some in rows.by_id(_SITEMAP_IDS):
        names.append(f"sitemap-{turn + 1}.xml")
        yield names[-1], _urls((), some, url)
    for number, start in enumerate(range(0, len(others), _SITEMAP_IDS), 1):
        names.append(f"sitemap-lists-{number}.xml")
        yield names[-1], _urls(others[start : start + _SITEMAP_IDS], (), url)
    yield _SITEMAP, _sitemap_index(names, url)


def _robots(sitemaps: Iterable[str]) -> bytes:
    """Return a `robots.txt` that allows everything (RFC 9309)."""
    lines = "".join(f"Sitemap: {each}\n" for each in sitemaps)
    return f"User-agent: *\nAllow: /\n{lines and chr(10)}{lines}".encode()


def _news(rows: Rows, settings: Settings, now: str) -> bytes:
    """Return the news sitemap (Google, "Create a News Sitemap").

    It has the statements of the last two days. Return no content if there are no such
    statements, or if the archive has no name.
    """
    today = datetime.fromisoformat(now).date()  # in UTC, so the local date may differ
    days = {str(today - timedelta(days=before)) for before in range(-1, 2)}
    new = [
        row
        for row in islice(rows.all, _MOST_NEWS)
        if row.date in days and not row.is_withdrawn
    ]
    if not new or not settings.name:
        return b""
    name = _xml(settings.name)
    lines = "".join(
        f"<url><loc>{absolute(_xml(settings.url), row.path)}</loc><news:news>"
        f"<news:publication><news:name>{name}</news:name>"
        f"<news:language>{row.language.partition('-')[0]}</news:language>"
        "</news:publication>"
        f"<news:publication_date>{row.date}</news:publication_date>"
        f"<news:title>{_xml(row.title)}</news:title></news:news></url>\n"
        for row in new
    )
    head = f'<urlset xmlns="{_SCHEMA}" xmlns:news="{_NEWS_SCHEMA}">'
    return f"{_XML_HEAD}{head}\n{lines}</urlset>\n".encode()


def _urls(lists: Sequence[str], rows: Iterable[Row], url: str) -> bytes:
    """Return a sitemap with the pages of some lists and statements."""
    at = _xml(url)  # these paths need no XML escaping
    lines = [f"<url><loc>{absolute(at, path)}</loc></url>\n" for path in lists]
    lines += [
        f"<url><loc>{absolute(at, row.path)}</loc>"
        f"<lastmod>{row.modified}</lastmod></url>\n"
        for row in rows
    ]
    return (
        f'{_XML_HEAD}<urlset xmlns="{_SCHEMA}">\n{"".join(lines)}</urlset>\n'.encode()
    )


def _sitemap_index(names: Sequence[str], url: str) -> bytes:
    lines = "".join(
        f"<sitemap><loc>{_xml(url + name)}</loc></sitemap>\n" for name in names
    )
    content = f'<sitemapindex xmlns="{_SCHEMA}">\n{lines}</sitemapindex>\n'
    return f"{_XML_HEAD}{content}".encode()


def _xml(address: str) -> str:
    return xml_text(address, lambda _: None)


def number_files(rows: Rows) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file that maps ids to addresses.

    Each file covers a thousand ids.
    """
    for thousand, some in rows.by_id(_NUMBERS_IDS):
        paths = {row.id: row.path for row in some}
        said = json.dumps(paths, ensure_ascii=False, separators=(",", ":"))
        yield f"{_NUMBERS}/{thousand}.json", f"{said}\n".encode()
