"""Building a site: all its files, told to a publication in one go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mediarel import __version__
from mediarel.formats.feed_marks import identity_of
from mediarel.index.organisations import organisations
from mediarel.index.search import fingerprints
from mediarel.publish.refusals import OtherArchiveError
from mediarel.publish.site import theme as themes
from mediarel.publish.site.addresses import Addresses, name_in
from mediarel.publish.site.feeds import FeedSource, feed_pieces
from mediarel.publish.site.files import Files
from mediarel.publish.site.fixed import fixed_pieces
from mediarel.publish.site.gathering import gathering
from mediarel.publish.site.leading import number_pieces
from mediarel.publish.site.limited import child_processes
from mediarel.publish.site.lists import ListPages, changed_lists, files_of, lists_of
from mediarel.publish.site.names import names_pieces
from mediarel.publish.site.pieces import digest_of
from mediarel.publish.site.record import Marks
from mediarel.publish.site.rows import Rows
from mediarel.publish.site.searching import Changes, Lines, Renewing
from mediarel.publish.site.settings import Settings
from mediarel.publish.site.sitemap import ROBOTS, robots, sitemap_pieces
from mediarel.publish.site.slugs import slug
from mediarel.publish.site.statements import StatementPages
from mediarel.publish.site.staying import Links, made_by, staying
from mediarel.query.tree import Everything, Numbered
from mediarel.release.headline import title_of
from mediarel.text.addresses import without_login
from mediarel.text.folding import folded_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.index.organisations import Called
    from mediarel.model.statement import Statement
    from mediarel.publish.piece import Piece
    from mediarel.publish.publication import Publication
    from mediarel.publish.site.gathering import Gathering
    from mediarel.publish.site.record import Record
    from mediarel.query.tree import Query

_STEP = 100  # statements between two that are told of
_COMPILED = "templates"
_STRANGERS = 3  # statements: fewer may all have been removed
_FORM = "1"  # of what the program itself puts into pages; another has all made anew
_URL, _IDENTITY, _THEME = "site/url", "site/identity", "site/theme"


class Wishes(NamedTuple):
    """What the person wants of a site; None is what it was the last time."""

    url: str | None
    theme: Path | None
    lang: str


class Built(NamedTuple):
    """What a site has: how many statements, its address, what is not in it.

    `moved` counts pages that have another address, as theirs may hold what is withheld.
    `lost_theme` says that it had a theme of its own the last time, and has none now.
    """

    statements: int
    url: str
    missing_files: int
    moved: int
    lost_theme: bool


@child_processes()
def build(
    archive: Archive,
    public: Public,
    target: Publication,
    wishes: Wishes,
    record: Record | None = None,
) -> Built:
    """Put all files of the site of what is `public` into `target`.

    By its `record`, where that is of the folder as it is, few statements are read.

    Raises OtherArchiveError, ThemeError, NoThemeFolderError, NoThemeError,
    UnreadableThemeError, and what `Publication` raises.
    """
    settings = _settings(public.name(), target, wishes)
    settings = settings._replace(compiled=str(archive.index.folder / _COMPILED))
    identity = target.facts.get(_IDENTITY) or identity_of(settings.name, "site")
    addresses = Addresses(target.facts, partial(_holds_withheld, public))
    files = Files(archive.files)
    source = FeedSource(
        lambda ids: public.statements(Numbered(tuple(ids))),
        addresses.of,
        files.path,
        public.translations,
        identity,
    )
    links = Links(archive)
    # Before they are read: where one changes meanwhile, it is read again next time.
    marks = Marks(fingerprints(archive.index) if record else ())
    by = made_by(archive, settings)
    called = organisations(archive.index)
    keep = record.put_lines if record else lambda *_: None
    stays = staying(record, target.manifest, by, marks, links) if record else None
    whole = gathering(target, called, keep)  # needs all statements
    if whole or not target.is_as_left:
        stays = None
    pages = StatementPages(public, addresses, files, settings, links=links)
    touched: set[int] = set()
    rows = Rows()
    if stays:
        stays.put(target, addresses)
        rows = stays.rows
    some = Numbered(stays.others) if stays else Everything()
    told = _told(archive, public, some)
    pages.put(told, target, rows, touched.add, marks=marks, search=whole)
    if rows.all and (count := addresses.strangers()) >= _STRANGERS:
        raise OtherArchiveError(target.folder, count)
    rows.sort()
    if record:
        record.put(rows, marks, by)
    _put(fixed_pieces(settings, wishes.theme), target)
    total = len(rows.all)
    gone = stays.gone(rows) if stays else set[int]()
    search: Gathering | Renewing | None = whole
    if search is None:
        touched |= gone if stays else addresses.gone(rows.ids())
        known = _organisations(called, rows)
        changes = Changes(touched, total)
        lines = Lines(stays.lines if stays else lambda _: None, keep)
        search = Renewing(target, public, addresses, changes, known, lines=lines)
    with search.merging():
        before = (stays.before, {*stays.others} | gone) if stays else None
        _put_lists(rows, addresses, source, settings, target, before=before)
        _put(number_pieces(rows), target)
        del rows  # the search needs room as well
        search.put()
    had_theme = _THEME in target.facts
    own = "own" if wishes.theme else ""
    said = {_URL: settings.url, _IDENTITY: identity, _THEME: own}
    target.facts = {**addresses.facts, **{k: v for k, v in said.items() if v}}
    return Built(
        total,
        settings.url,
        files.missing,
        addresses.moved,
        lost_theme=had_theme and not own,
    )


def _told(archive: Archive, public: Public, some: Query) -> Iterator[Statement]:
    """Yield `some` statements for their pages, and tell how many are done."""
    total = len(some.ids) if isinstance(some, Numbered) else public.count()
    for number, one in enumerate(public.statements(some, sort="id")):
        if number % _STEP == 0:
            archive.progress("Making pages", number, total)
        yield one


def _put_lists(  # noqa: PLR0913 - what they are made of, each its own
    rows: Rows,
    addresses: Addresses,
    source: FeedSource,
    settings: Settings,
    target: Publication,
    *,
    before: tuple[Rows, set[int]] | None,
) -> None:
    """Put all that leads to statements into `target`.

    `before` are the rows of the last time, where the lists that are there are of them,
    and the ids of the statements whose rows may be others.
    """
    lists = list(lists_of(rows, addresses))
    list_pages = ListPages(rows, settings)
    others = [*lists]
    if before:
        changed = changed_lists(rows, *before)
        others = [each for each in lists if (each.kind, each.value) in changed]
        same = (each for each in lists if (each.kind, each.value) not in changed)
        target.keep(file for each in same for file in files_of(each))
    for listed in others:
        _put(list_pages.pieces(listed), target)
    _put(names_pieces(lists, settings), target)
    _put(feed_pieces(others, rows, source, settings), target)
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


def _organisations(called: Iterable[Called], rows: Rows) -> list[list[str]]:
    """Return the organisations of several names, by names that the public sees."""
    signed = {folded_name(value) for value, _ in rows.of_kind("signatory")}
    found = (
        [name for name in each.names if folded_name(name) in signed] for each in called
    )
    return [names for names in found if len(names) > 1]


def _settings(name: str, target: Publication, wishes: Wishes) -> Settings:
    url = wishes.url
    if url is None:  # an earlier version kept a URL with a password, too
        url = without_login(target.facts.get(_URL, ""))
    if url and not url.endswith("/"):
        url += "/"
    look = themes.digest_of(wishes.theme)
    own = wishes.theme if wishes.theme and themes.has_templates(wishes.theme) else None
    theme = str(own.absolute()) if own else ""
    digest = digest_of(_FORM, __version__, name, url, wishes.lang, look)
    return Settings(name, url, wishes.lang, theme, digest)


def _put(pieces: Iterable[Piece], target: Publication) -> None:
    for path, made_from, make in pieces:
        if not (made_from and target.has(path, made_from)):
            content = make if isinstance(make, bytes) else make()  # type: ignore[operator]
            target.put(path, content, made_from)
