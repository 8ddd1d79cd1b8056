"""Draw a page of the manual with Rich."""

from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import CodeBlock, Heading, Markdown
from rich.text import Text
from rich.theme import Theme

from mediarel.cli.terminal import colours
from mediarel.cli.terminal.drawn import READING_WIDTH, new_console, print_trimmed

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


class _Heading(Heading):
    """A heading that is aligned left."""

    LEVEL_ALIGN: ClassVar = {}


class _Block(CodeBlock):
    """An indented block of code. Long lines stay whole, so that they can be copied."""

    def __rich_console__(
        self, _console: Console, _options: ConsoleOptions
    ) -> RenderResult:
        lines = (f"  {line}" for line in str(self.text).rstrip().split("\n"))
        text = "\n".join(lines)
        yield Text(text, style=colours.ID, no_wrap=True, overflow="ignore")


class _Page(Markdown):
    """A page of Markdown, with headings and code blocks drawn by this module."""

    elements: ClassVar = {
        **Markdown.elements,
        "heading_open": _Heading,
        "fence": _Block,
    }


def draw_page(markdown: str) -> None:
    """Draw a page that is written in Markdown."""
    console = new_console()
    console.push_theme(_STYLES)
    columns = min(console.width, READING_WIDTH)
    print_trimmed(console, _Page(markdown, hyperlinks=False), columns)
