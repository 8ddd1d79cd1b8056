"""The index of the search in the page, made anew only where statements changed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from mediarel import __version__
from mediarel.publish.search.index import INDEX, pieces
from mediarel.publish.search.patching import TASK
from mediarel.publish.search.renewal import renewed
from mediarel.publish.site.fixed import SEARCH
from mediarel.publish.site.pieces import digest_of
from mediarel.publish.site.shared import found_at
from mediarel.query.tree import Between
from mediarel.workers import waiting

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
    from mediarel.publish.search.renewal import Pieces
    from mediarel.publish.site.addresses import Addresses
    from mediarel.workers import Worker

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


class Renewing:
    """The index of the search, renewed where that pays, else made from nothing."""

    def __init__(  # noqa: PLR0913 - what is there, what changed, what is now
        self,
        target: Publication,
        public: Public,
        addresses: Addresses,
        changes: Changes,
        organisations: Sequence[Sequence[str]],
        *,
        lines: Lines,
    ) -> None:
        """Make it for `target`, from the statements once more."""
        self._target = target
        self._public = public
        self._addresses = addresses
        self._changes = changes
        self._organisations = organisations
        self._lines = lines
        self._made_from = made_from_of(organisations)
        self._there = target.digests_below(_FOLDER)
        self._others: Pieces | None = None

    @contextmanager
    def merging(self) -> Iterator[None]:
        """Have a worker patch what is there meanwhile, for `put`."""
        if not is_renewable(self._target, self._made_from):
            yield
        elif not self._changes.touched:
            self._others = iter(())
            yield
        elif self._changes.are_few:
            with waiting(TASK) as worker:
                self._others = self._renewed(worker)
                yield
        else:
            yield

    def put(self) -> None:
        """Put the index into the target.

        Raises what `Publication.put` raises.
        """
        target = self._target
        if self._others is not None:
            others = put_pieces(self._others, target, self._made_from)
            target.keep(path for path in self._there if path not in others)
            return
        some = pieces(
            self._public.statements(sort="id"),
            self._address_of,
            organisations=self._organisations,
            keep=self._lines.keep,
        )
        put_pieces(some, target, self._made_from)

    def _renewed(self, worker: Worker) -> Pieces | None:
        return renewed(
            self._target.folder / SEARCH,
            _sums(self._there),
            self._changes.touched,
            self._between,
            self._address_of,
            organisations=self._organisations,
            before=self._lines.before,
            keep=self._lines.keep,
            worker=worker,
        )

    def _address_of(self, statement: Statement) -> str:
        return found_at(self._addresses.of(statement))

    def _between(self, first: int, last: int) -> Iterable[Statement]:
        return self._public.statements(Between(first, last), sort="id")


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
