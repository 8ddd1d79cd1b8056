"""The index of the search in the page, made anew only where statements changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel import __version__
from mediarel.publish.search.index import INDEX, pieces
from mediarel.publish.search.renewal import renewed
from mediarel.publish.site.fixed import SEARCH
from mediarel.publish.site.pieces import digest_of
from mediarel.publish.site.shared import found_at
from mediarel.query.tree import Between

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    from mediarel.archive.public import Public
    from mediarel.model.statement import Statement
    from mediarel.publish.publication import Publication
    from mediarel.publish.site.addresses import Addresses

_INDEX = f"{SEARCH}/{INDEX}"
_FOLDER = f"{SEARCH}/"
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


class Lines(NamedTuple):
    """What returns the lines of a block as they were; what keeps them as they are."""

    before: Callable[[int], bytes | None]
    keep: Callable[[int, bytes], None]


def put_search(  # noqa: PLR0913 - what is there, what changed, what is now
    target: Publication,
    public: Public,
    addresses: Addresses,
    changes: Changes,
    organisations: Sequence[Sequence[str]],
    *,
    lines: Lines,
) -> None:
    """Put the index of the search into `target`, from the statements once more.

    Raises what `Publication.put` raises.
    """

    def address_of(statement: Statement) -> str:
        return found_at(addresses.of(statement))

    def between(first: int, last: int) -> Iterable[Statement]:
        return public.statements(Between(first, last), sort="id")

    made_from = made_from_of(organisations)
    there = target.digests_below(_FOLDER)
    some: Iterator[tuple[str, bytes | None]] | None = None
    if is_renewable(target, made_from):
        if not changes.touched:
            some = iter(())
        elif changes.are_few:
            some = renewed(
                target.folder / SEARCH,
                _sums(there),
                changes.touched,
                between,
                address_of,
                organisations=organisations,
                before=lines.before,
                keep=lines.keep,
            )
    if some is None:
        statements = public.statements(sort="id")
        some = pieces(
            statements, address_of, organisations=organisations, keep=lines.keep
        )
        put_pieces(some, target, made_from)
        return
    others = put_pieces(some, target, made_from)
    target.keep(path for path in there if path not in others)


def _sums(there: Mapping[str, str]) -> dict[str, str]:
    """Return the sums of the pieces that are there, as `renewed` has them."""
    return {
        path.removeprefix(_FOLDER): digest
        for path, digest in there.items()
        if path != _INDEX
    }


def made_from_of(organisations: Sequence[Sequence[str]]) -> str:
    """Return what tells whether pieces were made in another way."""
    return digest_of(__version__, [*map(tuple, organisations)])


def is_renewable(target: Publication, made_from: str) -> bool:
    """Tell whether the index that is there says what the pages say that are there.

    Otherwise a piece may be missing, or say what pages do not, or not yet.
    """
    return target.is_as_left and target.is_made_from(_INDEX, made_from)


def put_pieces(
    some: Iterable[tuple[str, bytes | None]], target: Publication, made_from: str
) -> set[str]:
    """Put pieces into `target`; return the paths of all, also of what is to go.

    Raises what `Publication.put` raises.
    """
    told = set()
    for name, content in some:
        told.add(path := f"{_FOLDER}{name}")
        if content is not None:
            target.put(path, content, made_from)
    return told
