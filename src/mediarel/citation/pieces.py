"""The pieces of a citation, written as plain text, Markdown or HTML."""

from __future__ import annotations

import html
import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from mediarel.text.markdown_marks import address, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Kind(Enum):
    """What a piece is."""

    TEXT = "text"
    ITALIC = "italic"
    URL = "url"


class Markup(Enum):
    """How a citation is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


class Piece(NamedTuple):
    """A part of a citation as it is printed, with the space before it."""

    text: str
    kind: Kind = Kind.TEXT


# Brackets that begin no link, whatever is defined elsewhere, are left to be read.
_NO_LINK = re.compile(r"\\\[(?!\^)([^\[\]\\]*)\](?!\\?[(\[:])")
_UNSAFE_URL = re.compile(r"[*_`~<>\[\]]")
_LINKED = re.compile(r"https?://", re.IGNORECASE)


def as_lines(citations: Sequence[Sequence[Piece]], markup: Markup) -> str:
    """Return `citations`, each on a line; in Markdown and HTML each is a paragraph."""
    match markup:
        case Markup.TEXT:
            return "\n".join(map(as_text, citations))
        case Markup.MARKDOWN:
            return "\n\n".join(map(as_markdown, citations))
        case Markup.HTML:
            return "\n".join(f"<p>{as_html(each)}</p>" for each in citations)


def as_text(pieces: Iterable[Piece]) -> str:
    """Return the citation as plain text."""
    return "".join(piece.text for piece in pieces)


def as_markdown(pieces: Iterable[Piece]) -> str:
    """Return the citation in Markdown, italics as `*…*`."""
    return _NO_LINK.sub(r"[\1]", "".join(map(_in_markdown, pieces)))


def as_html(pieces: Iterable[Piece]) -> str:
    """Return the citation as the inner HTML of a paragraph."""
    return "".join(map(_in_html, pieces))


def _in_markdown(piece: Piece) -> str:
    match piece.kind:
        case Kind.URL:
            return address(piece.text) if _UNSAFE_URL.search(piece.text) else piece.text
        case Kind.ITALIC:
            return f"*{escaped(piece.text)}*"
        case Kind.TEXT:
            return escaped(piece.text)


def _in_html(piece: Piece) -> str:
    text = html.escape(piece.text, quote=False)
    match piece.kind:
        case Kind.URL:
            address = html.escape(piece.text)
            is_link = _LINKED.match(piece.text)
            return f'<a href="{address}">{text}</a>' if is_link else text
        case Kind.ITALIC:
            return f"<i>{text}</i>"
        case Kind.TEXT:
            return text
