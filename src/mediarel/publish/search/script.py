"""Pieces as scripts: a page that is opened from a folder can load nothing else.

Each calls one function with its name and what it holds. All that it holds is data:
what could end a text or a script stands by its number.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

_ENDING = re.compile(
    "[<>&\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)

_COMMENT = re.compile(r"//|/\*\*|\*/|\* ")
# The parts of the script, in the order in which they stand in it.
_PARTS = ("folding", "query", "dates", "pieces", "finding", "answering", "page")


def program() -> bytes:
    """Return the script of the search page, without its comments and indents."""
    folder = Path(__file__).with_name("js")
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS]
    lines = (line.strip() for part in parts for line in part.split("\n"))
    code = [line for line in lines if line and not _COMMENT.match(line)]
    return "\n".join(["(() => {", '"use strict";', *code, "})();", ""]).encode()


def script(name: str, held: object) -> bytes:
    """Return the piece `name` that holds `held`, which is plain values."""
    return script_of(name, quoted(held))


def script_of(name: str, code: str) -> bytes:
    """Return the piece `name` that holds what is `quoted` in `code`."""
    return f'mediarelPiece("{name}",{code});\n'.encode()


def quoted(held: object) -> str:
    """Return plain values as JavaScript has them."""
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return _ENDING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def text_of(piece: bytes) -> object:
    """Return what a piece holds, from what `script` returned.

    Raises ValueError where it is no piece.
    """
    text = piece.decode()
    begin = text.index(",") + 1
    if not text.endswith(");\n"):
        raise ValueError(f"is cut off: {text[-20:]!r}")
    return json.loads(text[begin:-3])
