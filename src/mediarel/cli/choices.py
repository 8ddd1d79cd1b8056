"""A value that an option does not have, and the one of its choices that was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.cli.roles import OPTION, VALUE, roles
from mediarel.errors import Command
from mediarel.text.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def with_choice_meant(
    context: Any,  # noqa: ANN401 - Typer's own
    parameter: Any,  # noqa: ANN401 - Typer's own
    given: Sequence[str],
) -> Iterator[Command]:
    """Yield the command as it was `given`, with the value of `parameter` that is meant.

    None where the parameter takes any value, or where none of its choices is written
    nearly as what was typed.
    """
    choices = [str(each) for each in getattr(parameter.type, "choices", ())]
    words = list(given)
    for place, (word, what, its) in enumerate(roles(context.command.params, given)):
        if its is not parameter or what not in {OPTION, VALUE}:
            continue
        option, _, value = ("", "", word) if what == VALUE else word.partition("=")
        if not value or value in choices:
            continue
        for meant in nearest(value.lower(), choices)[:1]:
            words[place] = f"{option}={meant}" if option else meant
            yield Command(context.info_name, *words)
