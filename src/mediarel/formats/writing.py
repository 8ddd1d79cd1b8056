"""How statements are written in a format: the options, and what is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediarel.model.parts import Attachment, Translation
    from mediarel.model.statement import Statement


def _unheard(_what: str) -> None:
    """Pass over what is lost, where nobody asks."""


def _unlinked(_statement: Statement) -> Sequence[Translation]:
    """Return no translations, where nobody knows of any."""
    return ()


def _nowhere(_attachment: Attachment) -> str | None:
    """Return no place, where no files go along."""
    return None


def _no_page(_statement: Statement) -> str | None:
    """Return no page, where statements have none of their own."""
    return None


class WriteOptions(NamedTuple):
    """The options for how a file is written; each format takes some or none."""

    raw: bool = False
    """Leave cells that a spreadsheet would run as they are."""
    bom: bool = True
    """Begin with a byte order mark, by which Excel knows UTF-8."""
    name: str = ""
    """What the archive is called, for what says whose statements they are."""
    identity: str = ""
    """A UUID of what is written: the same each time when the same is asked of it."""
    changed: str = ""
    """When the archive was last changed, as RFC 3339 in UTC."""
    lost: Callable[[str], object] = _unheard
    """Is told what a statement has that the format can't say: "tags", "the day".

    A format calls it once for each statement and each thing.
    """
    translations: Callable[[Statement], Sequence[Translation]] = _unlinked
    """Returns the same release in other languages, as far as the archive knows them."""
    place_of: Callable[[Attachment], str | None] = _nowhere
    """Returns where an attached file lies, as seen from the file that is written.

    It has a `/` between folders. None is for one that does not go along.
    """
    page_of: Callable[[Statement], str | None] = _no_page
    """Returns the address of the page that a statement has, where it is published."""
    place: str = ""
    """The address at which what is written can be fetched, where that is known."""
    home: str = ""
    """The address of the page of all that is written, where there is one."""
