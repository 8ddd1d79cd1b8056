"""Draw a page of the manual with unbroken commands and tables that fit.

If a table's columns are too narrow for their words, and in plain output, each row
becomes a few lines. A command that is too long for the screen is continued on the next
line after a backslash, as in a shell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.markdown import (
    CodeBlock,
    Heading,
    Markdown,
    TableElement,
)
from rich.padding import Padding
from rich.segment import Segment
from rich.text import Text
from rich.theme import Theme

from mediarel.cli.terminal import theme
from mediarel.cli.terminal.console import (
    GAP,
    NARROW,
    READING_WIDTH,
    new_console,
    plain_table,
    print_closely,
)
from mediarel.cli.terminal.lines import is_plain
from mediarel.cli.terminal.widths import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_INDENT = 2
# Replaces spaces in a command while lines are broken, so that it is not broken.
_GLUE = "\ue000"
_MOST_GLUED = 24  # columns; longer ones may be broken
_LEAST_SHARE = 0.4  # of the wanted width beyond the longest word
_CONTINUED = re.compile(r" *\\\n *")
_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
# A word of a shell command with quoted parts, and the option before the word.
_WORD = re.compile(
    r"""(?:--?[a-z][\w-]*\ +(?![-|])|\|\ +)?"""
    r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+"""
)
_STYLES = Theme(
    {
        "markdown.h1": theme.HEADING,
        "markdown.h2": theme.HEADING,
        "markdown.h3": theme.HEADING,
        "markdown.code": theme.ID,
        "markdown.code_block": theme.ID,
        "markdown.table.header": theme.LABEL,
        "markdown.item.bullet": theme.ID,
        "markdown.item.number": theme.ID,
        "markdown.link": "none",
        "markdown.link_url": "underline",
    }
)


def draw_page(markdown: str) -> None:
    """Draw a page that is written in Markdown."""
    console = new_console()
    console.push_theme(_STYLES)
    glued = _CODE.sub(_glued, markdown)
    columns = min(console.width, READING_WIDTH)
    print_closely(console, _Finished(_Page(glued, hyperlinks=False)), columns)


def _glued(code: re.Match[str]) -> str:
    is_short = width(code[0]) <= _MOST_GLUED + 2
    return code[0].replace(" ", _GLUE) if is_short else code[0]


class _Finished:
    """The drawing of `drawn`, with its protected spaces restored.

    It has no style in plain output.
    """

    def __init__(self, drawn: RenderableType) -> None:
        self._drawn = drawn

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        for text, style, control in console.render(self._drawn, options):
            shown = None if is_plain() else style
            yield Segment(text.replace(_GLUE, " "), shown, control)


class _Heading(Heading):
    """A left-aligned heading; the heading of the page is underlined."""

    def __rich_console__(
        self, _console: Console, options: ConsoleOptions
    ) -> RenderResult:
        yield self.text
        if self.tag == "h1" and not is_plain():
            columns = min(self.text.cell_len, options.max_width)
            yield Text("═" * columns, style=theme.BETWEEN)


class _Block(CodeBlock):
    """Commands or other lines to copy, indented."""

    def __rich_console__(
        self, _console: Console, options: ConsoleOptions
    ) -> RenderResult:
        columns = options.max_width - _INDENT
        text = str(self.text).rstrip()
        if self.lexer_name == "sh":
            joined = _CONTINUED.sub(" ", text).split("\n")
            lines = [part for line in joined for part in _broken(line, columns)]
        else:
            lines = [
                part for line in text.split("\n") for part in wrapped(line, columns)
            ]
        block = Text("\n".join(lines), style=theme.ID, overflow="fold")
        yield Padding(block, (0, 0, 0, _INDENT))


def _broken(command: str, columns: int) -> list[str]:
    """Return a command in lines that a shell reads as one command."""
    if width(command) <= columns:
        return [command]
    lines: list[str] = []
    for word in _WORD.findall(command):
        # Leave room for a backslash.
        if lines and width(f"{lines[-1]} {word} \\") <= columns:
            lines[-1] += f" {word}"
        else:
            lines.append(f"{' ' * _INDENT if lines else ''}{word}")
    return [*(f"{line} \\" for line in lines[:-1]), lines[-1]]


class _Table(TableElement):
    """A table, or a list of its rows if the table doesn't fit."""

    def __rich_console__(
        self, _console: Console, options: ConsoleOptions
    ) -> RenderResult:
        head, *rows = self._cells()
        if is_plain():
            for place, row in enumerate(rows):
                if place:
                    yield Text()
                yield from _labelled(head, row)
            return
        columns = list(zip(head, *rows, strict=True))
        widths = _widths(columns, options.max_width - GAP * len(head))
        if options.max_width < NARROW or widths is None:
            for row in rows:
                yield from _below_each_other(head, row)
            return
        table = plain_table()
        for name, its_width in zip(head, widths, strict=True):
            table.add_column(name, width=its_width)
        for row in rows:
            table.add_row(*row)
        yield table

    def _cells(self) -> list[list[Text]]:
        head = self.header.row if self.header else None
        rows = [head, *(self.body.rows if self.body else ())]
        return [[cell.content for cell in row.cells] for row in rows if row]


def _widths(columns: Sequence[Sequence[Text]], room: int) -> list[int] | None:
    """Return the width of each column, None if columns would be too narrow to read.

    Room beyond the longest words goes to columns in proportion to their needs.
    """
    wanted = [max(cell.cell_len for cell in column) for column in columns]
    needed = [
        max(width(word) for cell in column for word in cell.plain.split() or [""])
        for column in columns
    ]
    left = room - sum(needed)
    lacking = [most - least for most, least in zip(wanted, needed, strict=True)]
    share = min(1.0, left / (sum(lacking) or 1))
    if share < _LEAST_SHARE:
        return None
    return [
        least + int(lacks * share) for least, lacks in zip(needed, lacking, strict=True)
    ]


def _labelled(head: Sequence[Text], row: Sequence[Text]) -> Iterator[Text]:
    """Yield a line for each cell of a row, after the name of its column."""
    for name, cell in zip(head, row, strict=True):
        yield Text.assemble(name, ": " if name.plain else "", cell)


def _below_each_other(
    head: Sequence[Text], row: Sequence[Text]
) -> Iterator[RenderableType]:
    """Yield the first cell of a row, then the others, labelled if there are several."""
    first, *others = row
    yield first
    for name, cell in zip(head[1:], others, strict=True):
        label = f"{name.plain}: " if len(others) > 1 else ""
        yield Padding(Text.assemble(label, cell), (0, 0, 0, _INDENT))


class _Page(Markdown):
    """A page with the commands, tables and headings defined above."""

    elements: ClassVar = {
        **Markdown.elements,
        "heading_open": _Heading,
        "fence": _Block,
        "table_open": _Table,
    }
