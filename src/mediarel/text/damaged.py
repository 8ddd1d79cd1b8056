"""Find damage in a text: misread or lost letters, lost line breaks, controls.

Damage is repaired if the text shows what it was. U+FFFD replaces a letter that no
program could read: the text doesn't say which. Control characters replace none.

Line breaks may have lost their backslashes: "rn rn" for CR and LF, twice. Only rows of
at least two are repaired that no word can hold: next to a sign, a capital or a letter
of another script, or between two sentences. "A modern rn" is none. In a text with such
a row, a single one in such a place is repaired too.

Khmer from before Unicode, set in Limon, ABC and the like, is to a program a row of
Latin letters and signs: `RBHraCaNacRkkm<úCa`. It can only be recognised.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.text.controls import controls_in, without_controls
from mediarel.text.misread import may_be_misread, may_be_misread_in, reread

if TYPE_CHECKING:
    from collections.abc import Iterator

LOST = "\ufffd"
_LOST = LOST.encode()
# C0 but tab and line ends, DEL, C1, and the noncharacters but those of higher planes.
_CONTROL_IN_DATA = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]"
    rb"|\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|[\xf0-\xf4].\xbf[\xbe\xbf]",
    re.DOTALL,
)
_ESCAPED = b"\\u"
MISREAD, LINE_BREAKS, LOST_LETTERS = "misread", "line_breaks", "lost_letters"
CONTROLS = "controls"
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_ENDS = "។៕၊။。！？」.!?:;,…”’»)\\]"  # of sentences, and signs that may follow them
_ROW = re.compile(r"[ \t]{0,8}rn(?:[ \t]{0,8}rn)++[ \t]{0,8}+")
_SINGLE = re.compile(f"(?<=[{_ENDS}])[ \t]?rn(?=[A-ZÀ-ÖØ-Þ]|[^\\W\\d_{_LATIN}])")
_IS_LATIN = re.compile(f"[{_LATIN}]")
_OPENING = frozenset("“‘«„([「*•-–—\"'")
# Names of fonts that draw Khmer in the place of Latin letters, as files have them.
_LEGACY_FONT = re.compile(
    r"(?:limon|abc[-_ ]?(?:text|head|zwsp|khmer)|khek|ekreach|baidok)", re.IGNORECASE
)
# In words of no language: a lower-case letter before a capital, twice, or a sign that
# is no letter. Names such as "McKay" and "YouTube" have one such place.
_ODD = re.compile(
    r"[^\W\d_][<>|_~^{}\\§¶½¼¾µ¤¢£¥©®°±²³ª¬¯´¨¦×÷]+[^\W\d_]"
    r"|(?:[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ].*){2}"
)
# Addresses, and marks of a page or a script.
_NO_WORD = re.compile(r"://|@|www\.|\.\w+/|[#$=]|</|^<")
_SHORTEST = 4  # letters of a word
_FEWEST_WORDS = 12  # of a text
_SHARE = 0.3  # of odd words: 0 in English, French and Vietnamese, and 0.7 in Limon


def may_be_damaged(text: str) -> bool:
    """Tell quickly whether `text` might show damage: most does not."""
    if controls_in(text) or may_lack_breaks(text):
        return True
    return not text.isascii() and (LOST in text or may_be_misread(text))


def may_show_damage(data: bytes) -> bool:
    """Tell quickly whether UTF-8, such as of a file or a record, might show damage.

    In JSON, letters may be escaped.
    """
    if b"rnrn" in data or b"rn rn" in data:
        return True
    if _CONTROL_IN_DATA.search(data) or _ESCAPED in data:
        return True
    if data.isascii():
        return False
    return (_LOST[:1] in data and _LOST in data) or may_be_misread_in(data)


def mended_text(text: str) -> str:
    """Return `text` with all put right that can be; `text` where there is nothing."""
    mended = with_breaks(without_controls(reread(without_controls(text))))
    return mended if mended.strip() else text


def kinds_of_damage(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each kind of damage that `text` shows, with a text before and without it.

    Of letters that are lost, nothing can be put right.
    """
    before = text
    text = without_controls(text)
    if text != before:
        yield CONTROLS, before, text
    read = reread(text)
    if read != text:
        yield MISREAD, text, read
    if (mended := with_breaks(read)) != read:
        yield LINE_BREAKS, read, mended
    if LOST in text:
        yield LOST_LETTERS, text, text


def may_lack_breaks(text: str) -> bool:
    """Return quickly whether `text` may lack line breaks."""
    return "rn rn" in text or "rnrn" in text


def with_breaks(text: str) -> str:
    """Return `text` with the line breaks that it lost, if any."""
    if not may_lack_breaks(text):
        return text
    mended = _ROW.sub(_paragraph_if_proved, text)
    return text if mended == text else _SINGLE.sub("\n", mended).strip("\n")


def _paragraph_if_proved(found: re.Match[str]) -> str:
    return "\n\n" if _is_proof(found) else found[0]


def _is_proof(found: re.Match[str]) -> bool:
    """Tell whether no word can hold what was `found`, given what is around it."""
    text, row = found.string, found[0]
    before = text[max(found.start() - 2, 0) : found.start()]
    behind = text[found.end() : found.end() + 1]
    is_end = _is_end(before) or before[-1:] in {"", "\n"}
    is_start = _is_start(behind) or behind in {"", "\n"}
    if not before.strip() and not behind.strip():
        return False  # it is all there is
    if row[0] in " \t":
        return is_end and is_start if row[-1] in " \t" else _is_start(behind)
    if row[-1] in " \t":
        return _is_end(before)
    return is_start if _is_end(before) else _is_start(behind) and behind.isalnum()


def _is_end(before: str) -> bool:
    """Tell whether a sentence may end in the two letters that stand `before`."""
    last = before[-1:]
    if last in {'"', "'"}:  # opening, if it has a space before it
        return len(before) > 1 and not before[0].isspace()
    return bool(last) and (last in _ENDS or _is_of_another_script(last))


def _is_start(behind: str) -> bool:
    """Tell whether a sentence may begin with the letter that stands `behind`."""
    if behind in _OPENING:
        return True
    return behind.isupper() or behind.isdecimal() or _is_of_another_script(behind)


def _is_of_another_script(letter: str) -> bool:
    return letter.isalpha() and not _IS_LATIN.match(letter)


def is_legacy_font(name: str) -> bool:
    """Return whether a font called `name` draws Khmer in the place of Latin letters."""
    return _LEGACY_FONT.match(name) is not None


def is_legacy_text(text: str) -> bool:
    """Return whether most of `text` seems to be set for a font of legacy Khmer."""
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
