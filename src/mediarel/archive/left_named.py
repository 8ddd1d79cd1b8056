"""What was left out for the public, by its name: for who keeps the archive alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.query.tree import Everything
from mediarel.store.records import read_record

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.query.tree import Query

MOST = 3  # of each that are named


class LeftFile(NamedTuple):
    """The file `name` of statement `id`; others it holds may be withheld in."""

    id: int
    name: str
    is_private: bool


class LeftNamed(NamedTuple):
    """The first files that were left out, and by its id when each embargo ends."""

    files: tuple[LeftFile, ...]
    embargoes: dict[int, str]


def left_named(
    archive: Archive,
    public: Public,
    query: Query = Everything(),  # noqa: B008 - a value
) -> LeftNamed:
    """Return what of `query` was left out by `public`, the first of each.

    Files are those of the statements that were returned so far.
    """
    files = public.files_left()[:MOST]
    ids = public.embargoed(query, MOST)
    wanted = sorted({*ids, *(number for number, _, _ in files)})
    raw = archive.index.records(wanted)
    there = {number: read_record(number, record) for number, record in raw}
    private = {
        (number, each.sha256, each.name)
        for number, statement in there.items()
        for each in statement.attachments
        if each.private
    }
    return LeftNamed(
        tuple(LeftFile(file[0], file[2], file in private) for file in files),
        {number: there[number].embargo or "" for number in ids if number in there},
    )
