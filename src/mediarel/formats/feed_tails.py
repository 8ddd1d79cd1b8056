"""What generators put below each text of a feed: its title, and where it appeared."""

from __future__ import annotations

import re

_PHRASES = (
    ("The post", "appeared first on"),
    ("The article", "appeared first on"),
    ("L['’]article", "est apparu en premier sur"),
    ("L['’]article", "est apparu d['’]abord sur"),
    ("L['’]articolo", "proviene da"),
    ("L['’]articolo", "sembra essere il primo su"),
    ("La entrada", "(?:se publicó primero en|apareció primero en|aparece primero en)"),
    ("El cargo", "apareció primero en"),
    ("O post", "apareceu primeiro em"),
    ("Der Beitrag", "erschien zuerst auf"),
    ("Het bericht", "verscheen eerst op"),
    ("Artikel", "pertama kali tampil pada"),
)
_TAIL = re.compile(
    "|".join(
        rf"(?<![^\s])(?:{start}) [^\n]{{1,300}}? {end} [^\n]{{1,150}}\s*+\Z"
        for start, end in _PHRASES
    )
)
_LONGEST = 700  # letters in which it stands


def without_tail(text: str, title: str) -> str:
    """Return a text without the sentence that says where it appeared first.

    It stands on a line of its own, or names the `title`.
    """
    begin = max(0, len(text) - _LONGEST)
    found = _TAIL.search(text, begin)
    if found is None:
        return text
    is_own_line = not text[: found.start()].rpartition("\n")[2].strip()
    if not is_own_line and title not in found[0]:
        return text
    return text[: found.start()].rstrip()
