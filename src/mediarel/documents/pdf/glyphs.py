"""What a page of a PDF shows: its glyphs, each with its place and its style.

Lengths are in points. A page has its origin at the bottom left as it is read; `x` grows
in the direction of writing, `y` upwards.
"""

from __future__ import annotations

from typing import NamedTuple

NOTE_ROLES = frozenset({"Note", "FENote"})


class Block(NamedTuple):
    """An element of the file's own structure: a paragraph, an item, a cell, a note.

    Text of one `key` belongs together; `role` is the standard name of what it is.
    """

    key: int
    role: str


class Style(NamedTuple):
    """What the glyphs that are shown together have in common.

    font         its name, without the mark of a subset
    turn         quarters of a turn by which the text is turned
    span         the number of the span that says its text itself, None outside of one
    span_text    what it says
    block        the element of the structure that it is in
    is_artifact  whether it is no part of the text: a running head, a rule
    """

    font: str
    is_bold: bool
    turn: int
    span: int | None = None
    span_text: str = ""
    block: Block | None = None
    is_artifact: bool = False


class Glyph(NamedTuple):
    """A glyph: its letters, None where the file does not say which, and its place."""

    text: str | None
    x0: float
    x1: float
    y: float
    size: float
    style: Style


class Page(NamedTuple):
    """A page, the first has `number` 1.

    is_picture  whether it has no text to speak of, but an image or drawn outlines
    is_damaged  whether it could not be read to its end
    """

    number: int
    height: float
    glyphs: list[Glyph]
    is_picture: bool = False
    is_damaged: bool = False
