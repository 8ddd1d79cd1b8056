"""The index of the search in the page: its pieces, each a file beside the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from mediarel.model.statement import Statement

    AddressOf = Callable[[Statement], str]
    Between = Callable[[int, int], Iterable[Statement]]
    Pieces = Iterator[tuple[str, bytes | None]]


def pieces(
    statements: Iterable[Statement],
    address_of: AddressOf,
    *,
    organisations: Sequence[Sequence[str]] = (),
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file below `search/`, but for its page.

    `statements` are as the public sees them, in the order of their ids. `address_of`
    returns where a link of `search/index.html` leads to a statement, such as
    `../2012/07/16/slug-3/index.html`. `organisations` are those of several names, as
    the public sees them: each term `signatory:` finds them under each name.
    """
    raise NotImplementedError


def renewed(
    folder: Path,
    touched: Iterable[int],
    between: Between,
    address_of: AddressOf,
    *,
    organisations: Sequence[Sequence[str]] = (),
) -> Pieces | None:
    """Return what of the pieces in `folder` is another, None where all are to be made.

    `touched` are the ids of statements that were added, changed or taken away, and
    `between` returns those that the public sees from one id to another, both included,
    in their order. A piece that is to be deleted has None for its content.
    """
    raise NotImplementedError
