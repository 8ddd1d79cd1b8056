"""What is left of a name that was withheld: parts of it, and it in other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.elsewhere import prints
from mediarel.archive.redaction import redaction_of, without_withheld
from mediarel.archive.translations import same_release
from mediarel.index import alike
from mediarel.text.joints import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement

_FEWEST = 4  # letters of a part that is told of
_FEWEST_UNSPACED = 2  # the same of clusters, in scripts without spaces
_LOOKED_AT = 200  # statements whose versions are looked for


class Version(NamedTuple):
    """The statement `id`, which is `of` in another `language`."""

    id: int
    of: int
    language: str


def parts_of(name: str) -> list[str]:
    """Return the words of a name of several that say who it is, each once.

    They have four letters and begin with no small one; in scripts without spaces two
    clusters. Signs around them are left out.
    """
    words = name.split()
    if len(words) < 2:  # noqa: PLR2004 - several
        return []
    return list(dict.fromkeys(filter(None, map(_part, words))))


def _part(word: str) -> str:
    found = letters(word)
    if not found.folded:
        return ""
    places = range(len(found.folded))
    part = word[found.start(0) : found.end(places[-1])]
    if all(map(found.is_unspaced, places)):
        clusters = {*map(found.start, places)}
        return part if len(clusters) >= _FEWEST_UNSPACED else ""
    return "" if part[0].islower() or len(found.folded) < _FEWEST else part


def parts_left(
    statements: Iterable[Statement], texts: Iterable[str]
) -> dict[str, list[int]]:
    """Return in which of `statements` parts of `texts` stand that are not withheld."""
    parts = dict.fromkeys(part for text in texts for part in parts_of(text))
    found: dict[str, list[int]] = {}
    for statement in statements if parts else ():
        shown = without_withheld(statement, redaction_of(statement, ()))
        for part in parts:
            if prints(shown, part):
                found.setdefault(part, []).append(statement.id)
    return found


def versions_of(
    archive: Archive, statements: Sequence[Statement]
) -> list[tuple[Statement, Version]]:
    """Return the same releases as `statements` in other languages, each once."""
    if not alike.originals(archive.index):
        return []
    own = {each.id for each in statements}
    found: dict[int, tuple[Statement, Version]] = {}
    for each in statements[:_LOOKED_AT]:
        for other in same_release(archive, each):
            if other.id not in own and _code(other) != _code(each):
                version = Version(other.id, each.id, _code(other))
                found.setdefault(other.id, (other, version))
    return list(found.values())


def _code(statement: Statement) -> str:
    return statement.language.partition("-")[0]
