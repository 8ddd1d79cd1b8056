"""The name of an archive: what stands above its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import InvalidError, shorten
from mediarel.history.changeset import ChangeSet
from mediarel.store.about import NAME
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from mediarel.archive.session import Session

_LONGEST = 200  # letters


class LongArchiveNameError(InvalidError):
    """The name is too long to be one."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the name {shorten(name)!r} has {len(name):,} letters",
            f"At most {_LONGEST} stand above a list: shorten it.",
        )


def read_name(given: str) -> str:
    """Return the name that was `given`, on one line; "" is none.

    Raises LongArchiveNameError.
    """
    name = spaced_once(given)
    if len(name) > _LONGEST:
        raise LongArchiveNameError(name)
    return name


def rename(session: Session, name: str) -> bool:
    """Call the archive `name`, or by no name with ""; return whether that is new."""
    before = session.about().get(NAME)
    after = name or None
    if before == after:
        return False
    session.commit(ChangeSet("edit", archive={NAME: (before, after)}))
    return True
