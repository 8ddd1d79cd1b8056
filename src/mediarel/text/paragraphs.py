"""Text as paragraphs: apart from lines, as a list needs none of it."""

from __future__ import annotations

import re

_BLANK_LINES = re.compile(r"\n{3,}")

# The line end is looked for first: that is quicker than to look for white space.
_SPACE_AT_END = re.compile(r"\n(?<=[^\S\n]\n)")


def paragraphs(text: str) -> str:
    """Return `text` as paragraphs with one blank line between them.

    Line breaks become line feeds and white space at line ends goes; all else
    stays as printed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "\n".join(map(str.rstrip, text.split("\n")))
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return text.strip("\n").rstrip()


def is_paragraphs(text: str) -> bool:
    """Tell whether `paragraphs` returns `text`, which is not empty, as it is."""
    return not (
        text[-1].isspace()
        or text[0] == "\n"
        or "\r" in text
        or "\n\n\n" in text
        or _SPACE_AT_END.search(text)
    )
