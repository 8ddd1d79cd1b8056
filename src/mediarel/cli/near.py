"""Telling which of the statements that were just recorded nearly are others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli import environment
from mediarel.cli.terminal.wording import numbers
from mediarel.errors import Command, Hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement

_LOOKED_AT = 100  # of more, each look would add up to seconds
_SHOWN = 5


def tell_near(opened: Archive, added: Sequence[Statement]) -> None:
    """Tell of those that were `added` which nearly are another statement.

    They are found by the measure of `duplicates`; of very many, that command is named.
    """
    if len(added) > _LOOKED_AT:
        told = "Whether any of so many is there twice, nearly: "
        environment.tell(Hint(told, Command("duplicates")))
        return
    from mediarel.archive.near_duplicates import nearest  # noqa: PLC0415 - once they are in

    near = {each.id: found for each in added if (found := nearest(opened, each))}
    # Of two that were added now it is told once.
    pairs = [
        (number, other)
        for number, other in near.items()
        if not (other.id in near and near[other.id].id == number < other.id)
    ]
    for number, other in pairs[:_SHOWN]:
        told = f"{number} is nearly the same as {other.id} of {other.date}. Compare: "
        environment.tell(Hint(told, Command("duplicates", number)))
    if len(pairs) > _SHOWN:
        ids = numbers([number for number, _ in pairs[_SHOWN:]])
        environment.tell(f"So are others, nearly the same as something else: {ids}.")
