"""Suggest corrections for a command line that can't be run.

The tables `COMMANDS` and `OPTIONS` map commands and options to other names, such as
their names in other programs. A name that is in no table may be a typing error, so
similar names are suggested.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from mediarel import errors
from mediarel.cli import command_line
from mediarel.cli.messages import GIVEN
from mediarel.query.terms import TERMS
from mediarel.text.lines import spaced_once
from mediarel.text.similarity import nearest

if TYPE_CHECKING:
    Parts = list[str | errors.Command]


# Commands and options, with their names in other programs.
_NAMES = tomllib.loads(Path(__file__).with_name("other_names.toml").read_text("utf-8"))
COMMANDS: dict[str, str] = _NAMES["commands"]
OPTIONS: dict[str, str] = _NAMES["options"]


def unknown_command(context: typer.Context, words: Sequence[str]) -> errors.MisuseError:
    """Return an error about an unknown command.

    `words` are the name of the command and the words after it.
    """
    name, *rest = words
    group: Any = context.command
    known = group.list_commands(context)
    called = command_line.path_of(context)
    if called:  # such as `publish`
        problem = f"{called[0]} has no command {name!r}"
        meant = [errors.Command(*called, each, *rest) for each in nearest(name, known)]
    else:
        problem = f"there is no command {name!r}"
        meant = [_command(each, rest) for each in commands_called(name, known)]
    help_ = ["All commands: ", errors.Command(*called, "--help")]
    return errors.MisuseError(problem, *did_you_mean(meant) or help_)


def _command(template: str, rest: Sequence[str]) -> errors.Command:
    """Return a command to suggest. `template` is a key of COMMANDS.

    The words in `rest` are added to the command. If the command has a placeholder, such
    as `list --tag TAG`, no words are added.
    """
    words = template.split()
    has_placeholder = any(map(str.isupper, words))
    return errors.Command(*words, *(() if has_placeholder else rest))


def refuse_one_hyphen(context: typer.Context, words: Sequence[str]) -> None:
    """Raise MisuseError for a long option with one hyphen, such as `-year`.

    Without this error, `-year` would exclude a word, or be parsed as `-y -e -a -r`.
    """
    parameters = context.command.get_params(context)
    known = [name for each in parameters for name in each.opts]
    for word, what, _ in command_line.roles(parameters, words):
        name = word.partition("=")[0]
        may_be = what in {
            command_line.OPTION,
            command_line.LEFT_OUT,
            command_line.UNKNOWN,
        } and command_line.is_left_out(word)
        if may_be and (meant := exactly(name, known)):
            raise errors.MisuseError(
                f"no such option: {name}", *_replaced(context, words, name, meant)
            )


def misuse(error: typer.TyperException) -> errors.MisuseError:
    """Convert Typer's error about a command line to a MisuseError with a hint."""
    context: Any = vars(error)["ctx"]
    given: list[str] = context.meta[GIVEN]
    kind = type(error).__name__
    command = command_line.path_of(context)
    problem = error.format_message()
    parts: Parts = []
    if kind == "NoSuchOption":
        # Typer's full message would list similar names in brackets.
        option = vars(error)["option_name"]
        typed = next((word for word in given if _has_option(word, option)), option)
        problem = f"no such option: {typed.partition('=')[0]}"
        parts = _unknown(context, given, typed)
    elif kind == "MissingParameter":
        parameter: Any = vars(error)["param"]
        if parameter.param_type_name == "argument":
            problem = f"{' '.join(command)} needs {parameter.metavar}"
    elif problem.startswith("Missing command"):
        names = context.command.list_commands(context)
        problem = f"{command[-1]} needs a command: {', '.join(names)}"
    elif "extra argument" in problem and (whole := command_line.value_whole(context)):
        parts = [whole]
    problem = spaced_once(problem).rstrip(".")
    return errors.MisuseError(
        problem[:1].lower() + problem[1:],
        *parts or ("For help: ", errors.Command(*command, "--help")),
    )


def _has_option(word: str, name: str) -> bool:
    """Return True if the typed `word` is or contains the option `name`.

    A word with one hyphen can contain several options: `-hotel` contains `-o`.
    """
    if name.startswith("--"):
        return word.partition("=")[0] == name
    return word.startswith("-") and not word.startswith("--") and name[1:] in word


def _unknown(context: typer.Context, given: Sequence[str], typed: str) -> Parts:
    """Return a hint for the unknown option `typed`."""
    parameters = context.command.params
    name = typed.partition("=")[0]
    is_search = command_line.takes_query(
        [each for each in parameters if each.name == "words"]
    )
    if is_search and command_line.is_left_out(typed):
        return [f"To exclude the word, write NOT {typed[1:]}"]
    known = [each for parameter in parameters for each in parameter.opts]
    meant = exactly(name, known)
    if not meant and command_line.takes_query(parameters):
        meant = exactly(name, [each for each in OPTIONS if ":" in each])
        if not meant and _folded(name) in TERMS:
            meant = [[f"{_folded(name)}:"]]
    if meant:
        return _replaced(context, given, name, meant)
    near = _near(_folded(name), [each.removeprefix("--") for each in known])
    return _replaced(context, given, name, [[f"--{each}"] for each in near])


def _replaced(
    context: typer.Context,
    given: Sequence[str],
    name: str,
    meant: Iterable[Sequence[str]],
) -> Parts:
    """Suggest the typed command again, with a different option instead of `name`.

    `meant` has the options to suggest.
    """
    return did_you_mean(
        errors.Command(
            *command_line.path_of(context),
            *command_line.option_replaced(given, name, here),
        )
        for here in meant
    )


def did_you_mean(commands: Iterable[errors.Command]) -> Parts:
    """Return the parts of a hint that suggests commands: `Did you mean: A or B`.

    Return an empty list if there are no commands.
    """
    parts: Parts = []
    for command in commands:
        parts += [" or " if parts else "Did you mean: ", command]
    return parts


def commands_called(name: str, known: Collection[str]) -> list[str]:
    """Return the commands that the user may mean by `name`.

    These are names in `known` and keys of COMMANDS.
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
    return meant or _near(folded, known)


def exactly(name: str, known: Collection[str]) -> list[list[str]]:
    """Return the options in `known` that match `name`.

    An option matches if it has this name, or if other programs use this name for it. An
    option may have a value: `["--sort", "oldest"]`.
    """
    folded = _folded(name)
    if f"--{folded}" in known:
        return [[f"--{folded}"]]
    return [
        here.split()
        for here, elsewhere in OPTIONS.items()
        if folded in elsewhere.split() and here.split()[0] in known
    ]


def _folded(name: str) -> str:
    return name.lstrip("-").lower().replace("_", "-")


def _near(name: str, known: Iterable[str]) -> list[str]:
    """Return the names that start with `name`, or else the most similar name."""
    known = [each for each in known if not each.startswith("-")]
    begun = [each for each in known if len(name) > 1 and each.startswith(name)]
    return begun or nearest(name, known)[:1]
