"""Parse the words of a command line: options, their values and queries.

Hints suggest commands that are built from the typed words.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel import errors
from mediarel.cli.hints import GIVEN
from mediarel.cli.options.ids import are_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

OPTION, VALUE, LEFT_OUT, UNKNOWN, OTHER = "option", "value", "left out", "unknown", ""
_WITH_VALUE_BEHIND = 2  # characters of an option before its value: -o FILE
_QUERIES = {"words", "ids"}  # arguments that are or may be a query
_OF_ONE_WORD = {"format", "archive", "at", "year", "sort", "page", "per_page", "clear"}


class Role(NamedTuple):
    """A word with its role. Options and values also have their Typer parameter."""

    word: str
    what: str
    parameter: Any = None


class Whole(NamedTuple):
    """An option's value joined with the words after it, and the resulting command.

    `parameter` is Typer's parameter of the option.
    """

    parameter: Any
    value: str
    command: errors.Command


def roles(parameters: Sequence[Any], words: Sequence[str]) -> Iterator[Role]:
    """Yield the role of each of the `words` after a command.

    `parameters` are Typer's parameters of the command. After a `--`, words are not
    options.
    """
    rest = iter(words)
    for word in rest:
        if word == "--":
            yield Role(word, OTHER)
            yield from (Role(each, OTHER) for each in rest)
            return
        parameter = _option(parameters, word)
        if parameter is not None:
            yield Role(word, OPTION, parameter)
            is_whole = (
                "=" not in word
                if word.startswith("--")
                else len(word) == _WITH_VALUE_BEHIND
            )
            has_value = is_whole and not getattr(parameter, "is_flag", False)
            if has_value and (value := next(rest, None)) is not None:
                yield Role(value, VALUE, parameter)
        elif is_left_out(word):
            yield Role(word, LEFT_OUT)
        elif word.startswith("-") and word != "-":
            yield Role(word, UNKNOWN)
        else:
            yield Role(word, OTHER)


def others_in(context: Any, given: Sequence[str]) -> list[str]:
    """Return the `given` words that belong to no option of the command."""
    found = roles(context.command.params, given)
    return [each.word for each in found if each.what == OTHER]


def is_left_out(word: str) -> bool:
    """Return whether `word` excludes a word from a query, such as `-draft`.

    An excluded word has a hyphen and at least two more characters, and is not a number.
    """
    rest = word[1:]
    is_word = word.startswith("-") and not word.startswith("--")
    return is_word and len(rest) > 1 and not rest.isdecimal()


def _option(parameters: Sequence[Any], word: str) -> Any:
    """Return the option named `word`, None if no such option exists."""
    if not word.startswith("-"):
        return None
    name = word.partition("=")[0] if word.startswith("--") else word[:2]
    names = ((each, {*each.opts, *each.secondary_opts}) for each in parameters)
    return next((each for each, known in names if name in known), None)


def takes_query(parameters: Sequence[Any]) -> bool:
    """Return whether a command with these Typer parameters accepts a query."""
    return any(
        parameter.name in _QUERIES and "QUERY" in (parameter.metavar or "")
        for parameter in parameters
    )


def arranged(
    parameters: Sequence[Any], words: Sequence[str], *, alone: bool
) -> list[str]:
    """Reorder the words of a command line: `-draft` must not be read as options.

    Typer reads `-yes` as the option `-y`. So if a word is excluded, all words except
    options are moved to the end, after a `--`. If all words of the query are excluded,
    they are moved only with `alone`.
    """
    found = list(roles(parameters, words))
    # An unknown option stays with the options, so that it is reported.
    options = [word for word, what, _ in found if what in {OPTION, VALUE, UNKNOWN}]
    left_out = [word for word, what, _ in found if what == LEFT_OUT]
    others = [word for word, what, _ in found if what in {LEFT_OUT, OTHER}]
    if "--" in others:
        others.remove("--")
    if not left_out or (len(others) == len(left_out) and not alone):
        return list(words)
    return [*options, "--", *others]


def path_of(context: Any) -> list[str]:
    """Return the words that name the command of `context`, such as `publish site`."""
    return [str(word) for word in context.command_path.split()[1:]]


def with_query(
    context: Any, *query: str, more: Sequence[str] = (), without: Collection[str] = ()
) -> errors.Command:
    """Return the typed command with a different `query`, and with `more` options.

    `without` are the names of parameters to leave out.
    """
    found = roles(context.command.params, context.meta[GIVEN])
    options = [
        word
        for word, what, parameter in found
        if what in {OPTION, VALUE} and parameter.name not in without
    ]
    return errors.Command(
        *path_of(context), *options, *more, *errors.after_options(*query)
    )


def with_options(context: Any, *more: str) -> errors.Command:
    """Return the typed command with `more` options."""
    return errors.Command(*path_of(context), *more, *context.meta[GIVEN])


def option_replaced(
    given: Sequence[str], name: str, here: Sequence[str]
) -> Iterator[str]:
    """Yield the words of a command line with `here` instead of `name` and its value."""
    option, *value = here
    rest = iter(given)
    for word in rest:
        if word.partition("=")[0] != name:
            yield word
        elif here[-1].endswith((":", "=")):  # a query term, or `--usual FIELD=`
            yield from here[:-1]
            yield here[-1] + (word.partition("=")[2] or next(rest, "…"))
        elif value or word == name:
            yield from here
        else:
            yield option + word.removeprefix(name)


def values_whole(context: Any, given: Sequence[str] | None = None) -> Iterator[Whole]:
    """Yield corrected commands in which words after a value belong to the value.

    `given` are the words of the command line (default: as typed). The longest value
    comes first. IDs never belong to a value, and some options take
    only values of one word.
    """
    typed = context.meta.get(GIVEN, ()) if given is None else given
    found = list(roles(context.command.params, typed))
    words = [each.word for each in found]
    takes_files = _takes_only_files(context)
    for at, (word, what, parameter) in enumerate(found):
        is_value = what == VALUE or (what == OPTION and "=" in word)
        if not is_value or parameter.name in _OF_ONE_WORD:
            continue
        rest = list(
            takewhile(
                lambda each: (
                    each.what == OTHER and (takes_files or not are_ids(each.word))
                ),
                found[at + 1 :],
            )
        )
        for count in range(len(rest), 0, -1):
            end = at + 1 + count
            value = " ".join(words[at:end])
            whole = (*words[:at], value, *words[end:])
            others = [each for each in found if each.what == OTHER]
            # A search without words is a list.
            is_list = context.info_name == "search" and len(others) == count
            command = errors.Command(
                *(["list"] if is_list else path_of(context)), *whole
            )
            own = value.partition("=")[2] if what == OPTION else value
            yield Whole(parameter, own, command)


def _takes_only_files(context: Any) -> bool:
    """Return whether all arguments of a command are files, so that none is an ID."""
    names = [
        each.metavar or ""
        for each in context.command.params
        if each.param_type_name == "argument"
    ]
    return bool(names) and all("FILE" in name for name in names)


def value_whole(context: Any) -> errors.Command | None:
    """Return the command in which all words after each value belong to the value.

    Returns None if no option value is followed by words.
    """
    command = None
    given = None
    while (whole := next(values_whole(context, given), None)) is not None:
        command = whole.command
        given = command[len(path_of(context)) :]
    return command


def refuse_repeated(context: Any, given: Sequence[str]) -> None:
    """Raise MisuseError if an option in the words `given` has contradicting values.

    Typer would silently use the last value.
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
            quoted = [repr(errors.shorten(str(value))) for value in values]
            told = f"{', '.join(quoted[:-1])} and {quoted[-1]}"
            problem = f"{parameter.opts[0]} takes one value, not {told}"
        left_out = {*those[:-1]}
        left_out |= {n + 1 for n in those[:-1] if found[n + 1].what == VALUE}
        rest = (word for place, word in enumerate(given) if place not in left_out)
        raise errors.MisuseError(
            problem,
            errors.Hint(
                "Use only one, for example: ", errors.Command(*path_of(context), *rest)
            ),
        )


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
