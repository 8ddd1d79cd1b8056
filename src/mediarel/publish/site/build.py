"""Building a site: all its files, told to a publication in one go."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mediarel import __version__
from mediarel.archive.attach import folder_of
from mediarel.attachments.places import places_of
from mediarel.formats.feed_marks import identity_of
from mediarel.index.organisations import organisations
from mediarel.publish.site import theme as themes
from mediarel.publish.site.addresses import Addresses, name_in
from mediarel.publish.site.feeds import FeedSource, feed_pieces
from mediarel.publish.site.files import Files
from mediarel.publish.site.fixed import fixed_pieces
from mediarel.publish.site.gathering import gathering
from mediarel.publish.site.leading import number_pieces
from mediarel.publish.site.lists import ListPages, lists_of
from mediarel.publish.site.names import names_pieces
from mediarel.publish.site.pieces import digest_of
from mediarel.publish.site.rows import Rows
from mediarel.publish.site.searching import Changes, put_search
from mediarel.publish.site.settings import Settings
from mediarel.publish.site.sitemap import ROBOTS, robots, sitemap_pieces
from mediarel.publish.site.slugs import slug
from mediarel.publish.site.statements import StatementPages
from mediarel.query.tree import Numbered
from mediarel.release.headline import title_of
from mediarel.text.folding import folded_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.index.organisations import Called
    from mediarel.model.statement import Statement
    from mediarel.publish.folder import Publication
    from mediarel.publish.piece import Piece

_STEP = 100  # statements between two that are told of
_FORM = "1"  # of what the program itself puts into pages; another has all made anew
_URL, _IDENTITY, _THEME = "site/url", "site/identity", "site/theme"


class Wishes(NamedTuple):
    """What the person wants of a site; None is what it was the last time."""

    url: str | None
    theme: Path | None
    lang: str


class Built(NamedTuple):
    """What a site has: how many statements, its address, what is not in it.

    `lost_theme` says that it had a theme of its own the last time, and has none now.
    """

    statements: int
    url: str
    missing_files: int
    lost_theme: bool


def build(
    archive: Archive, public: Public, target: Publication, wishes: Wishes
) -> Built:
    """Put all files of the site of what is `public` into `target`.

    Raises ThemeError, NoThemeFolderError, NoThemeError, UnreadableThemeError, and what
    `Publication` raises.
    """
    settings = _settings(public.name(), target, wishes)
    identity = target.facts.get(_IDENTITY) or identity_of(settings.name, "site")
    addresses = Addresses(target.facts, partial(_holds_withheld, public))
    folder = folder_of(archive.store)
    files = Files(lambda sha256: next(iter(places_of(folder, sha256)), None))
    source = FeedSource(
        lambda ids: public.statements(Numbered(tuple(ids))),
        addresses.of,
        files.path,
        public.translations,
        identity,
    )
    pages = StatementPages(
        public, addresses, files, settings, replaced=archive.values("replaces")
    )
    touched: set[int] = set()
    rows = Rows()
    called = organisations(archive.index)
    whole = gathering(target, called)
    pages.put(_told(archive, public), target, rows, touched.add, whole)
    with whole.merging() if whole else nullcontext():
        _put_lists(rows, addresses, source, settings, target)
        _put(fixed_pieces(settings, wishes.theme), target)
        _put(number_pieces(addresses), target)
        total = len(rows.all)
        if whole:
            whole.put()
    if not whole:
        touched |= addresses.gone(row.id for row in rows.all)
        signed = {folded_name(value) for value, _ in rows.of_kind("signatory")}
        del rows  # the search needs room as well
        known = _organisations(called, signed)
        put_search(target, public, addresses, Changes(touched, total), known)
    had_theme = _THEME in target.facts
    said = {_URL: settings.url, _IDENTITY: identity, _THEME: settings.theme and "own"}
    target.facts = {**addresses.facts, **{k: v for k, v in said.items() if v}}
    return Built(
        total,
        settings.url,
        files.missing,
        lost_theme=had_theme and not settings.theme,
    )


def _told(archive: Archive, public: Public) -> Iterator[Statement]:
    """Yield all statements for their pages, and tell how many are done."""
    total = public.count()
    for number, one in enumerate(public.statements(sort="id")):
        if number % _STEP == 0:
            archive.progress("Making pages", number, total)
        yield one


def _put_lists(
    rows: Rows,
    addresses: Addresses,
    source: FeedSource,
    settings: Settings,
    target: Publication,
) -> None:
    """Put all that leads to statements into `target`; `rows` are sorted for it."""
    rows.sort()
    lists = list(lists_of(rows, addresses))
    list_pages = ListPages(rows, settings)
    for listed in lists:
        _put(list_pages.pieces(listed), target)
    _put(names_pieces(lists, settings), target)
    _put(feed_pieces(lists, rows, source, settings), target)
    if settings.url:
        _put(sitemap_pieces(rows, lists, settings.url), target)
    else:
        target.put(ROBOTS, robots())


def _holds_withheld(public: Public, statement: Statement, path: str) -> bool:
    """Tell whether an address may hold what is withheld in `statement`.

    It may hold a part of it, where it was cut: so it must be of what is read now.
    """
    redaction = public.redaction(statement)
    if not redaction:
        return False
    if redaction.is_in_name(path.replace("-", " ")) or redaction.is_in_name(path):
        return True
    said = set(slug(title_of(statement)).split("-"))
    return bool(redaction.texts) and not said.issuperset(name_in(path).split("-"))


def _organisations(called: Iterable[Called], signed: set[str]) -> list[list[str]]:
    """Return the organisations of several names, by names that the public sees."""
    found = (
        [name for name in each.names if folded_name(name) in signed] for each in called
    )
    return [names for names in found if len(names) > 1]


def _settings(name: str, target: Publication, wishes: Wishes) -> Settings:
    url = target.facts.get(_URL, "") if wishes.url is None else wishes.url
    if url and not url.endswith("/"):
        url += "/"
    theme = str(wishes.theme.absolute()) if wishes.theme else ""
    look = themes.digest_of(wishes.theme)
    digest = digest_of(_FORM, __version__, name, url, wishes.lang, look)
    return Settings(name, url, wishes.lang, theme, digest)


def _put(pieces: Iterable[Piece], target: Publication) -> None:
    for path, made_from, make in pieces:
        if not (made_from and target.has(path, made_from)):
            content = make if isinstance(make, bytes) else make()  # type: ignore[operator]
            target.put(path, content, made_from)
