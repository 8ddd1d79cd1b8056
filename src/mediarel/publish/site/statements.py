"""The pages of all statements: which are to be made anew, and by whom."""

from __future__ import annotations

from contextlib import closing
from hashlib import blake2b
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from mediarel.publish.site.addresses import page
from mediarel.publish.site.linked import Linked, other
from mediarel.publish.site.work import pages
from mediarel.release.headline import title_of
from mediarel.text.folding import folded_name

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from mediarel.archive.public import Public
    from mediarel.model.statement import Statement
    from mediarel.publish.folder import Publication
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
        for lot, made in self._made(due):
            for each, content in zip(lot, made, strict=True):
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

    def _made(self, due: Iterator[Due]) -> Iterator[tuple[list[Due], list[bytes]]]:
        few = list(islice(due, _MANY))
        is_many = len(few) == _MANY
        lots = _lots(chain(few, due))
        if not is_many:
            yield from ((lot, self._by_us(lot)) for lot in lots)
            return
        with closing(_made(lots, tuple(self._settings))) as found:
            for lot, pages_of_lot in found:
                yield lot, pages_of_lot or self._by_us(lot)

    def _by_us(self, lot: list[Due]) -> list[bytes]:
        return pages(self._settings, [each.packed for each in lot])

    def _linked(
        self, one: Statement, path: str, title: str, target: Publication
    ) -> Linked:
        public, of_list = self._public, self._addresses.of_list
        lists = {
            # Who is withheld may stand there twice; a page names each once.
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
    lots: Iterator[list[Due]], settings: tuple[str, ...]
) -> Generator[tuple[list[Due], list[bytes] | None]]:
    """Yield each lot with its pages, made by workers; None where they can't be made."""
    from mediarel.workers import made  # noqa: PLC0415 - for very many alone

    def values(lot: list[Due]) -> tuple[tuple[str, ...], list[bytes]]:
        return settings, [each.packed for each in lot]

    yield from made(_TASK, lots, values)


def _lots(due: Iterator[Due]) -> Iterator[list[Due]]:
    while lot := list(islice(due, _LOT)):
        yield lot
