"""Draw a page of the manual, with commands that can be copied.

A command that is too long for the screen is continued on the next line after a
backslash, as in a shell.
"""

import re
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown
from rich.padding import Padding
from rich.segment import Segment
from rich.text import Text
from rich.theme import Theme

from mediarel.cli.terminal import colours
from mediarel.cli.terminal.drawn import READING_WIDTH, new_console, print_closely
from mediarel.cli.terminal.widths import width, wrapped

_INDENT = 2
# Replaces the spaces in a short command, so that the command stays on one line.
_GLUE = "\ue000"
_MOST_GLUED = 24  # columns; longer commands may be broken
_CONTINUED = re.compile(r" *\\\n *")
_CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
# A word of a shell command with quoted parts, and the option before the word.
_WORD = re.compile(
    r"""(?:--?[a-z][\w-]*\ +(?![-|])|\|\ +)?"""
    r"""(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+"""
)
_STYLES = Theme(
    {
        "markdown.h1": colours.HEADING,
        "markdown.h2": colours.HEADING,
        "markdown.h3": colours.HEADING,
        "markdown.code": colours.ID,
        "markdown.code_block": colours.ID,
        "markdown.table.header": colours.LABEL,
        "markdown.item.bullet": colours.ID,
        "markdown.item.number": colours.ID,
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
    """The finished page, in which spaces replace the `_GLUE` characters."""

    def __init__(self, drawn: RenderableType) -> None:
        self._drawn = drawn

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        for text, style, control in console.render(self._drawn, options):
            yield Segment(text.replace(_GLUE, " "), style, control)


class _Heading(Heading):
    """A left-aligned heading; the heading of the page is underlined."""

    def __rich_console__(
        self, _console: Console, options: ConsoleOptions
    ) -> RenderResult:
        yield self.text
        if self.tag == "h1":
            columns = min(self.text.cell_len, options.max_width)
            yield Text("═" * columns, style=colours.BETWEEN)


class _Block(CodeBlock):
    """An indented block of commands or other lines to copy."""

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
        block = Text("\n".join(lines), style=colours.ID, overflow="fold")
        yield Padding(block, (0, 0, 0, _INDENT))


def _broken(command: str, columns: int) -> list[str]:
    """Break a command into lines that a shell reads as one command."""
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


class _Page(Markdown):
    """A page of Markdown, with headings and code blocks drawn by this module."""

    elements: ClassVar = {
        **Markdown.elements,
        "heading_open": _Heading,
        "fence": _Block,
    }
