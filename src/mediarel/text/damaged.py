"""Find and repair damage in a text: misread characters, lost line breaks, controls.

Damage is repaired if the original can be computed. U+FFFD replaces a character that a
program could not decode, so the original is lost. Control characters are invisible. If
a text has a control character inside a name, a search for the name does not find it.

Misread text is UTF-8 that was decoded as Windows-1252: "â€™" instead of "’". A
character has two to four bytes in UTF-8, so it became a sequence of two to four
characters. The library ftfy repairs each line that has such a sequence. A capital and a
mark are no such sequence: "IRMÃ”" may be a word with a quotation mark.

Line breaks that were written as escapes may have lost their backslashes. In this case,
two line breaks (CR, LF) have become "rn rn". Two or more "rn" are repaired if they
can't be part of a word. For example, they are between two sentences, or next to a
punctuation mark or a capital letter. The text "A modern rn" is not repaired. If a text
contains such a sequence, a single "rn" that can't be part of a word is repaired too.

Khmer text for old fonts such as Limon and ABC is stored as Latin letters and signs:
`RBHraCaNacRkkm<úCa`. Without the name of the font, it can only be detected. With the
name, it is converted to Unicode. `legacy_khmer.toml` has the characters of each family
of fonts. Fonts of other families, such as Khek and Baidok, can only be recognised. In
legacy text, the parts to the left of a letter (េ ែ ៃ and coeng RO) come first. Unicode
puts them behind the letter.

A Khmer syllable has a base, then subscripts (coeng and a letter), a shifter, a vowel
and signs. Many programs display any order correctly, but a search finds only the right
order. Text extracted from a drawing may also lack letters, so that a vowel or a sign
has no base.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from mediarel.text.lines import NONCHARACTERS

_BASE = "[\u1780-\u17b3\u25cc]"
_SHIFTER = "(?:[\u17c9\u17ca]\u200c?)"
# Coeng RO comes last: other subscripts are written before it.
_COENG = f"\u17d2(?!\u179a{_SHIFTER}?\u17d2){_BASE}"
_VOWEL = "[\u17b6-\u17c5]"
_SIGN = "[\u17c6-\u17c8\u17cb\u17cd-\u17d1\u17d3\u17dd]"
_WELL_FORMED = re.compile(
    f"{_BASE}\u17cc?(?:{_SHIFTER}?{_COENG}){{0,3}}{_SHIFTER}?{_VOWEL}?{_SIGN}{{0,2}}"
)
_SYLLABLE = re.compile(
    f"{_BASE}(?:\u17d2[\u17d2\u200c\u200d]*{_BASE}|[\u17b6-\u17d3\u17dd\u200c\u200d])+"
)
_LETTER = re.compile("[\u1780-\u17d3\u17dd]")
_COENG_DA_OR_TA = re.compile("\u17d2[\u178a\u178f]")
_KEPT_SYLLABLES = 4096  # cached syllables, because syllables recur
LOST = "\ufffd"
# Here and below: the inside of a character class.
_NO_TEXT = f"\x00-\x08\x0e-\x1f\x7f{NONCHARACTERS}"
_C1 = "\x80-\x9f"
_CONTROL = re.compile(f"[{_NO_TEXT}{_C1}\x0b\x0c]")
_BUT_C1 = re.compile(f"[{_NO_TEXT}]|(?<=[^\\W\\d_])[\x0b\x0c](?=[^\\W\\d_])")
_DEPTH = 4  # nesting of a statement: fields, lists, objects, values
_IS_C1 = re.compile(f"[{_C1}]")
_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # bytes that Windows-1252 doesn't use
# Characters that continuation bytes of UTF-8 become in Windows-1252 or Latin-1.
_CONTINUATION = (
    "[\x80-\xbf" + bytes({*range(0x80, 0xA0)} - _UNDEFINED).decode("cp1252") + "]"
)
# Marks that people write after a word, which may end in an accented capital.
_MARK = "“”‘’‚„‹›«»…–—•·™®©°ªº¹²³¡¿†‡\xa0"
# A sequence that may be misread. Not “é »”, which is frequent in French. A capital and
# a mark are misread only after a lower-case letter or a digit: "libertÃ©", "10Â°".
_MISREAD = re.compile(
    f"[Â-ß](?:(?![{_MARK}])|(?<=[a-zß-ÿ0-9].)){_CONTINUATION}|á[»º]{_CONTINUATION}"
    f"|[à-ï](?![{_MARK}]{{2}}){_CONTINUATION}{{2}}|[ð-ô]{_CONTINUATION}{{3}}"
)
_DOUBLE_QUOTES = re.compile(f"â€(?:[œ\x9d]|(?!{_CONTINUATION}){LOST}?)|[“”]")
MISREAD, LINE_BREAKS, LOST_LETTERS = "misread", "line_breaks", "lost_letters"
CONTROLS = "controls"
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_ENDS = "។៕၊။。！？」.!?:;,…”’»)\\]"  # of sentences, and signs that may follow them
_BEGINNING = f"[A-ZÀ-ÖØ-Þ]|[^\\W\\d_{_LATIN}]"  # of a sentence
_LOST_BREAKS = re.compile(r"[ \t]{0,8}rn(?:[ \t]{0,8}rn)++[ \t]{0,8}+")
_AFTER_SENTENCE = re.compile(f"[{_ENDS}]|[^\\W\\d_{_LATIN}]")
_IS_BEGINNING = re.compile(_BEGINNING)
_SINGLE = re.compile(f"(?<=[{_ENDS}])[ \t]?rn(?={_BEGINNING})")
# Names, in files, of fonts that draw Khmer in place of Latin letters.
_LEGACY_FONT = re.compile(
    r"(?:limon|abc[-_ ]?(?:text|head|zwsp|khmer)|khek|ekreach|baidok)", re.IGNORECASE
)
# Signs of legacy Khmer: a lower-case letter before a capital, twice, or a sign inside a
# word. Names such as "McKay" and "YouTube" have only one such place.
_ODD = re.compile(
    r"[^\W\d_][<>|_~^{}\\§¶½¼¾µ¤¢£¥©®°±²³ª¬¯´¨¦×÷]+[^\W\d_]"
    r"|(?:[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ].*){2}"
)
# Addresses, and markup or script code.
_NO_WORD = re.compile(r"://|@|www\.|\.\w+/|[#$=]|</|^<")
_SHORTEST = 4  # characters of a word
_FEWEST_WORDS = 12  # of this length, in a text
_SHARE = 0.3  # of odd words: 0 in English, French and Vietnamese, and 0.7 in Limon


def may_be_damaged(text: str) -> bool:
    """Test quickly whether `text` might be damaged."""
    if controls_in(text) or may_lack_breaks(text):
        return True
    return not text.isascii() and (LOST in text or may_be_misread(text))


def repaired_text(text: str) -> str:
    """Repair all damage in `text` that can be repaired."""
    repaired = with_breaks(without_controls(reread(without_controls(text))))
    return repaired if repaired.strip() else text


def kinds_of_damage(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each kind of damage in `text`, with the text before and after the repair.

    For lost characters, which can't be repaired, the two texts are equal.
    """
    before = text
    text = without_controls(text)
    if text != before:
        yield CONTROLS, before, text
    read = reread(text)
    if read != text:
        yield MISREAD, text, read
    if (repaired := with_breaks(read)) != read:
        yield LINE_BREAKS, read, repaired
    if LOST in text:
        yield LOST_LETTERS, text, text


def may_lack_breaks(text: str) -> bool:
    """Test quickly whether `text` may have lost line breaks."""
    return "rn rn" in text or "rnrn" in text


def with_breaks(text: str) -> str:
    """Restore the lost line breaks of `text`, if any."""
    if not may_lack_breaks(text):
        return text
    repaired = _LOST_BREAKS.sub(_paragraph_if_sure, text)
    return text if repaired == text else _SINGLE.sub("\n", repaired).strip("\n")


def _paragraph_if_sure(found: re.Match[str]) -> str:
    """Return a paragraph break for a match of "rn", if it can't be part of a word.

    Otherwise, return the matched text.
    """
    text, row = found.string, found[0]
    is_end = _AFTER_SENTENCE.match(text, found.start() - 1) if found.start() else None
    is_next = _AFTER_SENTENCE.match(text, found.end())
    is_beginning = _IS_BEGINNING.match(text, found.end())
    if is_end and (is_beginning or not is_next):
        return "\n\n"
    has_no_space = row[0] == "r" and row[-1] == "n"
    return "\n\n" if has_no_space and is_beginning else row


def is_legacy_font(name: str) -> bool:
    """Return whether the font `name` shows Khmer letters for Latin characters."""
    return _LEGACY_FONT.match(name) is not None


def is_legacy_text(text: str) -> bool:
    """Return whether most of `text` seems to be written for a legacy Khmer font."""
    words = [
        word
        for word in text.split()
        if len(word) >= _SHORTEST
        and not _NO_WORD.search(word)
        and word[1:] != word[1:].upper()
    ]
    if len(words) < _FEWEST_WORDS:
        return False
    odd = sum(_ODD.search(word) is not None for word in words)
    return odd >= _SHARE * len(words)


def may_be_misread(text: str) -> bool:
    """Test quickly whether `text` may have misread characters."""
    return not text.isascii() and _MISREAD.search(text) is not None


def reread(text: str) -> str:
    """Repair the misread lines of `text`. A line may be misread several times."""
    if not may_be_misread(text):
        return text
    from ftfy import fix_encoding  # noqa: PLC0415 - costs 80 ms

    lines = _with_closing_quotes(text).split("\n")
    return "\n".join(
        fix_encoding(line) if may_be_misread(line) else line for line in lines
    )


def _with_closing_quotes(text: str) -> str:
    """Restore the lost third byte of each misread "”" in `text`.

    Windows-1252 has no character for this byte. If an opening quotation mark has no
    closing mark yet, the next incomplete character is its closing mark.
    """
    if "â€" not in text:
        return text
    is_open = False

    def whole(found: re.Match[str]) -> str:
        nonlocal is_open
        if found[0] not in {"â€", f"â€{LOST}"}:
            is_open = found[0] in {"“", "â€œ"}
            return found[0]
        was_open, is_open = is_open, False
        return "â€\x9d" if was_open else found[0]

    return _DOUBLE_QUOTES.sub(whole, text)


def controls_in(text: str) -> list[str]:
    """Return the characters of `text` that `without_controls` removes or replaces."""
    if text.replace("\n", "").isprintable():  # faster than the pattern
        return []
    found = _CONTROL.findall(text)
    if found and _is_misread(text):
        found = [each for each in found if not _IS_C1.match(each)]
    return found


def without_controls(text: str) -> str:
    """Remove control characters and noncharacters from `text`.

    Vertical tabs and form feeds become line ends, except between two letters. C1
    controls are kept in misread text, because the repair needs them.
    """
    if not _CONTROL.search(text):
        return text
    is_misread = _is_misread(text)
    text = _BUT_C1.sub("", text).replace("\x0b", "\n").replace("\x0c", "\n")
    return text if is_misread else _IS_C1.sub("", text)


def controls_named(text: str) -> str:
    """Return a phrase with the control characters: "the control character U+0002"."""
    codes = sorted({f"U+{ord(each):04X}" for each in controls_in(text)})
    return f"the control character{'s' * (len(codes) > 1)} {', '.join(codes)}"


def cleaned(value: Any, depth: int = _DEPTH) -> Any:
    """Remove control characters and noncharacters from each text in a JSON value.

    Very deeply nested values are not changed. No field has such values.
    """
    if isinstance(value, str):
        return without_controls(value)
    if depth and isinstance(value, list | tuple):
        return [cleaned(each, depth - 1) for each in value]
    if depth and isinstance(value, dict):
        return {name: cleaned(each, depth - 1) for name, each in value.items()}
    return value


def _is_misread(text: str) -> bool:
    if not _IS_C1.search(text):  # few texts have such characters
        return False
    text = _BUT_C1.sub("", text)
    return reread(text) != text


def has_khmer(text: str) -> bool:
    """Return whether `text` has Khmer letters."""
    return not text.isascii() and _LETTER.search(text) is not None


def is_in_order(text: str) -> bool:
    """Return whether the characters of each syllable of `text` are in order."""
    return all(_WELL_FORMED.fullmatch(found[0]) for found in _SYLLABLE.finditer(text))


def in_order(text: str) -> tuple[str, int]:
    """Put the characters of each syllable of `text` in order.

    Return the text and the number of changed syllables. Well-formed syllables are not
    changed.
    """
    changed = 0

    def ordered(found: re.Match[str]) -> str:
        nonlocal changed
        syllable = found[0]
        if _WELL_FORMED.fullmatch(syllable):
            return syllable
        after = _ordered(syllable)
        changed += after != syllable
        return after

    return _SYLLABLE.sub(ordered, text), changed


@lru_cache(maxsize=_KEPT_SYLLABLES)
def _ordered(syllable: str) -> str:
    # Most texts are in order already.
    from khmerspell import khnormal  # noqa: PLC0415

    after: str = khnormal(syllable)
    written = iter(_COENG_DA_OR_TA.findall(syllable))
    # Folding changes coeng DA to coeng TA, which look alike; both are correct in some
    # words.
    return _COENG_DA_OR_TA.sub(lambda found: next(written, found[0]), after)


def misplaced(text: str) -> tuple[int, int]:
    """Return the number of misplaced Khmer characters, and of all Khmer characters.

    A character is misplaced if it is not part of a valid syllable.
    """
    letters = len(_LETTER.findall(text))
    if not letters:
        return 0, 0
    return len(_LETTER.findall(_WELL_FORMED.sub("", text))), letters


# The names of fonts in files: "Limon S1", "LimonS1", "ABC-TEXT-05".
_LIMON = re.compile(r"(?<![a-z])limon(?![a-z]{2})", re.IGNORECASE)
_ABC = re.compile(r"abc[-_ ]?(?:text|head|fancy)[-_ ]?\d*(a?)", re.IGNORECASE)
_FAMILIES = ("limon", "abc", "abc_zwsp")
# These noncharacters mark text in a legacy font, until its paragraph is complete. A
# syllable may begin in one run of a document and end in the next.
_FIRST_MARK, _END_MARK = 0xFDD0, "\ufdd3"
_JOINT = re.compile(f"{_END_MARK}[\ufdd0-\ufdd2]")
_TEXT = f"[^\ufdd0-{_END_MARK}]*"
_MARKED = re.compile(f"([\ufdd0-\ufdd2])({_TEXT}(?:{_END_MARK}\\1{_TEXT})*){_END_MARK}")
# Files may have the bytes as Latin-1. Word moves the characters of symbol fonts to a
# private range, and some PDF files have the Greek letter mu.
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)}
_SAME = {0x3BC: "µ", **_WINDOWS, **{0xF000 + code: _WINDOWS[code] for code in _WINDOWS}}
_WRITTEN_BASE = "[\u1780-\u17b3]"
# A syllable as it is written: what is left of the letter, the letter, the rest.
_WRITTEN = re.compile(
    f"([\u17c1-\u17c3]?)((?:\u17d2\u179a)?)({_WRITTEN_BASE})"
    f"((?:\u17d2(?!\u179a){_WRITTEN_BASE}|[\u17b6-\u17c0\u17c4-\u17d1]){{0,9}})"
)
# Two parts of one vowel, which are left and right of the letter.
_JOINED = {"\u17b8": "\u17be", "\u17b6": "\u17c4"}
_SPLIT = re.compile("[\u17b8\u17b6]")
_WITH_E = re.compile("[\u17bf\u17c0\u17c5]")  # vowels whose left part is E
# If a vowel is above the letter, the sign below it is not U but a shifter.
_ABOVE = "[\u17b7-\u17ba\u17be\u17d0]"
_TYPED_SHIFTER = re.compile(f"\u17bb(?=.*{_ABOVE})|(?<={_ABOVE})\u17bb")
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
    first = chr(_FIRST_MARK + _FAMILIES.index(family))
    before, after = text.split(core, 1)
    return f"{before}{first}{core}{_END_MARK}{after}"


def converted(text: str) -> str:
    """Convert the marked parts of `text` to Unicode."""
    if _END_MARK not in text:
        return text

    return _MARKED.sub(
        lambda found: from_legacy(
            _JOINT.sub("", found[2]), _FAMILIES[ord(found[1]) - _FIRST_MARK]
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
    return letter + ro + _TYPED_SHIFTER.sub(shifter, rest) + left
