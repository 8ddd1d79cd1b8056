"""What organisations are called: each by several names, under which they signed.

It is kept by the archive as a list of lists of names. The first name of an organisation
is the one that is shown. Names are the same where they fold to the same, and each
belongs to one organisation alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.text.folding import folded_name
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Iterable

Organisation = tuple[str, ...]
Organisations = tuple[Organisation, ...]

FEWEST = 2  # names of an organisation that is kept


def organisations_in(kept: object) -> Organisations:
    """Return the organisations in what an archive has of them.

    Another program may have written it: what is no list of names is passed over, and so
    is a name that an earlier organisation has already.
    """
    found: list[Organisation] = []
    taken: set[str] = set()
    for each in kept if isinstance(kept, list) else ():
        names = distinct(
            name for name in _texts(each) if folded_name(name) not in taken
        )
        if len(names) >= FEWEST:
            taken.update(map(folded_name, names))
            found.append(names)
    return tuple(found)


def as_kept(organisations: Iterable[Organisation]) -> list[list[str]] | None:
    """Return `organisations` as an archive keeps them, None where there are none."""
    return [list(names) for names in organisations] or None


def distinct(names: Iterable[str]) -> Organisation:
    """Return `names` without those that fold to an earlier one."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded_name(name), name)
    return tuple(found.values())


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        return []
    lines = (spaced_once(each) for each in value if isinstance(each, str))
    return [line for line in lines if folded_name(line)]
