"""The command as it was typed, put right: so that a hint can be typed as it stands."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.cli.options.ids import are_ids
from mediarel.cli.roles import OPTION, OTHER, VALUE, roles
from mediarel.cli.surroundings import GIVEN
from mediarel.errors import Command, after_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OF_ONE_WORD = {"format", "archive", "at", "year", "sort", "page", "per_page", "clear"}


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


def path_of(context: Any) -> list[str]:  # noqa: ANN401 - Typer's own
    """Return the words that name the command of `context`: two in `publish site`."""
    return [str(word) for word in context.command_path.split()[1:]]


def with_query(
    context: Any,  # noqa: ANN401 - Typer's own
    *query: str,
    more: Sequence[str] = (),
) -> Command:
    """Return the command as it was typed, but with `query` for what is no option.

    It has `more` options.
    """
    found = roles(context.command.params, context.meta[GIVEN])
    options = [word for word, what, _ in found if what in {OPTION, VALUE}]
    return Command(*path_of(context), *options, *more, *after_options(*query))


def with_options(context: Any, *more: str) -> Command:  # noqa: ANN401 - Typer's own
    """Return the command as it was typed, with `more` options."""
    return Command(*path_of(context), *more, *context.meta[GIVEN])


class Whole(NamedTuple):
    """A value of an option and the words behind it as one, and the command with that.

    `parameter` is Typer's, of the option.
    """

    parameter: Any
    value: str
    command: Command


def values_whole(context: Any) -> Iterator[Whole]:  # noqa: ANN401 - Typer's own
    """Yield what is meant if the words behind a value belong to it, the most first.

    What can be ids does not, nor is a value of several words in every option.
    """
    found = list(roles(context.command.params, context.meta.get(GIVEN, ())))
    words = [each.word for each in found]
    for at, (word, what, parameter) in enumerate(found):
        is_value = what == VALUE or (what == OPTION and "=" in word)
        if not is_value or parameter.name in _OF_ONE_WORD:
            continue
        rest = list(
            takewhile(
                lambda each: each.what == OTHER and not are_ids(each.word),
                found[at + 1 :],
            )
        )
        for count in range(len(rest), 0, -1):
            end = at + 1 + count
            value = " ".join(words[at:end])
            whole = (*words[:at], value, *words[end:])
            others = [each for each in found if each.what == OTHER]
            # What is left of a search for nothing but that is a list.
            is_list = context.info_name == "search" and len(others) == count
            command = Command(*(["list"] if is_list else path_of(context)), *whole)
            given = value.partition("=")[2] if what == OPTION else value
            yield Whole(parameter, given, command)


def value_whole(context: Any) -> Command | None:  # noqa: ANN401 - Typer's own
    """Return the command in which all words behind a value belong to it, if there is.

    None where no option has a value that words follow.
    """
    return next((each.command for each in values_whole(context)), None)
