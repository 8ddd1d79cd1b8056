"""Build a site: render all its files and put them into a folder."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.archive.configuration import identity
from mediarel.archive.public import Public
from mediarel.index.sql import organisations
from mediarel.model.archive_settings import DARK, nearest_colour
from mediarel.model.statement import Statement
from mediarel.publish.folder import Target
from mediarel.publish.search.block import Called
from mediarel.publish.search.script import search_part
from mediarel.publish.search.search_index import Index, called_names
from mediarel.publish.site import feeds, templates
from mediarel.publish.site import theme as themes
from mediarel.publish.site.about import (
    SEAL_FOLDER,
    PublishedSeal,
    about_page,
    logo_of,
    published_seal,
    sealed_page,
    shown_site,
)
from mediarel.publish.site.data_files import DATA, put_data_files
from mediarel.publish.site.list_rows import Rows
from mediarel.publish.site.lists import ListPages, lists_of, names_pages
from mediarel.publish.site.page_urls import (
    NOT_FOUND,
    URL_FACT,
    Addresses,
    name_in,
    slug,
)
from mediarel.publish.site.statement_files import Links, put_statements, rendering
from mediarel.publish.site.statement_page import Linked
from mediarel.release.headline import title_of
from mediarel.text.folding import folded_name
from mediarel.text.urls import without_login

_SEARCH = "search"
# The page for missing addresses appears at any address, so it can't link to a style.
_STYLE = (
    "body{max-width:38rem;margin:4rem auto;padding:0 1.5rem;color:#1d1b18;"
    "background:#fdfcfa;font:1.0625rem/1.6 Georgia,serif}:root{--link:#7d1f22}"
    "a{color:var(--link)}@media(prefers-color-scheme:dark){body{color:#e9e5dd;"
    "background:#171614}:root{--link:#f0a49a}}"
)
_STEP = 100  # statements between two progress reports
_FILES_AT_ONCE = 200  # other files, between two groups of statements
_FEWEST_UNKNOWN = 3  # statements: fewer may all have been removed
_THEME = "site/theme"


class SiteOptions(NamedTuple):
    """The user's options for a site.

    If `url` is None, the previous URL is kept. If `has_data` is False, the site has no
    exports in `data/`.
    """

    url: str | None
    theme: Path | None
    has_data: bool = True


class SiteResult(NamedTuple):
    """The result of building a site.

    `moved` is the number of pages that got a new address because the old address may
    contain withheld text. `lost_theme` is True if the previous site had a custom theme,
    but the new site does not.
    """

    statements: int
    url: str
    missing_files: int
    moved: int
    lost_theme: bool


@templates.child_processes()
def build(
    archive: Archive, public: Public, target: Target, options: SiteOptions
) -> SiteResult:
    """Build the site of the public statements, and write its files to `target`.

    Raises RefusedError, InvalidError, ThemeError, UnreadableThemeError, and errors of
    `Target`.
    """
    site = public.site()
    logo = logo_of(archive.files, site)
    has_data = options.has_data and bool(public.count())
    shown = shown_site(site, logo[0] if logo else "", has_data=has_data)
    settings = _settings(public.name(), target, options, shown)
    site_id = identity(archive, is_public=True).uuid
    addresses = Addresses(target.facts, partial(_holds_withheld, public))
    rows, index = Rows(), Index()
    links = Links(archive, public, addresses, target)
    source = feeds.Source(public, addresses, links.files.path, rows, settings, site_id)
    with rendering(public) as workers:  # the workers start while this process reads
        _read(archive, public, addresses, links, rows)
        if rows.all and (count := addresses.unknown_pages()) >= _FEWEST_UNKNOWN:
            raise errors.RefusedError(
                f"{target.folder} is the site of a different archive: none of its"
                f" {count:,} statements is in this archive",
                "Enter a different folder. To replace the site, delete the folder"
                " first. Nothing was changed.",
            )
        rows.sort()
        lists = list(lists_of(rows, addresses))
        pages = map(ListPages(rows, settings, lists).pages_of, lists)
        seal = published_seal(archive, public)
        found = _linked(archive, source, links, seal, target)
        called = _called(archive, public)
        others = [each.path for each in lists]
        others += [templates.ABOUT] if settings.site["has_about"] else []
        others += [DATA] if settings.site["has_data"] else []
        here = chain(
            chain.from_iterable(pages),
            _fixed_files(settings, site, options.theme),
            [logo] if logo else [],
            names_pages(lists, settings),
            feeds.sitemap_files(rows, others, settings, archive.now()),
            feeds.number_files(rows),
        )
        # While worker processes render, this process renders the other files.
        for _ in put_statements(found, settings, called, target, index, workers):
            _put(islice(here, _FILES_AT_ONCE), target)
        more = (feeds.feeds(lists, source), index.files(), _seal_files(seal, source))
        here = chain(here, *more)
        if settings.site["has_data"]:
            for _ in put_data_files(source, target, workers, archive.progress):
                _put(islice(here, _FILES_AT_ONCE), target)
    _put(here, target)
    had_theme = _THEME in target.facts
    own = "own" if options.theme else ""
    said = {URL_FACT: settings.url, _THEME: own}
    target.facts = {**addresses.facts, **{k: v for k, v in said.items() if v}}
    return SiteResult(
        len(rows.all),
        settings.url,
        links.files.missing + ("logo" in site and logo is None),
        addresses.moved,
        lost_theme=had_theme and not own,
    )


def _put(files: Iterable[tuple[str, bytes]], target: Target) -> None:
    for path, content in files:
        target.put(path, content)


def _read(
    archive: Archive, public: Public, addresses: Addresses, links: Links, rows: Rows
) -> None:
    """Add all statements to `rows`."""
    total = public.count()
    for number, one in enumerate(public.statements(sort="id")):
        if number % _STEP == 0:
            archive.progress("Reading statements", number, total)
        title = title_of(one)
        path = addresses.of(one, title)
        rows.add(one, path, title, [to for to, _ in links.translations(one)])


def _linked(
    archive: Archive,
    source: feeds.Source,
    links: Links,
    seal: PublishedSeal | None,
    target: Target,
) -> Iterator[Linked]:
    """Yield all statements, sorted by id, with the data for their links.

    If the seal covers a statement, its sealed form is written to `target`.
    """
    rows = source.rows
    for number, one in enumerate(source.public.statements(sort="id")):
        if number % _STEP == 0:
            archive.progress("Writing pages", number, len(rows.all))
        if row := rows.row_of(one):
            linked = links.linked(one, row, rows)
            if seal and (form := seal.form(one)):
                path = f"{SEAL_FOLDER}{form.path}"
                target.put(path, form.json)
                sealed = seal.about._replace(sha256=form.sha256, path=path)
                linked = linked._replace(sealed=sealed)
            yield linked


def _seal_files(
    seal: PublishedSeal | None, source: feeds.Source
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the seal, and the page that shows how to verify it."""
    if seal is not None:
        for name, content in seal.files.items():
            yield f"{SEAL_FOLDER}{name}", content
        yield sealed_page(seal, source.settings)


def _called(archive: Archive, public: Public) -> Called:
    """Return the other names of organisations, except withheld names."""
    found = organisations(archive.index)
    if not found:
        return {}
    signed = {folded_name(n) for one in public.statements() for n in one.signatories}
    return called_names(
        [name for name in each.names if folded_name(name) in signed] for each in found
    )


def _holds_withheld(public: Public, statement: Statement, path: str) -> bool:
    """Return whether an address may contain withheld text of `statement`.

    If text is withheld, an address is safe only if all its words are in the current
    public title.
    """
    redaction = public.redaction(statement)
    if not redaction:
        return False
    if redaction.is_in_name(path.replace("-", " ")) or redaction.is_in_name(path):
        return True
    said = set(slug(title_of(statement)).split("-"))
    return bool(redaction.texts) and not said.issuperset(name_in(path).split("-"))


def _settings(
    name: str, target: Target, options: SiteOptions, site: Mapping[str, Any]
) -> templates.Settings:
    url = options.url
    if url is None:  # an earlier version also kept a URL with a password
        url = without_login(target.facts.get(URL_FACT, ""))
    if url and not url.endswith("/"):
        url += "/"
    theme = options.theme
    themes.refuse_unusable(theme)
    words = themes.read_words(theme)
    english = words[themes.ENGLISH]["page"]["releases"]
    for each in (table["page"] for table in words.values()):
        if site["title"] and each["releases"] == english:
            each["releases"] = site["title"]
    own_folder = str(theme.absolute()) if theme and themes.has_templates(theme) else ""
    return templates.Settings(name, url, own_folder, words, site)


def _fixed_files(
    settings: templates.Settings, site: Mapping[str, Any], theme: Path | None
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file that doesn't depend on statements."""
    colours = _colours(site)
    for name in themes.AS_THEY_ARE:
        added = colours if name.endswith(".css") else ""
        yield name, themes.content(name, theme) + added.encode()
    yield themes.COPY_SCRIPT, themes.FOLDER.with_name(themes.COPY_SCRIPT).read_bytes()
    title = settings.english["search"]
    policy = templates.SCRIPT_POLICY
    values = templates.page_values(settings, _SEARCH, title, policy=policy)
    part = search_part(settings.words[themes.ENGLISH]["search"])
    values["part"] = Markup(part)  # noqa: S704 - our own, and escaped
    yield templates.rendered_page(_SEARCH, settings, "search.html", values)
    if settings.site["has_about"]:
        yield about_page(site, settings)
    yield NOT_FOUND, _not_found(settings, f"{_STYLE}{colours}")


def _colours(site: Mapping[str, Any]) -> str:
    """Return the CSS for the accent colour, which is used only on screens."""
    if (light := site.get("colour")) is None:
        return ""
    dark = nearest_colour(light, DARK)
    return (
        f"\n@media screen {{ :root {{ --link: {light}; }} }}\n"
        "@media screen and (prefers-color-scheme: dark)"
        f" {{ :root {{ --link: {dark}; }} }}\n"
    )


def _not_found(settings: templates.Settings, style: str) -> bytes:
    """Return the page that a server shows for every missing address."""
    title = settings.english["missing"]
    policy = (
        f"default-src 'none'; base-uri 'none'; style-src {_digest(style)};"
        f" script-src {_digest(feeds.SCRIPT)}; connect-src 'self'"
    )
    values = templates.page_values(settings, "", title, policy=policy)
    values |= {
        "home": settings.url or "/",
        "style": Markup(style),  # noqa: S704 - our own
        "script": Markup(feeds.SCRIPT),  # noqa: S704 - as above
    }
    return templates.rendered("404.html", settings.theme, values)


def _digest(inline: str) -> str:
    """Return the hash of an inline script or style, as written in a CSP header."""
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"
