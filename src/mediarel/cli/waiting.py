"""Define the option `--wait`: how long a change waits for other changes to finish."""

import typer
from typer.core import TyperOption

from mediarel.cli.options.parameters import whole_number

USUAL = 30  # seconds
HELP = f"Seconds to wait while others change the archive (default: {USUAL})."
MOST = 86_400
_KEPT = "mediarel.wait"  # in the context


def keep(context: typer.Context, value: int | None) -> None:
    """Store the value of the option. The function `seconds` returns it later."""
    if value is not None:
        context.meta[_KEPT] = value


def seconds(context: typer.Context) -> int:
    """Return how many seconds a change waits for other changes to finish."""
    return int(context.meta.get(_KEPT, USUAL))


def _whole_seconds(given: str) -> int:
    return whole_number(given, 0, MOST)


def option() -> TyperOption:
    """Return the option `--wait`, for commands that change an archive."""
    return TyperOption(
        param_decls=["--wait"],
        type=_whole_seconds,
        metavar="N",
        expose_value=False,
        callback=lambda context, _, value: keep(context, value),
        help=HELP,
    )
