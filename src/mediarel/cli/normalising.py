"""Report the values that are recorded in another form than they were given."""

from __future__ import annotations

from typing import Any

from mediarel.cli import environment
from mediarel.errors import shorten
from mediarel.model.fields import BY_NAME
from mediarel.model.normalised import normalised
from mediarel.text.controls import cleaned, controls_in, controls_named

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
