"""The formats that statements are written in and read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.terminal.lines import is_terminal, line
from mediarel.cli.terminal.plain import is_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.formats.table import Format


def ways(each: Format) -> str:
    """Return which ways a format goes: `in`, `out`, or `in, out`.

    What has no reader of its own may be read by that of another format.
    """
    is_read = each.is_readable or each.read_as
    return ", ".join(["in"] * bool(is_read) + ["out"] * each.is_writable)


def show_formats(formats: Sequence[Format]) -> None:
    """Show formats: name, the ways it goes, endings of its files, what it is for.

    Into a pipe a line each.
    """
    if not is_terminal():
        for each in formats:
            line(each.name, ways(each), " ".join(each.suffixes), each.purpose)
    elif is_plain():
        from mediarel.cli.terminal.labelled import print_formats  # noqa: PLC0415 - where it is wanted

        print_formats((each, ways(each)) for each in formats)
    else:
        from mediarel.cli.terminal.drawn_formats import draw_formats  # noqa: PLC0415 - not for a pipe

        draw_formats([(each, ways(each)) for each in formats])
