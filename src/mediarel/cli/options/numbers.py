"""Parse the numeric values of options."""

import typer

from mediarel import errors

MOST = 10**9  # rows or pages; SQLite refuses numbers that are too high


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
