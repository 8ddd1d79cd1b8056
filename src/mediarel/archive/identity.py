"""What tells an archive from any other, whatever it is called, and its last change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.formats.feed_marks import identity_of
from mediarel.index import changes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.archive import Archive


class Identity(NamedTuple):
    """The UUID of what is asked of an archive, and when that was last changed.

    The time is RFC 3339 in UTC, "" of an archive that was never changed.
    """

    uuid: str
    changed: str


def identity(archive: Archive, asked: Iterable[str] = ()) -> Identity:
    """Return the identity of what is `asked` of `archive`, as options and words say it.

    It follows from the first change, which each copy has and nothing takes out.
    """
    first: tuple[str, ...] = ()
    changed = ""
    if found := changes.ends(archive.index):
        _, _, *first_signed = found[0]
        first = tuple(map(str, first_signed))
        changed = str(found[-1][2])
    return Identity(identity_of(*first, "", *asked), changed)
