"""Markdown as the text that a reader sees: markup undone, addresses of links kept.

Short codes of Hugo and tags of Liquid stay as they are written: only their generator
knows what they print.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mediarel.errors import UnreadableInputError
from mediarel.pages.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 2_000_000  # letters
_CODE = re.compile(r"\{\{[^{}\n]{0,2000}\}\}|\{%[^{}\n]{0,2000}%\}")
# Stand for a code while Markdown is read: no text has them, and no markup.
_OPEN, _CLOSE = "\ue0f0", "\ue0f1"
_KEPT = re.compile(f"{_OPEN}([0-9]{{1,9}}){_CLOSE}")
_UNKEPT = re.compile(f"[{_OPEN}{_CLOSE}]")
_LINK = re.compile(r"https?://", re.IGNORECASE)


def markdown_text(text: str, source: str, *, is_html: bool = False) -> tuple[str, str]:
    """Return the first heading of `text`, where it begins with one, and its text below.

    Where `is_html`, it is HTML and no Markdown.

    Raises UnreadableInputError where it is too long, or its HTML nested too deep.
    """
    if len(text) > _LONGEST:
        reason = f"has a text of {len(text):,} letters, too long for one statement"
        raise UnreadableInputError(source, None, reason, "Give it in parts.")
    codes: list[str] = []

    def keep(found: re.Match[str]) -> str:
        codes.append(found[0])
        return f"{_OPEN}{len(codes) - 1}{_CLOSE}"

    def shown(html: str) -> str:
        plain = plain_text(html, source)
        return _KEPT.sub(lambda found: _code(codes, int(found[1])), plain)

    kept = _CODE.sub(keep, _UNKEPT.sub("", text))
    if is_html:
        return "", shown(kept)
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = reader.parse(kept)
    for token in tokens:
        if token.children:
            token.children = list(_with_addresses(token.children))
    heading = ""
    if len(tokens) > 2 and tokens[0].type == "heading_open":  # noqa: PLR2004 - open, text, close
        heading = shown(reader.renderer.render(tokens[:3], reader.options, {}))
        tokens = tokens[3:]
    return heading, shown(reader.renderer.render(tokens, reader.options, {}))


def _code(codes: Sequence[str], number: int) -> str:
    return codes[number] if number < len(codes) else ""


def _with_addresses(tokens: Iterable[Token]) -> Iterable[Token]:
    """Yield `tokens` with the address of each link in brackets behind its text."""
    address, text = "", ""
    for token in tokens:
        yield token
        if token.type == "link_open":
            address, text = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            if _LINK.match(address) and address not in {text, f"{text}/"}:
                yield Token("text", "", 0, content=f" ({address})")
            address = ""
        elif address:
            text += token.content
