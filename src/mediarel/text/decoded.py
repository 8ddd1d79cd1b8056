r"""Read a text as a browser or another program shows it, with places mapped back.

A name can be broken by markup that a page doesn't show, or written in escapes:

- comments, tags and CDATA sections of HTML and XML, of any length
- character references, with and without semicolon (HTML Standard, 13.2.5.72)
- percent-encoding (RFC 3986, section 2.1) and `\u` escapes of JSON and JavaScript
- marks of Markdown and TeX between two letters, and marks of footnotes
- control sequences of terminals, and invisible characters
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from mediarel.text.lines import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Span = tuple[int, int]
_MOST_ROUNDS = 4  # an address may be encoded in another, and that again
# A tag parts words or stands inside a word, as this character does.
_SEEN_AS_NOTHING = "\u200b"
# Signs of tokens. Most texts have none; the next pattern takes four times as long.
_HAS_SIGN = re.compile(rf"[<&%\\*_~`{{}}\[(\]{INVISIBLE}]")
_HAS_TOKEN = re.compile(rf"[<&%\\{INVISIBLE}]|\w[*_~`{{}}]+\w|\w\s?[\[(]\^?\d|\]\]>")
# Quoted values are short, so that a text full of quotes doesn't take forever.
_TOKEN = re.compile(
    rf"""(?P<sign>&(?:\#\d{{1,9}}|\#x[0-9a-f]{{1,8}}|[a-z][a-z0-9]{{1,31}});?
    |(?:%[0-9a-f]{{2}})++|(?:\\u[0-9a-f]{{4}})++)
    |(?P<gap><!--(?:-?>|(?:(?!--!?>)[\s\S])*+(?:--!?>|\Z))|<!\[CDATA\[|\]\]>
    |<[/!?a-z](?:[^<>"']++|"[^"<]{{0,4096}}+"|'[^'<]{{0,4096}}+'|["'])*+>
    |\x1b\[[0-9;]{{0,20}}[a-z]
    |(?<=\w)\s?[\[(]\^?\d{{1,3}}[\])]  # the mark of a footnote
    |(?<=\w)[*_~`{{}}\\]{{1,3}}(?=\w)|[{INVISIBLE}]++)""",
    re.IGNORECASE | re.VERBOSE,
)


class Decoded:
    """A text as it is read, and where each part of it stands in the original."""

    __slots__ = ("_before", "_parts", "_starts", "text")

    def __init__(
        self, text: str, parts: list[tuple[int, int, int]], before: Decoded | None
    ) -> None:
        """Take each part's start in `text`, and its start and end in the original."""
        self.text = text
        self._starts = [part[0] for part in parts]
        self._parts = parts
        self._before = before

    def original(self, span: Span) -> Span:
        """Return where `span` of the decoded text stands in the original text."""
        start = self._place(span[0], is_end=False)
        stop = self._place(span[1] - 1, is_end=True)
        if self._before is None:
            return start, stop
        return self._before.original((start, stop))

    def _place(self, at: int, *, is_end: bool) -> int:
        number = bisect_right(self._starts, at) - 1
        first, start, stop = self._parts[number]
        rest = self._starts[number + 1 : number + 2] or [len(self.text)]
        if rest[0] - first == stop - start:  # of the same length: copied
            return start + at - first + is_end
        return stop if is_end else start


def decoded(text: str) -> Iterator[Decoded]:
    """Yield `text` decoded once, twice and so on, as long as that changes the text."""
    before = None
    for _ in range(_MOST_ROUNDS):
        found = _decoded_once(text, before)
        if found is None:
            return
        yield found
        text, before = found.text, found


def _decoded_once(text: str, before: Decoded | None) -> Decoded | None:
    if not (_HAS_SIGN.search(text) and _HAS_TOKEN.search(text)):
        return None
    pieces: list[str] = []
    parts: list[tuple[int, int, int]] = []
    at = size = 0
    for token in _TOKEN.finditer(text):
        start, stop = token.span()
        read = _SEEN_AS_NOTHING if token["gap"] else _read(token[0])
        if read == token[0]:
            continue
        for piece, first, last in ((text[at:start], at, start), (read, start, stop)):
            if piece:
                pieces.append(piece)
                parts.append((size, first, last))
                size += len(piece)
        at = stop
    if not parts:
        return None
    if at < len(text):
        pieces.append(text[at:])
        parts.append((size, at, len(text)))
    return Decoded("".join(pieces), parts, before)


def _read(sign: str) -> str:
    if sign[0] == "%":
        data = unquote_to_bytes(sign)
        try:
            return data.decode()
        except UnicodeDecodeError:  # an old page
            return data.decode("latin-1")
    if sign[0] == "\\":
        units = bytes.fromhex(sign.replace("\\u", "").replace("\\U", ""))
        return units.decode("utf-16-be", "replace")
    return html.unescape(sign)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order; those that overlap or touch are joined."""
    whole: list[Span] = []
    for start, stop in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], stop))
        else:
            whole.append((start, stop))
    return whole
