"""Report values that are recorded in another form than given, or may be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.cli import environment
from mediarel.cli.terminal import wording
from mediarel.errors import Command, Hint, Placeholder, shorten
from mediarel.model.fields import BY_NAME
from mediarel.model.normalised import normalised
from mediarel.text.damaged import cleaned, controls_in, controls_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.model.statement import Draft, Statement

_WHY = {"embargo": ", the start of that day in the local time zone"}


def normalise(values: dict[str, Any]) -> None:
    """Normalise the `values` of fields and report each that changes.

    Control characters are removed from all of them.
    """
    for name, value in values.items():
        items = value if isinstance(value, list | tuple) else [value]
        said = "".join(item for item in items if isinstance(item, str))
        if controls_in(said):
            removed = f"Removed {controls_named(said)} from the {BY_NAME[name].word}."
            environment.tell(removed)
            values[name] = cleaned(value)
    for name, before, after in normalised(values):
        values[name] = after
        environment.tell(f"{told_normalised(name, before, after)}.")


def told_normalised(name: str, before: str, after: str) -> str:
    """Return in words, without a full stop, how a value of a field is recorded."""
    why = _WHY.get(name, "")
    return f"{name.capitalize()} {shorten(before)!r} is recorded as {after!r}{why}"


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
