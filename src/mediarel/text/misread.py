"""Text that was UTF-8 and was read as Windows-1252: "â€™" in the place of "’".

A letter of UTF-8 is two to four bytes, so what was misread is a row of two to four
letters and signs that hardly ever stand so in a text. Mended is only what can be
proved: rows that are UTF-8 without a flaw, where at least one of them is nothing that
anyone writes. What might be a word in capitals with a mark behind it, such as “IRMÃ”,
is no proof. ftfy is the judge of what no one writes, and is loaded only where there is
something to judge.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What Windows-1252 has for the bytes from 80 to 9F. The five of them that it leaves out
# are read as control characters, as Latin-1 reads all of them.
_BYTE_OF = {
    ord(letter): byte
    for byte in range(0x80, 0xA0)
    if (letter := bytes([byte]).decode("cp1252", "ignore"))
}
# Marks that people set behind a word, which may end in an accented capital.
_MARK = "“”‘’‚„‹›«»…–—•·™®©°ªº¹²³¡¿†‡\xa0"
_MARKS = frozenset(_MARK)
_BEHIND = "[\x80-\xbf" + "".join(map(chr, _BYTE_OF)) + "]"
# As a set of letters comes first, what has none of them is passed over fast.
_ROW = f"[Â-ô](?:(?<=[Â-ß]){_BEHIND}|(?<=[à-ï]){_BEHIND}{{2}}|(?<=[ð-ô]){_BEHIND}{{3}})"
_EACH_ROW = re.compile(_ROW)
_ROWS = re.compile(f"{_ROW}(?:{_ROW})*+")
# Those that are worth judging: not “é »”, which French is full of.
_TO_JUDGE = re.compile(
    f"[Â-ô](?:(?<=[Â-ß]){_BEHIND}|(?<=á)[»º]{_BEHIND}"
    f"|(?<=[à-ï])(?![{_MARK}]{{2}}){_BEHIND}{{2}}|(?<=[ð-ô]){_BEHIND}{{3}})"
)
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_ONLY_IN_LATIN_1 = re.compile("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
# "à" without its no-break space, which may have become the space behind it.
_A_GRAVE = re.compile("(?<![A-ZÀ-Þ])Ã(?: (?=[ \\-.,;:!?)’'»”])|(?=\\s|\\Z))")
_LOST = "\ufffd"
_DOUBLE_QUOTES = re.compile(f"â€(?:[œ\x9d]|(?!{_BEHIND}){_LOST}?)|[“”]")
# The same in UTF-8, but for what exactly stands behind the first letter.
_MAY_BE_A_ROW = re.compile(rb"\xc3[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2]")
_BETWEEN_WORDS = frozenset("’–—…·")
_QUOTES = frozenset("“”‘‚„‹›•")
_SIGNS = frozenset("®©°ªº¹²³¡¿†‡™")
_NO_WORDS = frozenset("ÂÃÄÅÆ")  # no language has them as a word
_AT_AN_END = frozenset("“”‘’‚„‹›«»…–—\xa0")
_BEFORE_A_WORD = frozenset(["", " ", "\n", "(", "'"])
_CLOSING = frozenset(".,;:!?)")
_MOST_READINGS = 5  # of one text, each by the wrong encoding


def may_be_misread(text: str) -> bool:
    """Tell quickly whether there is something in `text` to judge."""
    return (
        not text.isascii()
        and may_be_misread_in(text.encode(errors="replace"))
        and _TO_JUDGE.search(text) is not None
    )


def may_be_misread_in(data: bytes) -> bool:
    """Tell quickly whether there may be something to judge in UTF-8."""
    return _MAY_BE_A_ROW.search(data) is not None


def utf_8_before(text: str) -> bytes | None:
    """Return the UTF-8 of which `text` was read as Windows-1252 or Latin-1.

    Returns None if any of it can't have been read so.
    """
    try:
        data = _bytes_of(text)
        data.decode()
    except UnicodeError:
        return None
    return None if text.isascii() else data


def reread(text: str) -> str:
    """Return `text` with what was misread as it was before; `text` if nothing was.

    What was misread several times is read as often. What can't be proved stays.
    """
    if not may_be_misread(text):
        return text
    before = text
    for _ in range(_MOST_READINGS):
        once = _read_once(text)
        if once == text:
            break
        text = once
    return text if _has_only_letters(before, text) else before


def _read_once(text: str) -> str:
    if not any(_is_proof(text, found) for found in _ROWS.finditer(text)):
        return text
    text = _with_closing_quotes(text)
    if (whole := _read_whole(text)) is not None:
        return whole
    lines = text.split("\n")
    if len(lines) > 1:
        return "\n".join(map(_read_once, lines))
    return "".join(_read_rows(text))


def _with_closing_quotes(text: str) -> str:
    """Return `text` with the third byte of each "”" that lost it.

    Windows-1252 has no letter for it. Where a quote is open, no other that begins so
    is meant.
    """
    if "â€" not in text:
        return text
    is_open = False

    def whole(found: re.Match[str]) -> str:
        nonlocal is_open
        if found[0] not in {"â€", f"â€{_LOST}"}:
            is_open = found[0] in {"“", "â€œ"}
            return found[0]
        was_open, is_open = is_open, False
        return "â€\x9d" if was_open else found[0]

    return _DOUBLE_QUOTES.sub(whole, text)


def _read_whole(text: str) -> str | None:
    """Return all of `text` read anew, None where some of it was not misread.

    A no-break space, half a letter here, may have become a space, or gone from the end
    of a line. Not as Latin-1 reads it: there, another byte may have gone so too.
    """
    readings = [text]
    if not _ONLY_IN_LATIN_1.search(text):
        readings.append(_A_GRAVE.sub("Ã\xa0", text).replace("Â ", "Â\xa0"))
    for each in readings:
        try:
            return _bytes_of(each).decode()
        except UnicodeError:
            continue
    return None


def _read_rows(text: str) -> Iterator[str]:
    """Yield the parts of `text`, with each row that is proved read anew."""
    place = 0
    for found in _ROWS.finditer(text):
        if _is_proof(text, found):
            yield text[place : found.start()]
            yield _bytes_of(found[0]).decode()
            place = found.end()
    yield text[place:]


def _bytes_of(text: str) -> bytes:
    """Return the bytes of which `text` was read.

    Raises UnicodeEncodeError.
    """
    return text.translate(_BYTE_OF).encode("latin-1")


def _is_utf_8(row: str) -> bool:
    try:
        _bytes_of(row).decode()
    except UnicodeError:
        return False
    return True


def _is_proof(text: str, found: re.Match[str]) -> bool:
    """Tell whether no one writes what was `found`, rows of `text` side by side."""
    start, end = found.span()
    if not _is_utf_8(found[0]):
        return False
    rows = _EACH_ROW.findall(found[0])
    before, behind = text[max(start - 1, 0) : start], text[end : end + 1]
    if any(_is_vietnamese(row, behind) for row in rows):
        return True
    if len(rows) == 1 and _may_be_written(rows[0], before, behind):
        return False
    from ftfy.badness import is_bad  # noqa: PLC0415 - costs 80 ms

    return is_bad(text[max(start - 2, 0) : end + 2])


def _is_vietnamese(row: str, behind: str) -> bool:
    """Tell whether `row` was a letter such as "ệ", at which ftfy shrugs."""
    if row.startswith("á»") and row[2] in _AT_AN_END:  # «Bogotá»—dijo
        return behind.islower() and row[2] not in _BETWEEN_WORDS
    return row.startswith(("á»", "áº"))


def _may_be_written(row: str, before: str, behind: str) -> bool:
    """Tell whether `row` may be the end of a word, with one mark or two behind it."""
    first, mark = row[0], row[1]
    if not _MARKS.issuperset(row[1:]):
        return False
    if len(row) > len("Ã”") or not first.isupper():  # "é”…", "ß“", "×"
        return True
    if before.islower() or before.isdecimal():  # "libertÃ©", "10Â°"
        return False
    if first == "Â" and (mark in _SIGNS or (mark == "\xa0" and before in _CLOSING)):
        return False
    if before.isalpha():  # "ESPAÃ‘A", but “IRMÃ”
        return not (first == "Ã" and mark in _QUOTES and behind.isalpha())
    return _may_be_a_word(first, mark, before, behind)


def _may_be_a_word(first: str, mark: str, before: str, behind: str) -> bool:
    """Tell whether `first` may be a word by itself, with `mark` behind it."""
    if first not in _NO_WORDS or mark in _BETWEEN_WORDS:
        return not (first in {"Ã", "Å"} and behind.isalpha())
    if mark == "\xa0":  # "Ã la": the word "à"
        return not (before in _BEFORE_A_WORD and behind != "»")
    if mark == "«":
        return first != "Â" or before not in _BEFORE_A_WORD
    if mark in _SIGNS and first in {"Ã", "Â"}:
        return False
    return not behind.isalpha()


def _has_only_letters(before: str, text: str) -> bool:
    """Tell whether `text` has nothing new that no text has, such as control characters.

    Of what mended letters can be, that is a sign that they were something else.
    """
    new = set("".join(_NOT_ASCII.findall(text))) - set(before)
    return not any(
        unicodedata.category(letter) in {"Cc", "Cn", "Co", "Cs"} for letter in new
    )
