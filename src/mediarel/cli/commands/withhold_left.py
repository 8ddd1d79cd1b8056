"""`mediarel withhold`: what is left of a name, told when it was withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.names_left import parts_left, versions_of
from mediarel.cli import environment
from mediarel.cli.terminal import wording
from mediarel.errors import Command, Hint, Placeholder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement

_MOST = 10  # parts, or versions, that are told of
_LANGUAGES = {"en": "English", "km": "Khmer"}


def tell_left(
    opened: Archive, statements: Sequence[Statement], texts: Sequence[str]
) -> None:
    """Tell where parts of `texts` stand still, and in which languages they may stand.

    Of `statements` they are withheld now. A version of which as much is withheld is not
    told of: the name is seen to there.
    """
    versions = versions_of(opened, statements)
    every = [*statements, *(other for other, _ in versions)]
    for part, ids in list(parts_left(every, texts).items())[:_MOST]:
        told = f"{part!r} still stands in {wording.numbers(ids)}: "
        environment.tell(Hint(told, Command("withhold", _as_ids(ids), part)))
    number = {each.id: len(each.withheld) for each in statements}
    for other, version in versions[:_MOST]:
        if len(other.withheld) >= number[version.of]:
            continue
        language = _LANGUAGES.get(version.language, version.language)
        told = f"{version.id} is a version of {version.of} in {language}: withhold the"
        told += " name there in its own letters: "
        how = Command("withhold", version.id, Placeholder("TEXT"))
        environment.tell(Hint(told, how))


def _as_ids(ids: Sequence[int]) -> str:
    return ",".join(map(str, ids))
