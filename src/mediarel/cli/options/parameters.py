"""Declare options and arguments of commands, and parse their numbers.

A command declares its own options as default values of parameters. Options that several
commands share are types, such as `common.Archive`.
"""

from inspect import Parameter
from typing import Any

import typer

from mediarel import errors

MOST = 10**9  # rows or pages; SQLite refuses numbers that are too high


def option(usage: str, help_: str, default: Any = None, **more: Any) -> Any:
    """Declare an option with a value. `usage` has its names and its value: `-o FILE`.

    The arguments in `more` are the arguments of Typer.
    """
    words = usage.split()
    names = [word for word in words if word.startswith("-")]
    value = " ".join(words[len(names) :])
    return typer.Option(default, *names, metavar=value, help=help_, **more)


def flag(names: str, help_: str, default: bool | None = False, **more: Any) -> Any:
    """Declare an option without a value. `names` has its names: `--yes -y`.

    A flag such as `--private/--public` has an opposite. The arguments in `more` are the
    arguments of Typer.
    """
    return typer.Option(default, *names.split(), help=help_, **more)


def argument(usage: str, help_: str, default: Any = None, **more: Any) -> Any:
    """Declare an argument. It is required, unless `usage` is in brackets: `[ID]…`.

    The arguments in `more` are the arguments of Typer.
    """
    if not usage.startswith("["):
        default = ...  # for Typer, the argument is then required
    return typer.Argument(default, metavar=usage, help=help_, **more)


def parameter(name: str, kind: Any, declared: Any) -> Parameter:
    """Return a parameter of a command, with a result of `option` or `flag`."""
    return Parameter(
        name, Parameter.POSITIONAL_OR_KEYWORD, default=declared, annotation=kind
    )


def whole_number(given: str | int, least: int = 1, most: int = MOST) -> int:
    """Parse a whole number from `least` to `most`.

    Typer's own check would show the range as `[1<=x<=1000000000]` in the help. Raises
    BadParameter.
    """
    shown = errors.shorten(str(given))
    try:
        number = int(given)
    except ValueError:
        raise typer.BadParameter(f"{shown!r} is not a whole number") from None
    if not least <= number <= most:
        raise typer.BadParameter(f"{shown} is not between {least} and {most:,}")
    return number
