"""Checking statements for damaged letters and line breaks that came in with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.check.finding import place_of, warning
from mediarel.check.slips import Fix
from mediarel.errors import Command, Hint
from mediarel.model.damage import TEXTS, damage_of
from mediarel.text.controls import controls_in, without_controls
from mediarel.text.damaged import CONTROLS, LINE_BREAKS, LOST_LETTERS, MISREAD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mediarel.check.finding import Finding
    from mediarel.model.damage import Damage
    from mediarel.model.statement import Statement
    from mediarel.store.records import Record

_EACH = 5  # findings of a kind with a line each; of more there is a sum
_SUMS = {
    MISREAD: "their letters were misread too",
    LINE_BREAKS: "they lost line breaks too",
    LOST_LETTERS: "they have lost letters too",
    CONTROLS: "they contain control characters too",
}


class DamageFound:
    """Collects what is damaged in statements.

    `mendable` are the ids of those that can be repaired; `fixes` remove controls.

    Of each kind the first few are kept as they are, of the others the ids alone.
    """

    def __init__(self) -> None:
        self.mendable: list[int] = []
        self.fixes: list[Fix] = []
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
        if CONTROLS in found:
            self.fixes += _without_controls(number, fields)
        if any(d.becomes is not None and d.kind != CONTROLS for d in found.values()):
            self.mendable.append(number)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each of the first few of a kind, and one for the rest."""
        for number, damage in self._first:
            yield _finding([number], damage.kind, damage.message)
        for kind, ids in self._ids.items():
            if more := ids[_EACH:]:
                yield _finding(more, kind, _SUMS[kind])


def _without_controls(number: int, fields: Mapping[str, object]) -> Iterator[Fix]:
    """Yield the fixes that remove control characters from a statement."""
    for name, value in fields.items():
        for text in value if isinstance(value, list | tuple) else [value]:
            if isinstance(text, str) and controls_in(text):
                left = without_controls(text).strip()
                if left or isinstance(value, list | tuple):
                    yield Fix(name, text, (left,) if left else (), (number,))


def _finding(ids: list[int], kind: str, message: str) -> Finding:
    edit = Command("edit", ids[0], "--text", "-")
    lost = Hint("Give the text as it was printed: ", edit, " < FILE")
    flag = "--fix" if kind == CONTROLS else "--mend"
    mend = Hint("Repair it: ", Command("check", flag))
    return warning(
        kind=kind,
        place=place_of(ids),
        id=ids[0] if len(ids) == 1 else None,
        message=message,
        hint=lost if kind == LOST_LETTERS else mend,
    )
