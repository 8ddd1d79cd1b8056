"""Print lines to stdout, and choose the style of output: pipe, plain, or drawn.

In a pipe, a result is a line of complete values, separated by tabs. On a terminal, it
is drawn. Plain output is for screen readers: it has no boxes, and each line has a label
and one value. It is chosen by `--plain`, by `ACCESSIBLE=1` for every command, and on a
dumb terminal. NO_COLOR removes colours and boxes, but not tables.

The text of statements is data. It is not interpreted as markup, and its control
characters do not reach the terminal.
"""

import datetime as dt
import io
import os
import re
import shutil
import sys
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from mediarel.address import Address
from mediarel.text.lines import harmless

OPTION = "--plain"
DUMB = ("dumb", "unknown")  # values of TERM
_NO = ("", "0", "false", "no", "off")
_asked = [False]
_ADDRESS = re.compile(r"https?://\S+")
_PLAIN_SIZE = 20  # rows: a screen reader doesn't need the screen
_AROUND_A_PAGE = 8  # lines: breadcrumb, years, table header, footer, and the prompt
_LEAST_SIZE = 5  # rows


def is_terminal() -> bool:
    """Return whether results go to a terminal."""
    return sys.stdout.isatty()


def decide(words: Sequence[str]) -> None:
    """Record whether the words of a command line contain `--plain`.

    The words are checked before parsing, because parse errors must be plain too.
    """
    _asked[0] = OPTION in takewhile(lambda word: word != "--", words)


def is_plain() -> bool:
    """Return whether plain output is wanted."""
    wanted = os.environ.get("ACCESSIBLE", "").lower() not in _NO
    return _asked[0] or wanted or os.environ.get("TERM", "") in DUMB


def is_unadorned() -> bool:
    """Return True if output must not have boxes or lines that change on the screen."""
    return is_plain() or bool(os.environ.get("NO_COLOR"))


def is_drawn() -> bool:
    """Return whether Rich draws the results: on a terminal, unless output is plain."""
    return is_terminal() and not is_plain()


def page_size(lines_of_a_row: int = 1) -> int:
    """Return the number of rows that fit on the screen.

    `lines_of_a_row` is the usual number of lines of a row.
    """
    if is_plain():
        return _PLAIN_SIZE
    lines = shutil.get_terminal_size().lines - _AROUND_A_PAGE
    return max(_LEAST_SIZE, lines // lines_of_a_row)


def line(*values: str) -> None:
    """Print values on one line, separated by tabs."""
    print("\t".join(map(on_one_line, values)))


def sentences(text: str) -> None:
    """Print lines of text. On a terminal, wrap the lines between words.

    URLs are not broken, so that the terminal can open them.
    """
    if not is_terminal():
        print(text)
        return
    for each in text.split("\n"):
        addresses = [found.span() for found in _ADDRESS.finditer(each)]
        print(*broken(each, addresses), sep="\n")


def broken(text: str, whole: Sequence[tuple[int, int]] = ()) -> list[str]:
    """Wrap a line of text to the width of the terminal, and return the lines.

    `whole` has the start and end of parts that must stay on one line.
    """
    from mediarel.cli.terminal.widths import wrapped  # noqa: PLC0415 - not for a pipe

    return wrapped(text, shutil.get_terminal_size().columns, whole)


def path(place: Path | Address) -> None:
    """Print a path or a server's URL. In a pipe, print it unchanged for programs."""
    print(harmless(str(place)) if is_terminal() else place)


def as_json(text: str) -> None:
    """Print JSON, always in UTF-8 (RFC 8259, 8.1)."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    print(text)


def on_one_line(text: str) -> str:
    """Return `text` on one line, with visible control characters."""
    # As `spaced_once` and `harmless`, without a million calls for a large archive.
    line = " ".join(text.split())
    return line if line.isprintable() else harmless(line)


def local_time(at: str) -> str:
    """Return an RFC 3339 time as local time: `2026-11-24 23:16`."""
    try:
        return f"{dt.datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):  # month 99; the first hours of year 1
        return at
