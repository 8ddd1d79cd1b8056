"""The command as it was typed, put right: so that a hint can be typed as it stands."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any

from mediarel.cli.roles import OPTION, OTHER, VALUE, roles
from mediarel.errors import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

GIVEN = "mediarel.given"  # where Typer's context has the words of a command


def option_replaced(
    given: Sequence[str], name: str, here: Sequence[str]
) -> Iterator[str]:
    """Yield the words of a command line with `here` in the place of option `name`."""
    option, *value = here
    rest = iter(given)
    for word in rest:
        if word.partition("=")[0] != name:
            yield word
        elif option.endswith(":"):  # a term of the query
            yield option + (word.partition("=")[2] or next(rest, "…"))
        elif value or word == name:
            yield from here
        else:
            yield option + word.removeprefix(name)


def with_query(context: Any, *query: str) -> Command:  # noqa: ANN401 - Typer's own
    """Return the command as it was typed, but with `query` for what is no option."""
    found = roles(context.command.params, context.meta[GIVEN])
    options = [word for word, what, _ in found if what in {OPTION, VALUE}]
    end = ["--"] if any(word.startswith("-") for word in query) else []
    return Command(context.info_name, *options, *end, *query)


def value_whole(
    context: Any,  # noqa: ANN401 - Typer's own
    goes_on: Callable[[str], bool] = bool,
) -> Command | None:
    """Return the command with the value of an option and what follows it as one word.

    `goes_on` tells of a word whether it may be part of the value. None where no option
    has a value that words follow.
    """
    found = list(roles(context.command.params, context.meta[GIVEN]))
    for at, (word, what, parameter) in enumerate(found):
        is_value = what == VALUE or (what == OPTION and "=" in word)
        behind = found[at + 1 :]
        more = takewhile(lambda each: each.what == OTHER and goes_on(each.word), behind)
        rest = [each.word for each in more if each.word != "--"]
        if is_value and rest and parameter.nargs == 1:
            words = [each.word for each in found]
            value = " ".join([word, *rest])
            return Command(
                context.info_name, *words[:at], value, *words[at + 1 + len(rest) :]
            )
    return None
