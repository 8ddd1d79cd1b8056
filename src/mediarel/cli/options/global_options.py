"""Define the global options: `--archive`, `--no-pager`, `--wait` and `--plain`.

The app adds these options to the commands. Each option can also be typed before the
name of the command. The value is kept in the context, where the functions of this
module find it.
"""

from typing import Any

import typer
from typer.core import TyperOption

from mediarel.cli.options.parameters import flag, option, whole_number
from mediarel.cli.terminal import lines

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


def has_no_pager(context: typer.Context) -> bool:
    """Return whether the option `--no-pager` was used."""
    return "--no-pager" in context.meta


def wait(context: typer.Context) -> int:
    """Return how many seconds a change waits for other changes to finish."""
    return int(context.meta.get("--wait", _USUAL))


def _seconds(given: str) -> int:
    return whole_number(given, 0, _MOST_WAIT)


# The options before the name of a command.
ARCHIVE = option(
    "--archive PATH", "JSON file, folder or server URL of the archive.", callback=_keep
)
NO_PAGER = flag("--no-pager", "Don't use a pager.", callback=_keep)
WAIT = option("--wait N", _WAIT_HELP, parser=_seconds, callback=_keep)
PLAIN = flag(lines.OPTION, _PLAIN_HELP)


def _option(name: str, help_: str, **more: Any) -> TyperOption:
    return TyperOption(
        param_decls=[name], expose_value=False, callback=_keep, help=help_, **more
    )


def options(*, has_archive: bool, is_paged: bool, is_change: bool) -> list[TyperOption]:
    """Return the options that the app adds to a command."""
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
