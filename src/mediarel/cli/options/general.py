"""Define the options that many commands have, such as `--archive` and `--wait`.

The app adds these options to the commands. Each option can also be typed before the
name of the command. The value is kept in the context, where the functions of this
module find it.
"""

from typing import Any

import typer
from typer.core import TyperOption

from mediarel.cli.options.parameters import whole_number
from mediarel.cli.terminal import lines

_USUAL_WAIT = 30  # seconds
_MOST_WAIT = 86_400
WAIT_HELP = f"Seconds to wait while others change the archive (default: {_USUAL_WAIT})."
PLAIN_HELP = "For screen readers: print a label and a value on each line."


def keep(context: typer.Context, option: typer.CallbackParam, value: Any) -> None:
    """Store the value of an option in the context, if the option was used."""
    if value is not None and value is not False:  # the number 0 is a value
        context.meta[option.opts[0]] = value


def named_archive(context: typer.Context) -> str | None:
    """Return the value of `--archive`, or None if the option was not used."""
    return context.meta.get("--archive")


def has_no_pager(context: typer.Context) -> bool:
    """Return whether the option `--no-pager` was used."""
    return "--no-pager" in context.meta


def wait(context: typer.Context) -> int:
    """Return how many seconds a change waits for other changes to finish."""
    return int(context.meta.get("--wait", _USUAL_WAIT))


def seconds(given: str) -> int:
    """Parse the value of `--wait`. Raises BadParameter."""
    return whole_number(given, 0, _MOST_WAIT)


def _option(name: str, help_: str, **more: Any) -> TyperOption:
    return TyperOption(
        param_decls=[name], expose_value=False, callback=keep, help=help_, **more
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
        found.append(_option("--wait", WAIT_HELP, type=seconds, metavar="N"))
    # `lines.decide` reads this option before the command is parsed.
    return [*found, _option(lines.OPTION, PLAIN_HELP, is_flag=True)]
