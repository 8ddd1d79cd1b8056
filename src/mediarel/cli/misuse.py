"""What Typer refuses in a call, in our words: what is wrong, and what was meant."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from mediarel.cli.again import option_replaced, path_of, value_whole, with_query
from mediarel.cli.left_out import takes_query
from mediarel.cli.options.ids import are_ids
from mediarel.cli.roles import OPTION, OTHER, UNKNOWN, VALUE, is_left_out, roles
from mediarel.errors import Command, Hint, MisuseError, Placeholder
from mediarel.text.lines import spaced_once
from mediarel.text.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import typer


# Options that stand alone in their commands: what else was typed is left out.
_ALONE = ("--removed",)


class UnknownCommandError(MisuseError):
    """There is no such command; `words` are its name and what follows."""

    def __init__(self, context: typer.Context, words: Sequence[str]) -> None:
        name, *rest = words
        root: Any = context.command
        renamed = _renamed(context, name, rest)
        super().__init__(
            f"there is no command {name!r}",
            Hint("Now it is: ", renamed)
            if renamed
            else _command(name, rest, root.list_commands(context)),
        )


def _renamed(context: typer.Context, name: str, rest: Sequence[str]) -> Command | None:
    """Return what the command `name` with the words `rest` is called now."""
    from mediarel.cli import meant  # noqa: PLC0415 - only for an error

    old = next((f"{name} {w}" for w in rest if f"{name} {w}" in meant.RENAMED), name)
    if old not in meant.RENAMED:
        return None
    root: Any = context.command
    places, new = (words.split() for words in meant.RENAMED[old])
    command = root.get_command(context, new[0])
    found = list(roles(command.params, [w for w in rest if f"{name} {w}" != old]))
    given = [each.word for each in found if each.what == OTHER]
    if old == "open" and len(given) < len(places):
        new = new[: new.index("--file")]  # a statement with one file needs no name
    options = [each.word for each in found if each.what != OTHER]
    named = dict(zip(places, given, strict=False))
    words = [named.get(w, Placeholder(w) if w in places else w) for w in new]
    return Command(*words, *options)


def _command(name: str, rest: Sequence[str], known: Collection[str]) -> str:
    """Return what an unknown command may have meant, as commands to be typed."""
    from mediarel.cli import meant  # noqa: PLC0415 - only for an error

    if meant.is_leaving(name):
        return "There is nothing to leave: each command ends by itself."
    option = meant.filter_of(name)
    if option is not None:
        wanted = Placeholder(option.upper())
        words = rest or [wanted]
        return Hint("Did you mean: ", Command("list", f"--{option}", *words))
    commands = []
    for here in meant.commands(name, known, alone=not rest):
        needed = [Placeholder(meant.NEEDED[here])] if here in meant.NEEDED else []
        commands.append(
            Command(here, *(rest or needed))
            if here in known
            else Command(*[here] * bool(here))
        )
    if commands == [Command()]:
        return Hint("What is in the archive, and how much: ", *commands)
    return Hint(*did_you_mean(commands) or ("See all: ", Command("--help")))


class UnknownPartError(MisuseError):
    """A command that has commands of its own has none of this name."""

    def __init__(self, context: typer.Context, words: Sequence[str]) -> None:
        group: Any = context.command
        called, (name, *rest) = path_of(context), words
        meant = nearest(name, group.list_commands(context))
        found = did_you_mean(Command(*called, each, *rest) for each in meant)
        super().__init__(
            f"{called[-1]} has no command {name!r}",
            Hint(*found or ("See all: ", Command(*called, "--help"))),
        )


class NoPartError(MisuseError):
    """A group of commands is called without one of them."""

    def __init__(self, context: typer.Context) -> None:
        group: Any = context.command
        called = path_of(context)
        names = group.list_commands(context)
        super().__init__(
            f"{called[-1]} needs to know what: {', '.join(names[:-1])} or {names[-1]}",
            Hint("More of each: ", Command(*called, names[0], "--help")),
        )
        self.choices = [
            f"{name}: {_first_sentence(group.get_command(context, name).help)}"
            for name in names
        ]


class OneHyphenError(MisuseError):
    """A long option has one hyphen, which would leave it out as a word."""

    def __init__(self, context: typer.Context, given: Sequence[str], word: str) -> None:
        name = word.partition("=")[0]
        command = path_of(context)
        parts = did_you_mean(
            Command(*command, *option_replaced(given, name, here))
            for here in _meant(context, name)
        )
        if _can_leave_out(context, given):
            parts += [" – or, to leave out the word: ", _without(command, given, word)]
        super().__init__(f"no such option: {name}", Hint(*parts))


def misuse(error: typer.TyperException) -> MisuseError:
    """Return Typer's own error about a call as one of ours."""
    context = getattr(error, "ctx", None)
    given: list[str] = vars(error).get("given", [])
    words = path_of(context) if context else []
    kind = type(error).__name__
    problem = error.format_message()
    parts: list[str | Command] = []
    if kind == "UsageError" and context and problem.startswith("Missing command"):
        return NoPartError(context)
    if kind == "NoSuchOption" and context:
        # Typer's whole sentence would have all that is written nearly so in brackets.
        option = vars(error)["option_name"]
        typed = next((word for word in given if _has_option(word, option)), option)
        problem = f"no such option: {typed.partition('=')[0]}"
        parts = _unknown(context, given, option, typed)
    elif kind == "MissingParameter" and words == ["search"] and given:
        parts = ["To search for nothing but that: ", Command("list", *given)]
    elif kind == "MissingParameter" and context and len(words) > 1:
        parts = ["For example: ", _example(context)]
    elif kind == "UsageError" and context and "extra argument" in problem:
        whole = value_whole(context)
        if whole is not None:
            parts = ["A value of several words needs quotes: ", whole]
        elif several := _several(context, given):
            problem = f"{words[0]} is about one statement at a time, not {len(several)}"
            parts = ["Give a command for each: ", with_query(context, several[0])]
    elif kind == "BadParameter" and context:
        parts = did_you_mean(with_choice_meant(context, vars(error)["param"], given))
    problem = spaced_once(problem).rstrip(".")
    return MisuseError(
        problem[:1].lower() + problem[1:],
        Hint(*parts or ("See how it is called: ", Command(*words, "--help"))),
    )


def _several(context: typer.Context, given: Sequence[str]) -> list[str]:
    """Return the ids that were given to a command of one; nothing for all else."""
    found = roles(context.command.params, given)
    others = [each.word for each in found if each.what == OTHER]
    is_of_one = any(each.name == "id" for each in context.command.params)
    return others if is_of_one and all(map(are_ids, others)) else []


def _first_sentence(said: str) -> str:
    return said.partition("\n")[0].partition(". ")[0].rstrip(".") + "."


def _example(context: typer.Context) -> Command:
    """Return the first example of how a command is called, as its help has it."""
    examples = (context.command.epilog or "").partition("Examples:")[2]
    return Command(*shlex.split(examples.strip().split("\n")[0])[1:])


def _unknown(
    context: typer.Context, given: Sequence[str], option: str, typed: str
) -> list[str | Command]:
    """Return what an unknown option may have meant, as commands to be typed."""
    from mediarel.cli import meant  # noqa: PLC0415 - only for an error

    name = path_of(context)
    if moved := meant.MOVED.get((*name, option)):
        return did_you_mean([_moved(context, given, option, moved)])
    if context.parent is None:
        rest = [word for word in given if word != typed]
        root: Any = context.command
        commands = meant.commands(option, root.list_commands(context))
        return did_you_mean(
            Command(here, *(() if here.startswith("-") else rest))
            for here in commands
            if here
        ) or _of_another(context, given, option)
    if is_left_out(typed) and _can_leave_out(context, given):
        return ["To leave out a word: ", _without(name, given, typed)]
    found = did_you_mean(
        Command(*name, *option_replaced(given, option, here))
        for here in _meant(context, option)
    )
    found = found or _of_another(context, given, option)
    is_word = option.startswith("--") and "=" not in typed
    is_word = is_word and not _having(context, option)
    if not found and is_word and _searches(context.command.params):
        found = ["To leave out a word: ", _without(name, given, typed)]
    return found


def _moved(
    context: typer.Context, given: Sequence[str], option: str, moved: tuple[str, str]
) -> Command:
    """Return the command `moved`, with its option in place of `option`."""
    name, new = moved
    root: Any = context.find_root()
    parameters = root.command.get_command(root, name).params
    words: list[str] = []
    for word in given:
        old, *value = word.split("=", 1)
        words += [new, *value] if old == option else [word]
    if not any(each.param_type_name == "argument" for each in parameters):
        words = [each.word for each in roles(parameters, words) if each.what != OTHER]
    return Command(name, *words)


def did_you_mean(commands: Iterable[Command]) -> list[str | Command]:
    """Return the parts of a hint that offers `commands`; none where there are none."""
    parts: list[str | Command] = []
    for command in commands:
        parts += [" or " if parts else "Did you mean: ", command]
    return parts


def _meant(context: typer.Context, option: str) -> list[list[str]]:
    from mediarel.cli import meant  # noqa: PLC0415 - only for an error

    parameters = context.command.get_params(context)
    known = [name for parameter in parameters for name in parameter.opts]
    has_query = takes_query(context.command.params)
    return meant.options(option, known, has_query=has_query)


def _of_another(
    context: typer.Context, given: Sequence[str], option: str
) -> list[str | Command]:
    """Return the command that has the option which this one has not.

    It must have the others that were given too, and all that it needs: else it would
    only send back, or on.
    """
    if option == "--version":
        return did_you_mean([Command(option)])
    own = context.command
    having = {
        name: command
        for name, command in _having(context, option).items()
        if _knows_all(own, command, given)
    }
    chosen = _nearest(context, option, given, having)
    if chosen is None:
        return []
    command = having[chosen]
    words = _with_its_value(given, option, command)
    is_of_ids = chosen == "show" and not _have_query(own)
    if option not in _ALONE and (is_of_ids or _have_query(own, command)):
        words = list(given)
    return did_you_mean([Command(chosen, *words)] * _is_enough(chosen, command, words))


def _having(context: typer.Context, option: str) -> dict[str, Any]:
    """Return the other commands that have `option`, by their names."""
    root: Any = context.find_root()
    commands = {
        name: root.command.get_command(root, name)
        for name in root.command.list_commands(root)
    }
    return {
        name: command
        for name, command in commands.items()
        if command is not context.command and option in _options_of(command)
    }


def _knows_all(own: Any, other: Any, given: Sequence[str]) -> bool:  # noqa: ANN401 - Typer's own
    """Tell whether the command `other` has all the options that `own` was given."""
    known = _options_of(other)
    typed = [
        each.word.partition("=")[0] if each.word.startswith("--") else each.word[:2]
        for each in roles([*own.params, *other.params], given)
        if each.what in {OPTION, UNKNOWN}
    ]
    return all(name in known for name in typed)


def _is_enough(name: str, command: Any, words: Sequence[str]) -> bool:  # noqa: ANN401 - Typer's own
    """Tell whether the command `name` can do something with no more than `words`."""
    from mediarel.cli import meant  # noqa: PLC0415 - only for an error

    found = list(roles(command.params, words))
    options = {o for each in found if each.parameter for o in each.parameter.opts}
    needed = meant.NEEDED_OPTIONS.get(name)
    if needed and not options.intersection(needed):
        return False
    return name not in meant.NEEDED or any(each.what == OTHER for each in found)


def _nearest(
    context: typer.Context,
    option: str,
    given: Sequence[str],
    having: Mapping[str, Any],
) -> str | None:
    """Return which of the commands `having` an option is the most like this one."""
    from mediarel.cli import meant  # noqa: PLC0415 - only for an error

    own: Any = context.command
    if (usual := meant.COMMAND_OF.get(option)) in having:
        return usual
    found = roles(own.params, given)
    others = [each.word for each in found if each.what == OTHER]
    if others and all(map(are_ids, others)) and "show" in having:
        return "show"
    panel = getattr(own, "rich_help_panel", None)
    alike = [
        name
        for name, each in having.items()
        if each.rich_help_panel == panel and _have_query(own, each)
    ]
    if alike or "list" in having:
        return alike[0] if alike else "list"
    meant_more = [name for name in having if name != meant.AS_EDIT] or [*having]
    return meant_more[0] if len(meant_more) == 1 else None


def _have_query(*commands: Any) -> bool:  # noqa: ANN401 - Typer's own
    return all(takes_query(command.params) for command in commands)


def _with_its_value(given: Sequence[str], option: str, command: Any) -> list[str]:  # noqa: ANN401 - Typer's own
    found = roles(command.params, given)
    return [
        word
        for word, what, parameter in found
        if what in {OPTION, VALUE} and option in parameter.opts
    ]


def _options_of(command: Any) -> list[str]:  # noqa: ANN401 - Typer's own
    return [name for parameter in command.params for name in parameter.opts]


def _can_leave_out(context: typer.Context, given: Sequence[str]) -> bool:
    """Tell whether a word can be left out: not of ids, nor of nothing in a change."""
    parameters = context.command.params
    if not takes_query(parameters):
        return False
    others = [each.word for each in roles(parameters, given) if each.what == OTHER]
    return _searches(parameters) or (bool(others) and not any(map(are_ids, others)))


def _searches(parameters: Sequence[Any]) -> bool:
    """Tell whether it takes a query alone, not ids as well."""
    return any(each.name == "words" for each in parameters)


def _without(command: Sequence[str], given: Sequence[str], word: str) -> Command:
    """Return the command in which `word`, that begins with a hyphen, is left out."""
    words: list[str] = []
    for each in given:
        words += ["NOT", each.lstrip("-")] if each == word else [each]
    return Command(*command, *words)


def _has_option(word: str, name: str) -> bool:
    """Tell whether the option `name` is in `word`, as `-o` is in `-hotel`."""
    if name.startswith("--"):
        return word.partition("=")[0] == name
    return word.startswith("-") and not word.startswith("--") and name[1:] in word


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
