"""What stands beside a statement: its versions, what it replaces, what replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.links import replaced_by, replaces
from mediarel.archive.translations import same_release
from mediarel.release.headline import headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement


class Version(NamedTuple):
    """The same release in another language: the original, or a translation."""

    id: int
    language: str
    headline: str
    is_original: bool


class Beside(NamedTuple):
    """What stands beside a statement; a uuid where the archive has not what is named.

    `versions` are those in other languages, the original first.
    """

    versions: Sequence[Version] = ()
    replaces: Sequence[int | str] = ()
    replaced_by: Sequence[int] = ()


def beside(archive: Archive, statement: Statement) -> Beside:
    """Return what stands beside `statement`, of one moment."""
    return archive.asked(
        lambda: Beside(
            [
                Version(e.id, e.language, headline(e), e.translation_of is None)
                for e in same_release(archive, statement)
                if e.id != statement.id
            ],
            replaces(archive.index, statement),
            replaced_by(archive.index, statement),
        )
    )
