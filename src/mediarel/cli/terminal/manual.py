"""Show pages of the manual, and the list of pages."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from mediarel import errors
from mediarel.cli.terminal.lines import is_drawn, is_plain, is_terminal
from mediarel.cli.terminal.widths import padded, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.cli.topics import Topic

_INDENT = "  "
_GAP = 2  # columns between a name and its description
_MOST_BESIDE = 0.5  # part of the screen that names can take
_ENDLESS = 10_000  # columns, because a pipe has no width


def show_page(page: str, followed: str) -> None:
    """Show a page of the manual.

    In a pipe, print the Markdown `page`. On a terminal, show `followed`, the same page
    with commands instead of links.
    """
    if not is_drawn():
        print(followed if is_terminal() else page, end="")
        return
    from mediarel.cli.terminal.drawn_manual import draw_page  # noqa: PLC0415 - not for a pipe

    draw_page(followed)


def show_topics(topics: Iterable[Topic]) -> None:
    """Show the topics of the manual, one per line."""
    if not is_terminal():
        for topic in topics:
            print(f"{topic.name}\t{topic.about}")
        return
    print("Topics:")
    print(*listed([(topic.name, topic.about) for topic in topics]), sep="\n")
    print()
    print(f"To read a topic: {errors.Command('help', 'TOPIC')}")
    print(f"For a command: {errors.Command('help', 'COMMAND')}")


def listed(entries: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines of a list of names and descriptions, in two columns.

    If the terminal is narrow, descriptions are below the names. In plain output, a line
    is `name: description`.
    """
    columns = shutil.get_terminal_size().columns if is_terminal() else _ENDLESS
    beside = max(width(name) for name, _ in entries) + _GAP
    for name, said in entries:
        if is_terminal() and is_plain():
            yield from wrapped(f"{name}: {said}", columns)
        elif beside > columns * _MOST_BESIDE:
            yield f"{_INDENT}{name}"
            yield from wrapped(f"{_INDENT * 2}{said}", columns)
        else:
            hanging = " " * (len(_INDENT) + beside)
            first, *rest = wrapped(said, columns - len(hanging))
            yield f"{_INDENT}{padded(name, beside)}{first}"
            yield from (f"{hanging}{line}" for line in rest)
