"""What tells an archive from any other, whatever it is called, and its last change."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mediarel.formats.outward import identity_of
from mediarel.history.chain import running_digest
from mediarel.index import indexed_history

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.archive import Archive
    from mediarel.index.protocol import Index


class Identity(NamedTuple):
    """The UUID of what is asked of an archive, and when that was last changed.

    The time is RFC 3339 in UTC, "" of an archive that was never changed.
    """

    uuid: str
    changed: str


def identity(archive: Archive, asked: Iterable[str] = ()) -> Identity:
    """Return the identity of what is `asked` of `archive`, as options and words say it.

    It follows from the first change, which each copy has and nothing takes out: from
    its digest, which covers the uuids of what it added.
    """
    first, newest = archive.asked(lambda: _ends(archive.index))
    return Identity(identity_of(first, "", *asked), newest)


def _ends(index: Index) -> tuple[str, str]:
    """Return the digest of the first change and the time of the newest, "" for none."""
    found = indexed_history.ends(index)
    if not found:
        return "", ""
    number, entry = indexed_history.first_entry(index)
    digest = running_digest([(number, msgspec.json.decode(entry))])
    return digest, str(found[-1][2])
