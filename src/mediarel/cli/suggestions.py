"""Suggest corrections for a command line that can't be run.

Other programs have different names for the same commands and options. A name that is in
no table may be a typing error for a similar name.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediarel import errors
from mediarel.cli.command_line import (
    LEFT_OUT,
    OPTION,
    OTHER,
    UNKNOWN,
    VALUE,
    is_left_out,
    option_replaced,
    others_in,
    path_of,
    roles,
    takes_query,
    value_whole,
    with_query,
)
from mediarel.cli.options.ids import are_ids
from mediarel.query.terms import TERMS
from mediarel.text.lines import spaced_once
from mediarel.text.similarity import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    import typer

# Commands and options, with their names in other programs.
_NAMES = tomllib.loads(Path(__file__).with_name("other_names.toml").read_text("utf-8"))
COMMANDS: dict[str, str] = _NAMES["commands"]
OPTIONS: dict[str, str] = _NAMES["options"]
# Commands with a text option, which the user may have left out.
_WORDS_FOR = {"configure": "--name", "correct": "--why", "withdraw": "--why"}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_MOST_NAMED = 3  # commands that have an option
# Descriptions of arguments; other arguments are "a" and the name in lower case.
_WANTED = {
    "ID": "an ID",
    "KEEP": "the ID of the statement to keep",
    "FROM": "the archive to copy",
    "TO": "a place for the copy",
}


def unknown_command(context: typer.Context, words: Sequence[str]) -> errors.MisuseError:
    """Return an error about an unknown command; `words` are its name and the rest."""
    name, *rest = words
    group: Any = context.command
    called = path_of(context)
    if called:  # such as `publish`
        near = nearest(name, group.list_commands(context))
        meant = [errors.Command(*called, each, *rest) for each in near]
    else:
        meant = list(_commands_meant(group, name, rest))
    return errors.MisuseError(
        f"{called[0]} has no command {name!r}"
        if called
        else f"there is no command {name!r}",
        errors.Hint(
            *did_you_mean(meant)
            or ("All commands: ", errors.Command(*called, "--help"))
        ),
    )


def one_hyphen(
    context: typer.Context, given: Sequence[str], word: str
) -> errors.MisuseError:
    """Return an error about a long option with one hyphen, read as an excluded word."""
    name = word.partition("=")[0]
    command = path_of(context)
    parts = did_you_mean(
        errors.Command(*command, *option_replaced(given, name, here))
        for here in exactly(name, _options_of(context.command))
    )
    if _can_leave_out(context, given):
        parts += [" – or, to exclude the word: ", _without(command, given, word)]
    return errors.MisuseError(f"no such option: {name}", errors.Hint(*parts))


def misuse(error: typer.TyperException) -> errors.MisuseError:
    """Return Typer's error about a command line as a MediarelError."""
    context = getattr(error, "ctx", None)
    given: list[str] = vars(error).get("given", [])
    kind = type(error).__name__
    problem = error.format_message()
    parts: list[str | errors.Command] = []
    if kind == "UsageError" and context and problem.startswith("Missing command"):
        return _missing_command(context)
    if kind == "NoSuchOption" and context:
        # Typer's full message would list similar names in brackets.
        option = vars(error)["option_name"]
        typed = next((word for word in given if _has_option(word, option)), option)
        problem = f"no such option: {typed.partition('=')[0]}"
        parts = _unknown(context, given, option, typed)
    elif kind == "MissingParameter" and context:
        problem, parts = _missing(context, given, vars(error)["param"], problem)
    elif kind == "UsageError" and context and "extra argument" in problem:
        problem, parts = _too_many(context, given, problem)
    elif kind == "BadParameter" and context:
        parts = did_you_mean(with_choice_meant(context, vars(error)["param"], given))
    problem = spaced_once(problem).rstrip(".")
    words = path_of(context) if context else []
    return errors.MisuseError(
        problem[:1].lower() + problem[1:],
        errors.Hint(*parts or ("For help: ", errors.Command(*words, "--help"))),
    )


def _missing(
    context: typer.Context, given: Sequence[str], parameter: Any, problem: str
) -> tuple[str, list[str | errors.Command]]:
    """Return the problem and the hint for a missing argument or option."""
    command = path_of(context)
    if parameter.param_type_name == "argument":
        names = [re.findall("[A-Z]+", each)[0] for each in parameter.metavar.split("|")]
        wanted = " or ".join(_WANTED.get(name, f"a {name.lower()}") for name in names)
        problem = f"{' '.join(command)} needs {wanted}"
    if command == ["search"] and given:
        return problem, ["To use only these options: ", errors.Command("list", *given)]
    return problem, ["For example: ", _example(context)]


def _missing_command(context: typer.Context) -> errors.MisuseError:
    """Return an error about a command that needs a subcommand."""
    group: Any = context.command
    called = path_of(context)
    names = group.list_commands(context)
    error = errors.MisuseError(
        f"{called[-1]} needs a command: {', '.join(names[:-1])} or {names[-1]}",
        errors.Hint("For example: ", errors.Command(*called, names[0], "--help")),
    )
    error.choices = [
        f"{name}: {group.get_command(context, name).short_help}" for name in names
    ]
    return error


def _too_many(
    context: typer.Context, given: Sequence[str], problem: str
) -> tuple[str, list[str | errors.Command]]:
    """Return the problem and the hint for words that the command doesn't accept."""
    command = path_of(context)
    if (whole := value_whole(context)) is not None:
        return problem, ["A value of several words needs quotes: ", whole]
    taken = [each for each in context.command.params if each.name == "id"]
    others = others_in(context, given)
    arguments = [p for p in context.command.params if p.param_type_name == "argument"]
    extra = others[len(arguments) :]
    options = [name for each in context.command.params for name in each.opts]
    rest = [word for word in given if word not in extra]
    problem = f"unexpected argument{'s' * (len(extra) > 1)}: {' '.join(extra)}"
    if "--date" in options and len(extra) == 1 and _DATE.fullmatch(extra[0]):
        return problem, did_you_mean(
            [errors.Command(*command, *rest, "--date", *extra)]
        )
    if taken and all(map(are_ids, others)):
        if command == ["withdraw"] and len(extra) == 1:
            rest += ["--replaced-by", *extra]
            return problem, [
                f"If {extra[0]} replaces {others[0]}: ",
                errors.Command(*command, *rest),
            ]
        problem = f"{command[0]} takes one statement at a time, not {len(others)}"
        return problem, ["For one statement: ", with_query(context, others[0])]
    if option := _WORDS_FOR.get(command[0]):
        meant = errors.Command(*command, *rest, option, " ".join(extra))
        return problem, did_you_mean([meant])
    return problem, []


def _example(context: typer.Context) -> errors.Command:
    """Return the first example in the help of a command."""
    examples = (context.command.epilog or "").partition("Examples:")[2]
    return errors.Command(*shlex.split(examples.strip().split("\n")[0])[1:])


def _commands_meant(
    root: Any, name: str, rest: Sequence[str], *, or_near: bool = True
) -> Iterator[errors.Command]:
    """Yield commands that the unknown command or option `name` may mean.

    `rest` are the other words. With `or_near`, `name` may have a typing error.
    """
    for here in commands_called(name, root.list_commands(None), or_near=or_near):
        if here.startswith("--"):
            yield errors.Command(here)
        else:
            yield _filled(root, here, rest)


def _filled(root: Any, template: str, rest: Sequence[str]) -> errors.Command:
    """Return the command of `template`, a value of COMMANDS, with the words `rest`."""
    required, _, optional = template.partition(" [")
    words = required.split()
    command = root.get_command(None, words[0])
    places = sum(map(str.isupper, words))
    found = list(roles(command.params, _renamed_options(command, rest)))
    given = [each.word for each in found if each.what == OTHER]
    if not any(each.param_type_name == "argument" for each in command.params):
        given = given[-places:]
    if len(given) > places:
        words += optional.rstrip("]").split()
    if not places and not rest:
        return errors.Command(*words, *_needed(command))
    if not places:
        return errors.Command(*words, *(each.word for each in found))
    filled = [
        (given.pop(0) if given else errors.Placeholder(word))
        if word.isupper()
        else word
        for word in words
    ]
    return errors.Command(
        *filled, *given, *(each.word for each in found if each.what != OTHER)
    )


def _renamed_options(command: Any, words: Sequence[str]) -> list[str]:
    """Return `words` with the options renamed to the names that `command` uses."""
    known = [name for each in command.params for name in each.opts]
    renamed = list(words)
    for word, what, _ in list(roles(command.params, words)):
        name = word.partition("=")[0]
        if what == UNKNOWN and (meant := exactly(name, known)):
            renamed = list(option_replaced(renamed, name, meant[0]))
    return renamed


def _needed(command: Any) -> Iterator[errors.Placeholder]:
    """Yield a placeholder for each required argument of `command`."""
    for each in command.params:
        if each.param_type_name == "argument" and each.required:
            yield from map(errors.Placeholder, re.findall(r"[A-Z]+", each.metavar)[:1])


def _unknown(
    context: typer.Context, given: Sequence[str], option: str, typed: str
) -> list[str | errors.Command]:
    """Return commands to type instead of a command with an unknown option."""
    command = path_of(context)
    if _takes_files(context) and "." in typed.partition("=")[0]:
        words = (f"./{word}" if word == typed else word for word in given)
        return ["For a file with this name: ", errors.Command(*command, *words)]
    if is_left_out(typed) and _can_leave_out(context, given):
        return ["To exclude a word: ", _without(command, given, typed)]
    known = _options_of(context.command)
    meant = exactly(option, known)
    if not meant and takes_query(context.command.params) and _folded(option) in TERMS:
        meant = [[f"{_folded(option)}:"]]
    if not meant:
        root: Any = context.find_root().command
        at, value = [*given].index(typed), typed.partition("=")[2]
        rest = [*given[:at], *([value] if value else []), *given[at + 1 :]]
        is_root = context.parent is None
        commands = _commands_meant(root, option, rest, or_near=is_root)
        if found := _of_others(context, option) or did_you_mean(commands):
            return found
        meant = _similar(option, known)
    return did_you_mean(
        errors.Command(*command, *option_replaced(given, option, here))
        for here in meant
    )


def _takes_files(context: typer.Context) -> bool:
    return any(
        each.param_type_name == "argument" and each.type.name in {"path", "file"}
        for each in context.command.params
    )


def did_you_mean(commands: Iterable[errors.Command]) -> list[str | errors.Command]:
    """Return the parts of a hint that offers `commands`, if any."""
    parts: list[str | errors.Command] = []
    for command in commands:
        parts += [" or " if parts else "Did you mean: ", command]
    return parts


def _of_others(context: typer.Context, option: str) -> list[str | errors.Command]:
    """Return a hint on other commands that have `option`, if any."""
    root: Any = context.find_root()
    if option in _options_of(root.command):
        return did_you_mean([errors.Command(option)])
    names = [
        name
        for name in root.command.list_commands(root)
        if option in _options_of(root.command.get_command(root, name))
    ]
    if not names:
        return []
    owners = f"{option} is an option of {', '.join(names[:_MOST_NAMED])}: "
    return [owners, errors.Command(names[0], "--help")]


def _options_of(command: Any) -> list[str]:
    return [name for parameter in command.params for name in parameter.opts]


def _can_leave_out(context: typer.Context, given: Sequence[str]) -> bool:
    """Return whether the command can exclude a word.

    IDs can't be combined with an excluded word, and a change also needs other words.
    """
    parameters = context.command.params
    if not takes_query(parameters):
        return False
    others = others_in(context, given)
    return _searches(parameters) or (bool(others) and not any(map(are_ids, others)))


def _searches(parameters: Sequence[Any]) -> bool:
    """Return whether a command accepts only a query, not IDs."""
    return any(each.name == "words" for each in parameters)


def _without(command: Sequence[str], given: Sequence[str], word: str) -> errors.Command:
    """Return the command that excludes `word`, which starts with a hyphen."""
    words: list[str] = []
    for each in given:
        words += ["NOT", each.lstrip("-")] if each == word else [each]
    return errors.Command(*command, *words)


def _has_option(word: str, name: str) -> bool:
    """Return whether `word` contains the option `name`, such as `-o` in `-hotel`."""
    if name.startswith("--"):
        return word.partition("=")[0] == name
    return word.startswith("-") and not word.startswith("--") and name[1:] in word


def with_choice_meant(
    context: Any, parameter: Any, given: Sequence[str]
) -> Iterator[errors.Command]:
    """Yield the `given` command with a valid value of `parameter`, if one is similar.

    Yields nothing if the parameter accepts any value.
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
            yield errors.Command(context.info_name, *words)


def with_one_hyphen(parameters: Sequence[Any], words: Sequence[str]) -> str | None:
    """Return the word that names a long option but has one hyphen, such as `-year`.

    Otherwise it would exclude a word, or be read as single-letter options.
    """
    known = [name for each in parameters for name in each.opts]
    for word, what, _ in roles(parameters, words):
        may_be = what in {OPTION, LEFT_OUT, UNKNOWN} and is_left_out(word)
        if may_be and exactly(word.partition("=")[0], known):
            return word
    return None


def commands_called(
    name: str, known: Collection[str], *, or_near: bool = True
) -> list[str]:
    """Return the names in `known` that `name` may mean: commands or options.

    With `or_near`, `name` may have a typing error.
    """
    folded = name.strip().lower().lstrip("-")
    if folded in known:
        return [folded]
    meant = [
        here
        for here, elsewhere in COMMANDS.items()
        if folded in elsewhere.split()
        and (here.split()[0] in known or here.startswith("--"))
    ]
    return meant or (_near(folded, known) if or_near else [])


def exactly(name: str, known: Collection[str]) -> list[list[str]]:
    """Return the options in `known` called `name`, here or in other programs."""
    folded = _folded(name)
    if f"--{folded}" in known:
        return [[f"--{folded}"]]
    return [
        here.split()
        for here, elsewhere in OPTIONS.items()
        if folded in elsewhere.split() and here.split()[0] in known
    ]


def _similar(name: str, known: Collection[str]) -> list[list[str]]:
    """Return the options in `known` that are similar to `name`.

    A typing error may also be in a name that other programs use.
    """
    folded = _folded(name)
    near = _near(folded, [each.removeprefix("--") for each in known])
    if near:
        return [[f"--{each}"] for each in near]
    elsewhere = {word for here in OPTIONS for word in OPTIONS[here].split()}
    here = [exactly(each, known) for each in nearest(folded, sorted(elsewhere))]
    return next(filter(None, here), [])


def _folded(name: str) -> str:
    return name.lstrip("-").lower().replace("_", "-")


def _near(name: str, known: Iterable[str]) -> list[str]:
    """Return the names in `known` that begin with `name`, else the most similar."""
    known = [each for each in known if not each.startswith("-")]
    begun = [each for each in known if len(name) > 1 and each.startswith(name)]
    return begun or nearest(name, known)[:1]
