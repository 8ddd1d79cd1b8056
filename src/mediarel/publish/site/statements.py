"""The pages of all statements: which are to be made anew, and by whom."""

from __future__ import annotations

from contextlib import closing
from hashlib import blake2b
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.publish.piece import New, Place
from mediarel.publish.search.block import SIZE
from mediarel.publish.search.index import CARDS
from mediarel.publish.site.addresses import page
from mediarel.publish.site.linked import Linked, other, unpacked
from mediarel.publish.site.statement_page import statement_page
from mediarel.publish.site.work import block_of
from mediarel.release.headline import title_of
from mediarel.text.folding import folded_name

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from mediarel.archive.public import Public
    from mediarel.model.statement import Statement
    from mediarel.publish.publication import Publication
    from mediarel.publish.site.addresses import Addresses
    from mediarel.publish.site.files import Files
    from mediarel.publish.site.gathering import Gathering
    from mediarel.publish.site.record import Marks
    from mediarel.publish.site.rows import Rows
    from mediarel.publish.site.settings import Settings
    from mediarel.publish.site.staying import Links
    from mediarel.publish.site.work import Made

    Touched = Callable[[int], object]
    """Is told the id of each statement whose page is made anew."""

_LOT = 50  # pages that a worker makes at once
_MANY = 400  # pages, from which on it is worth its time to start workers
_NOWHERE = [Place(0, "")] * (1 + SIZE)  # for what is not written by a worker
_TASK = "mediarel.publish.site.work"


class Due(NamedTuple):
    """A statement whose page is to be made, unless `is_there`."""

    id: int
    file: str
    made_from: str
    packed: bytes
    is_there: bool


class StatementPages:
    """Puts the pages of statements into a publication, and their rows into lists."""

    def __init__(
        self,
        public: Public,
        addresses: Addresses,
        files: Files,
        settings: Settings,
        *,
        links: Links,
    ) -> None:
        """Make them for what is `public`; `links` tell what others lead to."""
        self._public = public
        self._addresses = addresses
        self._files = files
        self._settings = settings
        self._seed = settings.digest.encode()
        self._links = links
        self._replaced = frozenset(map(folded_name, links.replaced))

    def put(  # noqa: PLR0913 - what comes of them, each its own
        self,
        statements: Iterable[Statement],
        target: Publication,
        rows: Rows,
        touched: Touched,
        *,
        marks: Marks,
        search: Gathering | None,
    ) -> None:
        """Put the page of each of `statements` into `target`, unless it is there.

        In `marks` those stay whose own record tells all that their pages say. The
        `search` is given the block of each 512 ids of them, made beside the pages.

        Raises ThemeError, and what `Publication.put` raises.
        """
        due = self._due(statements, target, rows, touched, marks)
        if search is None:
            due = (each for each in due if not each.is_there)
        few = list(islice(due, _MANY))
        lots = _lots(chain(few, due), is_whole=search is not None)
        if len(few) < _MANY:
            for lot in lots:
                self._put(lot, target, search)
            return
        chosen = tuple(self._settings)
        with closing(_made(lots, target, chosen, search is not None)) as found:
            for lot, places, made in found:
                if made is None:  # by no worker: we do it, or say why it can't be done
                    self._put(lot, target, search)
                    continue
                pages, block = made
                for each, place, new in zip(_wanted(lot), places, pages, strict=False):
                    _take(each, place, new, target)
                if search is not None:
                    search.take(lot[0].id // SIZE, block, places[len(pages) :])

    def _put(
        self, lot: list[Due], target: Publication, search: Gathering | None
    ) -> None:
        those = [unpacked(each.packed) for each in lot]
        for each, linked in zip(lot, those, strict=True):
            if not each.is_there:
                content = statement_page(linked, self._settings)
                target.put(each.file, content, each.made_from)
        if search is not None:
            block = block_of(those)
            search.take(lot[0].id // SIZE, block, _NOWHERE[: 1 + _cards(lot)])

    def _due(
        self,
        statements: Iterable[Statement],
        target: Publication,
        rows: Rows,
        touched: Touched,
        marks: Marks,
    ) -> Iterator[Due]:
        for one in statements:
            if one.id in self._public.of_care or self._links.lead_to(one.uuid):
                marks.doubt(one.id)
            title = title_of(one)
            path = self._addresses.of(one, title)
            packed = self._linked(one, path, title, target).packed()
            made_from = blake2b(self._seed + packed, digest_size=16).hexdigest()
            rows.add(one, path, title, made_from)
            file = page(path)
            is_there = target.has(file, made_from)
            if not is_there:
                touched(one.id)
            yield Due(one.id, file, made_from, packed, is_there)

    def _linked(
        self, one: Statement, path: str, title: str, target: Publication
    ) -> Linked:
        public, of_list = self._public, self._addresses.of_list
        lists = {
            kind: [of_list(kind, value) for value in dict.fromkeys(values)]
            for kind, values in (
                ("program", (one.program,)),
                ("type", (one.type,)),
                ("series", (one.series,) if one.series else ()),
                ("tag", one.tags),
                ("signatory", one.signatories),
                ("language", (one.language,)),
            )
        }
        return Linked(
            one,
            path,
            title,
            lists,
            [self._files.put(each, target) for each in one.attachments],
            [
                (self._addresses.of(known), each)
                for each in public.translations(one)
                if (known := public.of_uuid(each.uuid)) is not None
            ],
            [
                other(self._addresses.of(known), known)
                for uuid in one.replaces
                if (known := public.of_uuid(uuid)) is not None
            ],
            [
                other(self._addresses.of(known), known)
                for known in self._replaced_by(one)
            ],
        )

    def _replaced_by(self, one: Statement) -> list[Statement]:
        """Return what stands in the place of a statement, asked of few of them."""
        uuids = map(folded_name, (one.uuid, *one.merged))
        if self._replaced.isdisjoint(uuids):
            return []
        return self._public.replaced_by(one)


def _made(
    lots: Iterator[list[Due]],
    target: Publication,
    settings: tuple[str, ...],
    has_blocks: bool,  # noqa: FBT001 - passed on
) -> Generator[tuple[list[Due], list[Place], Any]]:
    """Yield lots of pages, where each is, and what workers say of each, None for none.

    They write the pages themselves: what they say is little.
    """
    from mediarel.workers import made  # noqa: PLC0415 - for very many alone

    def values(
        given: tuple[list[Due], list[Place]],
    ) -> tuple[tuple[str, ...], list[bytes], list[str | None], list[str]]:
        lot, places = given
        paths = iter([each.path for each in places])
        pages = [None if each.is_there else next(paths) for each in lot]
        return settings, [each.packed for each in lot], pages, [*paths]

    def placed(lot: list[Due]) -> list[Place]:
        of_block = 1 + _cards(lot) if has_blocks else 0
        return target.places(len(_wanted(lot)) + of_block)

    given = ((lot, placed(lot)) for lot in lots)
    with closing(made(_TASK, given, values)) as found:
        for (lot, places), done in found:
            yield lot, places, done


def _lots(due: Iterator[Due], *, is_whole: bool) -> Iterator[list[Due]]:
    """Yield those that a worker is given at once: `is_whole`, all of a block."""
    if is_whole:
        for _, some in groupby(due, lambda each: each.id // SIZE):
            yield list(some)
        return
    while lot := list(islice(due, _LOT)):
        yield lot


def _cards(lot: Iterable[Due]) -> int:
    """Return how many pieces of cards those of a lot have."""
    return len({each.id // CARDS for each in lot})


def _wanted(lot: Iterable[Due]) -> list[Due]:
    return [each for each in lot if not each.is_there]


def _take(each: Due, place: Place, new: Made, target: Publication) -> None:
    """Take in a page that a worker wrote, or returned where no place is for it."""
    if isinstance(new, bytes):
        target.put(each.file, new, each.made_from)
    else:
        target.put_new(each.file, place.number, New(*new), each.made_from)
