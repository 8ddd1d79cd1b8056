"""The feeds: the newest statements of all, and of a program, a type, a language.

Each is there as Atom and as JSON Feed, beside its list. Where the address of the site
is not known, those of Atom lead on from where the feed is (RFC 4287, 4.2.7.1); a JSON
Feed names whole addresses alone.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from mediarel.formats import atom, jsonfeed
from mediarel.formats.feed_marks import identity_of
from mediarel.formats.writing import WriteOptions
from mediarel.publish.site.addresses import absolute, quoted, up
from mediarel.publish.site.lists import WITH_FEEDS, Listed
from mediarel.publish.site.shared import ATOM, JSON_FEED, link
from mediarel.publish.site.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.model.attachment import Attachment
    from mediarel.model.statement import Statement
    from mediarel.model.translation import Translation
    from mediarel.publish.site.rows import Rows
    from mediarel.publish.site.settings import Settings

NEWEST = 30  # statements of a feed


class FeedSource(NamedTuple):
    """Where the statements of feeds come from, and what they lead to."""

    of_ids: Callable[[Sequence[int]], Iterable[Statement]]
    path_of: Callable[[Statement], str]
    file_of: Callable[[Attachment], str]
    translations: Callable[[Statement], Sequence[Translation]]
    identity: str


def feeds(
    lists: Iterable[Listed], rows: Rows, source: FeedSource, settings: Settings
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the feeds of those of `lists` that have any."""
    read = lru_cache(maxsize=1)(lambda ids: tuple(source.of_ids(ids)))
    for listed in lists:
        if listed.kind and listed.kind not in WITH_FEEDS:
            continue
        numbers = listed.numbers[:NEWEST]
        ids = tuple(rows.all[number].id for number in numbers)
        changed = max((rows.all[n].modified for n in numbers), default="")
        for name, format_ in ((ATOM, atom), (JSON_FEED, jsonfeed)):
            file = f"{listed.path}/{name}".lstrip("/")
            options = _options(file, listed, source, settings, changed)
            out = BytesIO()
            format_.write(read(ids), out, options)
            yield file, out.getvalue()


def _options(
    file: str, listed: Listed, source: FeedSource, settings: Settings, changed: str
) -> WriteOptions:
    words = words_of(settings.lang)
    name = settings.name or words["releases"]
    if listed.kind:
        name = f"{name}: {listed.heading(words)}"
    url, root = settings.url, up(file)
    is_atom = file.endswith(ATOM)

    def address(path: str) -> str:
        return absolute(url, path) if url else link(root, path)

    def page_of(statement: Statement) -> str | None:
        return address(source.path_of(statement)) if url or is_atom else None

    def place_of(attachment: Attachment) -> str | None:
        place = source.file_of(attachment)
        return f"{url or root}{quoted(place)}" if place else None

    return WriteOptions(
        name=name,
        identity=identity_of(source.identity, listed.kind, listed.value),
        changed=changed,
        translations=source.translations,
        place_of=place_of,
        page_of=page_of,
        place=f"{url}{quoted(file)}" if url else "",
        home=address(listed.path) if url or is_atom else "",
    )
