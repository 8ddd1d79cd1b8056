"""The index of the search in the page, made anew only where statements changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import __version__
from mediarel.publish.search.block import Block
from mediarel.publish.search.index import INDEX, Gathered, pieces
from mediarel.publish.search.renewal import renewed
from mediarel.publish.site.fixed import SEARCH
from mediarel.publish.site.pieces import digest_of
from mediarel.publish.site.shared import found_at
from mediarel.query.tree import Between

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from mediarel.archive.public import Public
    from mediarel.model.statement import Statement
    from mediarel.publish.folder import Publication
    from mediarel.publish.site.addresses import Addresses

_INDEX = f"{SEARCH}/{INDEX}"
_MOST = 4  # in how many statements at most one has changed where that is renewed
_FEW = 50  # statements that may change whatever there is


class Changes(NamedTuple):
    """Which statements are others than the last time: by their ids, of `total`."""

    touched: Collection[int]
    total: int

    @property
    def are_few(self) -> bool:
        """Whether it is worth while to renew a part."""
        return len(self.touched) <= max(_FEW, self.total // _MOST)


class Gathering:
    """The index of a search that is made while the pages are, in one go with them."""

    def __init__(self, target: Publication, made_from: str) -> None:
        self._target = target
        self._made_from = made_from
        self._gathered = Gathered()

    def take(self, number: int, block: Iterable[Any]) -> None:
        """Take in what `Block` has of a block, which come by their numbers.

        Raises what `Publication.put` raises.
        """
        cards = self._gathered.taken(number, Block(*block))
        _put(cards, self._target, self._made_from)

    def put(self) -> None:
        """Put all that is made of all blocks.

        Raises what `Publication.put` raises.
        """
        _put(self._gathered.pieces(()), self._target, self._made_from)


def gathering(
    target: Publication, organisations: Collection[object]
) -> Gathering | None:
    """Return what gathers the index in one go with the pages.

    None is where a part of it may do (`put_search`), or where there are organisations
    of several names: which of these the public sees is known only after the pages.
    """
    made_from = _made_from(())
    if organisations or _is_renewable(target, made_from):
        return None
    return Gathering(target, made_from)


def put_search(
    target: Publication,
    public: Public,
    addresses: Addresses,
    changes: Changes,
    organisations: Sequence[Sequence[str]],
) -> None:
    """Put the index of the search into `target`, from the statements once more.

    Raises what `Publication.put` raises.
    """

    def address_of(statement: Statement) -> str:
        return found_at(addresses.of(statement))

    def between(first: int, last: int) -> Iterable[Statement]:
        return public.statements(Between(first, last), sort="id")

    made_from = _made_from(organisations)
    some: Iterator[tuple[str, bytes | None]] | None = None
    if _is_renewable(target, made_from):
        if not changes.touched:
            some = iter(())
        elif changes.are_few:
            some = renewed(
                target.folder / SEARCH,
                changes.touched,
                between,
                address_of,
                organisations=organisations,
            )
    if some is None:
        statements = public.statements(sort="id")
        some = pieces(statements, address_of, organisations=organisations)
        _put(some, target, made_from)
        return
    others = _put(some, target, made_from)
    for path in target.paths_below(f"{SEARCH}/"):
        if path not in others:
            target.has(path, made_from)


def _made_from(organisations: Sequence[Sequence[str]]) -> str:
    return digest_of(__version__, [*map(tuple, organisations)])


def _is_renewable(target: Publication, made_from: str) -> bool:
    """Tell whether the index that is there says what the pages say that are there.

    Otherwise a piece may be missing, or say what pages do not, or not yet.
    """
    return target.is_as_left and target.is_made_from(_INDEX, made_from)


def _put(
    some: Iterable[tuple[str, bytes | None]], target: Publication, made_from: str
) -> set[str]:
    """Put pieces into `target`; return the paths of all, also of what is to go."""
    told = set()
    for name, content in some:
        told.add(path := f"{SEARCH}/{name}")
        if content is not None:
            target.put(path, content, made_from)
    return told
