"""Checking statements for damaged letters and line breaks that came in with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.check.finding import place_of, warning
from mediarel.errors import Command, Hint
from mediarel.model.damage import TEXTS, damage_of
from mediarel.text.damaged import LINE_BREAKS, LOST_LETTERS, MISREAD, NULLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.check.finding import Finding
    from mediarel.model.damage import Damage
    from mediarel.model.statement import Statement
    from mediarel.store.records import Record

_EACH = 5  # findings of a kind with a line each; of more there is a sum
_SUMS = {
    MISREAD: "their letters were misread too",
    LINE_BREAKS: "they lost line breaks too",
    LOST_LETTERS: "they have lost letters too",
    NULLS: "they hold U+0000 too",
}


class DamageFound:
    """Collects what is damaged in statements; `mendable` are those it can be put right.

    Of each kind the first few are kept as they are, of the others the ids alone.
    """

    def __init__(self) -> None:
        self.mendable: list[int] = []
        self._first: list[tuple[int, Damage]] = []
        self._ids: dict[str, list[int]] = {kind: [] for kind in _SUMS}

    def look_at(self, number: int, record: Record | Statement) -> None:
        """Look at one statement, which breaks no rule."""
        fields = {name: getattr(record, name) for name in TEXTS}
        found = {each.kind: each for each in damage_of(fields)}
        for kind, damage in found.items():
            ids = self._ids[kind]
            ids.append(number)
            if len(ids) <= _EACH:
                self._first.append((number, damage))
        if any(damage.becomes is not None for damage in found.values()):
            self.mendable.append(number)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each of the first few of a kind, and one for the rest."""
        for number, damage in self._first:
            yield _finding([number], damage.kind, damage.message)
        for kind, ids in self._ids.items():
            if more := ids[_EACH:]:
                yield _finding(more, kind, _SUMS[kind])


def _finding(ids: list[int], kind: str, message: str) -> Finding:
    edit = Command("edit", ids[0], "--text", "-")
    lost = Hint("Give the text as it was printed: ", edit, " < FILE")
    mend = Hint("Have it mended: ", Command("check", "--mend"))
    return warning(
        kind=kind,
        place=place_of(ids),
        id=ids[0] if len(ids) == 1 else None,
        message=message,
        hint=lost if kind == LOST_LETTERS else mend,
    )
