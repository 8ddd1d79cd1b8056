"""Convert text of Khmer fonts from before Unicode, such as Limon and ABC, to Unicode.

These fonts draw Khmer letters in place of the characters of Windows-1252: `kñúg` is
"ក្នុង". The characters are in the order of writing, so that the parts to the left of a
letter (េ ែ ៃ and coeng RO) come first. Unicode puts them behind the letter.

The file `legacy_khmer.toml` has the characters of each family of fonts. Fonts of other
families, such as Khek and Baidok, can only be recognised.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

from mediarel.text.damaged import has_khmer, in_order

# The names of fonts in files: "Limon S1", "LimonS1", "ABC-TEXT-05".
_LIMON = re.compile(r"(?<![a-z])limon(?![a-z]{2})", re.IGNORECASE)
_ABC = re.compile(r"abc[-_ ]?(?:text|head|fancy)[-_ ]?\d*(a?)", re.IGNORECASE)
_FAMILIES = ("limon", "abc", "abc_zwsp")
# These noncharacters mark text in a legacy font, until its paragraph is complete. A
# syllable may begin in one run of a document and end in the next.
_FIRST, _END = 0xFDD0, "\ufdd3"
_JOINT = re.compile(f"{_END}[\ufdd0-\ufdd2]")
_TEXT = f"[^\ufdd0-{_END}]*"
_MARKED = re.compile(f"([\ufdd0-\ufdd2])({_TEXT}(?:{_END}\\1{_TEXT})*){_END}")
# Files may have the bytes as Latin-1. Word moves the characters of symbol fonts to a
# private range, and some PDF files have the Greek letter mu.
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)}
_SAME = {0x3BC: "µ", **_WINDOWS, **{0xF000 + code: _WINDOWS[code] for code in _WINDOWS}}
_BASE = "[\u1780-\u17b3]"
# A syllable as it is written: what is left of the letter, the letter, the rest.
_WRITTEN = re.compile(
    f"([\u17c1-\u17c3]?)((?:\u17d2\u179a)?)({_BASE})"
    f"((?:\u17d2(?!\u179a){_BASE}|[\u17b6-\u17c0\u17c4-\u17d1]){{0,9}})"
)
# Two parts of one vowel, which are left and right of the letter.
_JOINED = {"\u17b8": "\u17be", "\u17b6": "\u17c4"}
_SPLIT = re.compile("[\u17b8\u17b6]")
_WITH_E = re.compile("[\u17bf\u17c0\u17c5]")  # vowels whose left part is E
# If a vowel is above the letter, the sign below it is not U but a shifter.
_ABOVE = "[\u17b7-\u17ba\u17be\u17d0]"
_SHIFTER = re.compile(f"\u17bb(?=.*{_ABOVE})|(?<={_ABOVE})\u17bb")
_WITH_TRIISAP = "សហអ"  # letters that have this shifter; the others have MUUSIKATOAN
# Limon draws the sign and the colon in the same way. The month កុម្ភៈ has the sign.
_COLON = re.compile("(?<!ម្ភ)\u17c8(?=\\s|\\Z)")


def family_of(font: str) -> str | None:
    """Return the family of a font whose text can be converted, or None."""
    if _LIMON.search(font):
        return "limon"
    if found := _ABC.search(font):
        return "abc_zwsp" if found[1] else "abc"
    return None


def marked(text: str, font: str) -> str:
    """Mark `text` in a legacy font, so that `converted` converts it.

    Text with Khmer letters in Unicode is shown in a different font, so it is returned
    unchanged.
    """
    family, core = family_of(font), text.strip()
    if family is None or not core or has_khmer(text):
        return text
    first = chr(_FIRST + _FAMILIES.index(family))
    before, after = text.split(core, 1)
    return f"{before}{first}{core}{_END}{after}"


def converted(text: str) -> str:
    """Convert the marked parts of `text` to Unicode."""
    if _END not in text:
        return text

    return _MARKED.sub(
        lambda found: from_legacy(
            _JOINT.sub("", found[2]), _FAMILIES[ord(found[1]) - _FIRST]
        ),
        text,
    )


def from_legacy(text: str, family: str) -> str:
    """Convert `text`, which is written in a font of this family, to Unicode."""
    pattern, table = _table(family)
    written = pattern.sub(lambda found: table[found[0]], text.translate(_SAME))
    spoken = in_order(_WRITTEN.sub(_spoken, written))[0]
    return _COLON.sub("\u17d6", spoken) if family == "limon" else spoken


@cache
def _table(family: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the characters of a family and what they show, with a pattern for them."""
    data = (files("mediarel.text") / "legacy_khmer.toml").read_text("utf-8")
    every = tomllib.loads(data)
    table = every["common"] | every[family.partition("_")[0]] | every[family]
    # NYO is written as PO and AA if a subscript follows.
    subscripts = {code: shown for code, shown in table.items() if shown[0] == "\u17d2"}
    table |= {f"Ba{code}": f"\u1789{shown}" for code, shown in subscripts.items()}
    longest = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), table


def _spoken(found: re.Match[str]) -> str:
    """Return a syllable in the order of Unicode, in which it is spoken."""
    left, ro, letter, rest = found.groups()
    if left == "\u17c1":
        joined = _SPLIT.sub(lambda part: _JOINED[part[0]], rest, count=1)
        if joined != rest or _WITH_E.search(rest):
            left, rest = "", joined
    shifter = "\u17ca" if letter in _WITH_TRIISAP else "\u17c9"
    return letter + ro + _SHIFTER.sub(shifter, rest) + left
