"""Report the values that are recorded in another form than they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.cli import environment
from mediarel.errors import shorten
from mediarel.model.fields import BY_NAME
from mediarel.model.normalised import normalised
from mediarel.text.controls import cleaned, controls_in, controls_named

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHY = {"embargo": ", the start of that day in the local time zone"}


def normalise(values: dict[str, Any]) -> None:
    """Normalise the `values` of fields and report each that changes.

    Control characters are removed from all of them.
    """
    for name, value in values.items():
        if found := controls_in("".join(_texts_in(value))):
            named = controls_named("".join(found))
            environment.tell(f"Removed {named} from the {BY_NAME[name].word}.")
            values[name] = cleaned(value)
    for name, before, after in normalised(values):
        values[name] = after
        environment.tell(f"{told_normalised(name, before, after)}.")


def _texts_in(value: object) -> Iterator[str]:
    """Yield the texts of a field's value, in an object too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts_in(each)
    elif isinstance(value, dict):
        yield from _texts_in([*value.values()])


def told_normalised(name: str, before: str, after: str) -> str:
    """Return in words, without a full stop, how a value of a field is recorded."""
    why = _WHY.get(name, "")
    return f"{name.capitalize()} {shorten(before)!r} is recorded as {after!r}{why}"
