"""Read `--wait`, the maximum time that a change waits for changes by others."""

from __future__ import annotations

import click
import typer
from typer.core import TyperOption

OPTION = "--wait"
USUAL = 30  # seconds
HELP = f"Seconds to wait while others change the archive (default: {USUAL})."
METAVAR = "N"
MOST = 86_400
_KEPT = "mediarel.wait"  # in the context


def keep(context: typer.Context, value: int | None) -> None:
    """Store the `value` of the option; `seconds` returns it."""
    if value is not None:
        context.meta[_KEPT] = value


def seconds(context: typer.Context) -> int:
    """Return the number of seconds that a change waits for others."""
    return int(context.meta.get(_KEPT, USUAL))


def option() -> TyperOption:
    """Return the option for a command that changes an archive."""
    return TyperOption(
        param_decls=[OPTION],
        type=click.IntRange(0, MOST),
        metavar=METAVAR,
        expose_value=False,
        callback=lambda context, _, value: keep(context, value),
        help=HELP,
    )
