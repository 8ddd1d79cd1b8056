"""The index of the search in the page, made anew only where statements changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel import __version__
from mediarel.publish.search.index import INDEX, pieces
from mediarel.publish.search.renewal import renewed
from mediarel.publish.site.fixed import SEARCH
from mediarel.publish.site.pieces import digest_of
from mediarel.publish.site.shared import link
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


def put_search(
    target: Publication,
    public: Public,
    addresses: Addresses,
    changes: Changes,
    organisations: Sequence[Sequence[str]],
) -> None:
    """Put the index of the search into `target`.

    Raises what `Publication.put` raises.
    """
    root = "../"

    def address_of(statement: Statement) -> str:
        return link(root, addresses.of(statement))

    def between(first: int, last: int) -> Iterable[Statement]:
        return public.statements(Between(first, last), sort="id")

    made_from = digest_of(__version__, organisations)
    some: Iterator[tuple[str, bytes | None]] | None = None
    # Otherwise a piece may be missing, or say what pages do not, or not yet.
    if target.is_as_left and target.is_made_from(_INDEX, made_from):
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
