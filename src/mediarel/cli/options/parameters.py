"""Declare options and arguments of commands, and parse their numbers.

A command declares its own options as default values of parameters. Options that several
commands share are types, such as `common.Archive`.
"""

from collections.abc import Sequence
from importlib import import_module
from inspect import Parameter
from typing import Any, NamedTuple

import typer
from typer.core import TyperOption

from mediarel import errors
from mediarel.cli.terminal import lines

MOST = 10**9  # rows or pages; SQLite refuses numbers that are too high


class Row(NamedTuple):
    """A command in the table of commands.

    `about` is its description in --help. `group` is the heading of its group of
    commands in --help. `topic` is the topic of `help` that describes the command.
    `module` is its module in `commands/`, if the name differs from the name of the
    command. `parts` are its subcommands.
    """

    name: str
    about: str
    group: str
    topic: str = "guide"
    module: str = ""
    is_hidden: bool = False
    parts: Sequence["Row"] = ()

    def function(self) -> Any:
        """Return the command's function, such as `run_redo` or else `run`."""
        module = import_module(f"mediarel.cli.commands.{self.module or self.name}")
        return getattr(module, f"run_{self.name}", None) or module.run


def option(usage: str, help_: str, default: Any = None, **more: Any) -> Any:
    """Declare an option with a value. `usage` has its names and its value: `-o FILE`.

    The arguments in `more` are the arguments of Typer.
    """
    words = usage.split()
    names = [word for word in words if word.startswith("-")]
    value = " ".join(words[len(names) :])
    return typer.Option(default, *names, metavar=value, help=help_, **more)


def number(
    usage: str, help_: str, default: int | None = None, *, least: int = 1, **more: Any
) -> Any:
    """Declare an option whose value is a whole number. See `option`."""

    def parse(given: str | int) -> int:
        return whole_number(given, least)

    return option(usage, help_, default, parser=parse, **more)


def flag(names: str, help_: str, default: bool | None = False, **more: Any) -> Any:
    """Declare an option without a value. `names` has its names: `--yes -y`.

    A flag such as `--private/--public` has an opposite. If neither is used, its value
    is None. The arguments in `more` are the arguments of Typer.
    """
    default = None if "/" in names else default
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


_USUAL = 30  # seconds to wait
_MOST_WAIT = 86_400
_WAIT_HELP = f"Seconds to wait while others change the archive (default: {_USUAL})."
_PLAIN_HELP = "For screen readers: print a label and a value on each line."


def _keep(context: typer.Context, used: typer.CallbackParam, value: Any) -> None:
    """Store the value of an option in the context, if the option was used."""
    if value is not None and value is not False:  # the number 0 is a value
        context.meta[used.opts[0]] = value


def named_archive(context: typer.Context) -> str | None:
    """Return the value of `--archive`, or None if the option was not used."""
    return context.meta.get("--archive")


def wait(context: typer.Context) -> int:
    """Return how many seconds a change waits for other changes to finish."""
    return int(context.meta.get("--wait", _USUAL))


def _seconds(given: str) -> int:
    return whole_number(given, 0, _MOST_WAIT)


def _option(name: str, help_: str, **more: Any) -> TyperOption:
    return TyperOption(
        param_decls=[name], expose_value=False, callback=_keep, help=help_, **more
    )


def options(*, has_archive: bool, is_paged: bool, is_change: bool) -> list[TyperOption]:
    """Return the options that the app adds to a command, and to itself."""
    found = []
    if is_paged:
        help_ = "Print long output without a pager."
        found.append(_option("--no-pager", help_, is_flag=True))
    if has_archive:
        help_ = "Archive: its JSON file, its folder or a server's URL."
        found.append(_option("--archive", help_, metavar="PATH"))
    if is_change:
        found.append(_option("--wait", _WAIT_HELP, type=_seconds, metavar="N"))
    # `lines.decide` reads this option before the command is parsed.
    return [*found, _option(lines.OPTION, _PLAIN_HELP, is_flag=True)]
