"""Refuse an option that takes one value but is repeated.

Typer would silently use the last value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.cli.again import path_of
from mediarel.cli.roles import OPTION, VALUE, roles
from mediarel.errors import Command, Hint, MisuseError, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence


class RepeatedOptionError(MisuseError):
    """An option that takes one value is given several, or a flag and its opposite."""

    def __init__(self, problem: str, command: Command) -> None:
        super().__init__(problem, Hint("Keep one of them, as in: ", command))


def refuse_repeated(context: Any, given: Sequence[str]) -> None:  # noqa: ANN401 - Typer's own
    """Refuse contradicting values of one option among the `given` words of a command.

    Raises RepeatedOptionError.
    """
    found = list(roles(context.command.get_params(context), given))
    places: dict[Any, list[int]] = {}
    for place, each in enumerate(found):
        if each.what == OPTION:
            places.setdefault(each.parameter, []).append(place)
    for parameter, those in places.items():
        if len(those) == 1 or getattr(parameter, "multiple", False):
            continue
        words = [given[place] for place in those]
        if getattr(parameter, "is_flag", False):
            named = dict.fromkeys(words)
            if len({word in parameter.secondary_opts for word in named}) == 1:
                continue
            problem = f"{' and '.join(named)} contradict each other"
        else:
            values = [_value(given, place) for place in those]
            if None in values:  # Typer reports the missing value
                continue
            quoted = [repr(shorten(str(value))) for value in values]
            told = f"{', '.join(quoted[:-1])} and {quoted[-1]}"
            problem = f"{parameter.opts[0]} takes one value, not {told}"
        left_out = {*those[:-1]}
        left_out |= {n + 1 for n in those[:-1] if found[n + 1].what == VALUE}
        rest = (word for place, word in enumerate(given) if place not in left_out)
        raise RepeatedOptionError(problem, Command(*path_of(context), *rest))


def _value(given: Sequence[str], place: int) -> str | None:
    """Return the value of the option at `place`, None if the value is missing."""
    word = given[place]
    if word.startswith("--"):
        _, equals, value = word.partition("=")
    else:
        equals = value = word[2:]
    if equals:
        return value
    return given[place + 1] if place + 1 < len(given) else None
