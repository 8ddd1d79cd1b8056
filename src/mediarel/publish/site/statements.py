"""The pages of all statements: which are to be made anew, and by whom."""

from __future__ import annotations

from contextlib import closing
from hashlib import blake2b
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.publish.piece import New
from mediarel.publish.site.addresses import page
from mediarel.publish.site.linked import Linked, other, unpacked
from mediarel.publish.site.statement_page import statement_page
from mediarel.release.headline import title_of
from mediarel.text.folding import folded_name

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from mediarel.archive.public import Public
    from mediarel.model.statement import Statement
    from mediarel.publish.folder import Publication
    from mediarel.publish.piece import Place
    from mediarel.publish.site.addresses import Addresses
    from mediarel.publish.site.files import Files
    from mediarel.publish.site.rows import Rows
    from mediarel.publish.site.settings import Settings

    Touched = Callable[[int], object]
    """Is told the id of each statement whose page is made anew."""

_LOT = 50  # pages that a worker makes at once
_MANY = 400  # pages, from which on it is worth its time to start workers
_TASK = "mediarel.publish.site.work"


class Due(NamedTuple):
    """A page that is to be made."""

    file: str
    made_from: str
    packed: bytes


class StatementPages:
    """Puts the pages of statements into a publication, and their rows into lists."""

    def __init__(
        self,
        public: Public,
        addresses: Addresses,
        files: Files,
        settings: Settings,
        *,
        replaced: Iterable[str],
    ) -> None:
        """Make them for what is `public`; `replaced` are the uuids of what was."""
        self._public = public
        self._addresses = addresses
        self._files = files
        self._settings = settings
        self._seed = settings.digest.encode()
        self._replaced = frozenset(map(folded_name, replaced))

    def put(
        self,
        statements: Iterable[Statement],
        target: Publication,
        rows: Rows,
        touched: Touched,
    ) -> None:
        """Put the page of each of `statements` into `target`, unless it is there.

        Raises ThemeError, and what `Publication.put` raises.
        """
        due = self._due(statements, target, rows, touched)
        few = list(islice(due, _MANY))
        if len(few) < _MANY:
            self._put(few, target)
            return
        with closing(_made(chain(few, due), target, tuple(self._settings))) as found:
            for lot, places, made in found:
                if made is None:  # by no worker: we do it, or say why it can't be done
                    self._put(lot, target)
                    continue
                for each, place, new in zip(lot, places, made, strict=True):
                    target.put_new(each.file, place.number, New(*new), each.made_from)

    def _put(self, lot: list[Due], target: Publication) -> None:
        for each in lot:
            content = statement_page(unpacked(each.packed), self._settings)
            target.put(each.file, content, each.made_from)

    def _due(
        self,
        statements: Iterable[Statement],
        target: Publication,
        rows: Rows,
        touched: Touched,
    ) -> Iterator[Due]:
        for one in statements:
            title = title_of(one)
            path = self._addresses.of(one, title)
            packed = self._linked(one, path, title, target).packed()
            made_from = blake2b(self._seed + packed, digest_size=16).hexdigest()
            rows.add(one, path, title, made_from)
            file = page(path)
            is_there = target.has(file, made_from)
            if not is_there:
                touched(one.id)
                yield Due(file, made_from, packed)

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
    due: Iterator[Due], target: Publication, settings: tuple[str, ...]
) -> Generator[tuple[list[Due], list[Place], list[Any] | None]]:
    """Yield lots of pages, where each is, and what workers say of each, None for none.

    They write the pages themselves: what they say is little.
    """
    from mediarel.workers import made  # noqa: PLC0415 - for very many alone

    def values(
        given: tuple[list[Due], list[Place]],
    ) -> tuple[tuple[str, ...], list[bytes], list[str]]:
        lot, places = given
        return settings, [each.packed for each in lot], [each.path for each in places]

    lots = ((lot, target.places(len(lot))) for lot in _lots(due))
    with closing(made(_TASK, lots, values)) as found:
        for (lot, places), done in found:
            yield lot, places, done


def _lots(due: Iterator[Due]) -> Iterator[list[Due]]:
    while lot := list(islice(due, _LOT)):
        yield lot
