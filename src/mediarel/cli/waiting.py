"""Read `--wait`, the maximum time that a change waits for changes by others."""

from __future__ import annotations

import re

import typer
from typer.core import TyperOption

from mediarel import errors

OPTION = "--wait"
USUAL = 30  # seconds
HELP = f"Seconds to wait while others change the archive (default: {USUAL})."
METAVAR = "N"
_MOST = 86_400
_KEPT = "mediarel.wait"  # in the context


def keep(context: typer.Context, value: str | None) -> None:
    """Store the `value` of the option; `seconds` returns it.

    Raises BadParameter.
    """
    if value is None:
        return
    if not re.fullmatch("[0-9]{1,5}", value) or int(value) > _MOST:
        raise typer.BadParameter(
            f"{errors.shorten(value)!r} is not a number of seconds from 0 to {_MOST:,}"
        )
    context.meta[_KEPT] = int(value)


def seconds(context: typer.Context) -> int:
    """Return the number of seconds that a change waits for others."""
    return int(context.meta.get(_KEPT, USUAL))


def option() -> TyperOption:
    """Return the option for a command that changes an archive."""
    return TyperOption(
        param_decls=[OPTION],
        metavar=METAVAR,
        expose_value=False,
        callback=lambda context, _, value: keep(context, value),
        help=HELP,
    )
