"""A text with what was sought marked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from mediarel.cli.terminal import theme
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable


def as_marked(text: str, marks: Iterable[tuple[int, int]], style: str = "") -> Text:
    """Return `text` harmless, drawn in `style`, with what is in `marks` marked."""
    drawn = Text(style=style)
    place = 0
    for start, end in marks:
        drawn.append(harmless(text[place:start]))
        drawn.append(harmless(text[start:end]), style=theme.MARK)
        place = end
    return drawn.append(harmless(text[place:]))
