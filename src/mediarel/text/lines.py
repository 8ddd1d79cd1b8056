"""Text on one line, and what of it is harmless on a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Here and below: the inside of a character class, so that other patterns can add to it.
# C0 but tab and line feed, DEL and C1.
CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
# What would drive a terminal or turn its reading order: controls, the bidi controls
# (Unicode 6.1 to 6.3), line and paragraph separators, lone surrogates and the tag
# characters, which nothing shows.
HARMFUL = (
    f"{CONTROLS}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\U000e0000-\U000e007f"
)


# Characters that readers don't see and that programs drop or pass on as they like:
# controls, noncharacters, private use, lone surrogates, default ignorables that are no
# letter or mark (Unicode 17, DerivedCoreProperties), the braille blank and the object
# replacement character. Soft hyphens and zero-width spaces and joiners are not among
# them: texts have them on purpose.
INVISIBLE = (
    f"{CONTROLS}\u061c\u200e\u200f\u202a-\u202e\u2061-\u206f"
    "\u2800\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U0001fffe\U0001ffff\U0002fffe\U0002ffff"
    "\U0003fffe\U0003ffff\U000e0000-\U000e00ff\U000e01f0-\U0010ffff"
)


def one_line(text: str) -> str:
    """Return `text` on one line, each line trimmed; spaces within stay as printed."""
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def are_lines(texts: Sequence[str]) -> bool:
    """Tell whether `one_line` returns each of `texts` as it is.

    All are looked at together, which takes little longer than to look at one.
    """
    # Where a line end is the last sign of a text, trimming takes it off.
    return len("".join(texts).splitlines()) <= 1 and [*map(str.strip, texts)] == [
        *texts
    ]


def spaced_once(text: str) -> str:
    """Return `text` on one line with one plain space wherever there is white space."""
    return " ".join(text.split())


def first_of(names: Sequence[str], most: int) -> str:
    """Return the first names and the number of the others: `a, b and 3 more`."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def with_full_stop(text: str) -> str:
    """Return `text` with the full stop of a sentence, unless one ends it as `Inc.`."""
    return text if text.endswith(".") else f"{text}."


def capitalised(text: str) -> str:
    """Return `text` with a capital letter at its beginning; the rest stays."""
    return text[:1].upper() + text[1:]


def harmless(text: str) -> str:
    """Return `text` with each character that could drive a terminal as `<U+001B>`.

    Tabs and line feeds stay.
    """
    if text.isprintable():  # nothing harmful is: the pattern need not be compiled
        return text
    return re.sub(f"[{HARMFUL}]", lambda found: f"<U+{ord(found[0]):04X}>", text)


def without_control_codes(text: str) -> str:
    """Return `text` without C0 but tab and line feed, DEL and C1; the rest stays.

    `controls.without_controls` is for text that comes in, and repairs it too.
    """
    return re.sub(f"[{CONTROLS}]", "", text)


def harmless_html(html: str) -> str:
    """Return `html` in which what nobody sees but acts stands by its number.

    What HTML can't hold at all (HTML Standard, 13.1.4) is left out.
    """
    return re.sub(
        f"[{HARMFUL}]",
        lambda found: f"&#x{ord(found[0]):X};",
        without_control_codes(html),
    )
