"""Warn of dates in the future, which are mostly typing errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli import environment
from mediarel.cli.terminal import wording
from mediarel.errors import Command, Hint, Placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.model.statement import Draft, Statement


def is_in_future(draft: Draft) -> bool:
    """Return whether the date of `draft` is in the future and after its embargo."""
    day = draft.date.first
    return day > environment.today() and day > (draft.embargo or "")[: len(day)]


def tell_future_dates(changed: Iterable[tuple[Statement | None, Statement]]) -> None:
    """Warn of the dates in the future that `changed` sets: each before, and after."""
    future: dict[str, list[int]] = {}
    for before, after in changed:
        if (before is None or before.date != after.date) and is_in_future(after):
            future.setdefault(str(after.date), []).append(after.id)
    for date, ids in future.items():
        told = f"Warning: the date {date} of {wording.numbers(sorted(ids))}"
        another = Command("edit", ids[0], "--date", Placeholder("DATE"))
        environment.tell(Hint(f"{told} is in the future. To change it: ", another))
