"""Fold a text into the form in which texts and queries are compared.

Folding covers compatibility forms (NFKC), case, accents (only U+0300 to U+036F, as
other scripts need their marks), quotes and dashes. Folding also covers digits of any
script, zero-width characters, and Khmer spellings that look alike. Superscript digits
are not part of a number or word: each becomes a space, so `50¹` is 50 with a footnote,
not 501. Only in units, superscript digits become plain digits: `km²` becomes `km2`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

# Folding depends on the Unicode version of this Python. Increase the number if you
# change the rules of this module.
FOLDING = f"{unicodedata.unidata_version}-2"
_HIGH = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079"
_LOW = "\u2080-\u2089"
_RINGED = "\u2460-\u2473"  # such as ①
_EVERY = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_UNIT = r"(?<!\w)(?i:[cdhkm]?m|[кс]?м|គ?ម)"
_RAISED = re.compile(
    f"(?P<unit>{_UNIT}[²³])(?![{_HIGH}])"
    f"|[{_HIGH}]+"
    rf"|(?<=\d)[{_LOW}]+"
    rf"|(?<=[\d{_RINGED}])[{_RINGED}]+"
)
_IN_A_UNIT = str.maketrans("²³", "23")
# Includes the spaces between such words: few long runs fold faster than many short.
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+(?: [^\x00-\x7f]+)*+")
_SPACES = b" \t\n\v\f\r\x1c\x1d\x1e\x1f"  # the white space that folding leaves
# The index has this noncharacter between list items, so that no phrase spans two items.
# No query contains it.
BORDER = "\uffff"
# Normalizing the order of marks takes quadratic time. So this noncharacter splits more
# than 30 marks, as in the Stream-Safe Text Format (UAX #15, 13).
_SPLIT = "\ufdd0"
_MANY_MARKS = re.compile(r"[^\w\x00-\x7f]{31,}")
# The order of typed Khmer in The Unicode Standard, 16.4: subscript consonants, the
# register shifter, vowels, then signs.
_KHMER = re.compile("[\u1780-\u17dd]")
_KHMER_ALIKE = (
    ("\u17d2\u178a", "\u17d2\u178f"),  # coeng DA looks like coeng TA
    ("\u17c1\u17c1", "\u17c2"),  # AE typed as two strokes
    ("\u17c1\u17b8", "\u17be"),  # OE typed as E and II
    ("\u17b8\u17c1", "\u17be"),
    ("\u17c1\u17b6", "\u17c4"),  # OO typed as E and AA
    ("\u17b6\u17c1", "\u17c4"),
    ("\u17b2", "\u17b1"),  # the vowel QOO has two code points
    ("\u17b3", "\u17aa"),  # QAU is typed for QUUV
    ("\u17a3", "\u17a2"),  # deprecated duplicates
    ("\u17a4", "\u17a2\u17b6"),
    ("\u17d3", "\u17c6"),
)
# Some people type a vowel before the subscript consonants.
_COENG = re.compile("\u17d2[\u1780-\u17a2]")
_COENG_LATE = re.compile(
    "[\u17b6-\u17d1\u17dd](?:[\u17b6-\u17d1\u17dd]|\u17d2[\u1780-\u17a2])+"
)
_IS_LATE = re.compile("[\u17b6-\u17d1\u17dd]\u17d2")
_COENG_RO_FIRST = re.compile("(\u17d2\u179a)(\u17d2[\u1780-\u17a2])")
_SIGNS = re.compile("[\u17b6-\u17d1\u17dd]{2,}")
_SHIFTERS = "\u17c9\u17ca"
# Below these signs, both register shifters look like the vowel U.
_SHIFTER_BELOW = re.compile(
    f"[{_SHIFTERS}](?=[\u17b7-\u17ba\u17be\u17bf\u17d0\u17dd]|\u17b6\u17c6)"
)
_VOWELS = "\u17b6\u17b7\u17b8\u17b9\u17ba\u17bb\u17bc\u17bd\u17be\u17bf\u17c0\u17c1"
_VOWELS += "\u17c2\u17c3\u17c4\u17c5"
# The typed form of non-letters; other dashes become "-", everything else a space.
# For Unicode, modifier apostrophes (U+02B9 to U+02BF) are letters.
_PUNCTUATION = {
    **dict.fromkeys("‘’‚‛′‹›\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    "\u2212": "-",
    BORDER: BORDER,
    _SPLIT: _SPLIT,
}
_ENGLISH_SIGNS = (
    *(("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"')),
    *(("\u2013", "-"), ("\u2014", "-")),
)


class _Folding(dict[int, str | None]):
    """Map each non-ASCII character to its folded form, computed on first use."""

    def __missing__(self, code: int) -> str | None:
        self[code] = folded = folded_character(chr(code))
        return folded


def folded_character(character: str) -> str | None:
    """Return the folded form of a decomposed, lower-case character.

    Return None if folding removes the character.
    """
    category = unicodedata.category(character)
    is_accent = "\u0300" <= character <= "\u036f"
    if is_accent or category == "Cf" or character in "\u17b4\u17b5":
        return None
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] in "LMN" and character not in _PUNCTUATION:
        return character
    return _PUNCTUATION.get(character, "-" if category == "Pd" else " ")


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return the folded form of `text`.

    Letters, combining marks and digits are kept in their folded form. All other
    characters become spaces or ASCII punctuation.
    """
    text = text.lower()
    if text.isascii():
        return text
    # In most English texts, quotes and dashes are the only non-ASCII characters.
    typed = text
    for sign, ascii_sign in _ENGLISH_SIGNS:
        typed = typed.replace(sign, ascii_sign)
    if typed.isascii():
        return typed
    return _NOT_ASCII.sub(lambda run: _folded(run[0]), without_raised(text))


@lru_cache(maxsize=1024)  # most are a quote, a dash or a space
def _folded(run: str) -> str:
    run = _MANY_MARKS.sub(_split, run)
    run = unicodedata.normalize("NFKD", run).casefold()
    run = unicodedata.normalize("NFKD", run).lower().translate(_FOLDING)
    run = unicodedata.normalize("NFC", run).replace(_SPLIT, "")
    return _folded_khmer(run) if _KHMER.search(run) else run


def _split(marks: re.Match[str]) -> str:
    return _SPLIT.join(marks[0][at : at + 30] for at in range(0, len(marks[0]), 30))


def _folded_khmer(run: str) -> str:
    if _IS_LATE.search(run):  # rare, so this search saves time
        run = _COENG_LATE.sub(_coengs_first, run)
    run = _SIGNS.sub(_in_order, _COENG_RO_FIRST.sub(r"\2\1", run))
    for spelling, standard in _KHMER_ALIKE:
        run = run.replace(spelling, standard)
    return _SHIFTER_BELOW.sub("\u17bb", run)


def _coengs_first(signs: re.Match[str]) -> str:
    return "".join(_COENG.findall(signs[0])) + _COENG.sub("", signs[0])


def _in_order(signs: re.Match[str]) -> str:
    return "".join(sorted(signs[0], key=_place_of))


def _place_of(sign: str) -> int:
    if sign in _SHIFTERS:
        return 0
    if sign == "\u17bb":  # before other vowels, like a shifter that looks like it
        return 1
    return 2 if sign in _VOWELS else 3


def text_fingerprint(text: str | None) -> int:
    """Return a checksum of the folded text without its white space."""
    return fingerprint_of_folded(fold(text or ""))


def fingerprint_of_folded(folded: str) -> int:
    """Return the result of `text_fingerprint` for a text that is already folded."""
    return crc32(folded.encode().translate(None, _SPACES))


def folded_name(text: str) -> str:
    """Fold and trim a name, such as a program or a tag, for comparison."""
    return " ".join(fold(text).split())


def without_raised(text: str) -> str:
    """Replace superscript digits with spaces. In units such as m², use plain digits.

    The length of `text` does not change.
    """
    # Searching for each character takes a third of the time of a character class.
    return _RAISED.sub(_lowered, text) if any(map(text.__contains__, _EVERY)) else text


def raised(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of superscript digits in `text`, except in units."""
    for found in _RAISED.finditer(text):
        if found["unit"] is None:
            yield found.span()


def is_raised(text: str) -> bool:
    """Return whether `text` begins with a digit that may be superscript."""
    return text[0] in _EVERY


def _lowered(found: re.Match[str]) -> str:
    unit: str | None = found["unit"]
    return " " * len(found[0]) if unit is None else unit.translate(_IN_A_UNIT)
