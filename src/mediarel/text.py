"""The shape of text: lines, paragraphs, sentences, language, harmless display."""

from __future__ import annotations

import re

# What would drive a terminal or turn its reading order: C0 but tab and line
# feed, DEL, C1, the bidi controls (Unicode 6.1 to 6.3), line and paragraph
# separators, lone surrogates and the tag characters, which nothing shows.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_LINE_END = re.compile(r"(?<![^\S\n])[^\S\n]++$", re.MULTILINE)

# A full stop after these ends no sentence.
_ABBREVIATIONS = frozenset(
    (
        *("mr", "mrs", "ms", "dr", "prof", "hon", "rev", "st", "sr", "jr"),
        *("gen", "col", "lt", "sgt", "capt", "no", "nos", "art", "arts", "vol"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct"),
        *("nov", "dec", "inc", "ltd", "co", "corp", "dept", "vs", "cf", "e.g", "i.e"),
    )
)
_SENTENCE_END = re.compile(
    r"[.!?…]+[\"'”’»)\]]*(?=\s+[^\Wa-z]|\s+[\"'“‘«(\[])|[។៕]+|\n\n"
)
_WORD_BEFORE = re.compile(r"(?:^|[\s(\[\"'“‘])(\w[\w.]*)$")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")

_SCRIPTS = {
    "km": re.compile("[\u1780-\u17d3]"),
    "th": re.compile("[\u0e01-\u0e4e]"),
    "lo": re.compile("[\u0e81-\u0ece]"),
    "my": re.compile("[\u1000-\u103f]"),
    "en": re.compile("[A-Za-z\u00c0-\u024f]"),
}
_LETTER = re.compile(r"[^\W\d_]")


def one_line(text: str) -> str:
    """Give `text` on one line, its ends trimmed; spaces within stay as printed."""
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def spaced_once(text: str) -> str:
    """Give `text` on one line with one plain space wherever there is white space."""
    return _SPACES.sub(" ", text).strip()


def paragraphs(text: str) -> str:
    """Give `text` as paragraphs with one blank line between them.

    Line breaks become line feeds and white space at line ends goes; all else
    stays as printed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _LINE_END.sub("", text)
    return _BLANK_LINES.sub("\n\n", text).strip("\n").rstrip()


def language_of(text: str) -> str:
    """Give the language (BCP 47) that the script of most letters in `text` suggests.

    Latin letters are taken for English; `und` (undetermined) is the answer
    where no script has the majority of letters.
    """
    counts = {code: len(script.findall(text)) for code, script in _SCRIPTS.items()}
    best = max(counts, key=lambda code: counts[code])
    others = sum(1 for letter in _LETTER.findall(text)) - sum(counts.values())
    return best if counts[best] > max(others, 0) else "und"


def sentences(text: str) -> list[tuple[int, int]]:
    """Give where each sentence of `text` starts and ends, white space left out."""
    spans = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end[0] == "." and _is_abbreviation(text[start : end.start()]):
            continue
        spans.append((start, end.end()))
        start = end.end()
    spans.append((start, len(text)))
    return [
        (begin + len(part) - len(part.lstrip()), begin + len(part.rstrip()))
        for begin, stop in spans
        if (part := text[begin:stop]).strip()
    ]


def first_sentence(text: str) -> str:
    """Give the first sentence of `text` on one line, empty where there is none."""
    for start, end in sentences(text[:4000]):
        return spaced_once(text[start:end])
    return ""


def harmless(text: str) -> str:
    """Give `text` with what could drive a terminal made visible: `<U+001B>`.

    Tabs and line feeds stay.
    """
    return _HARMFUL.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def _is_abbreviation(before: str) -> bool:
    word = _WORD_BEFORE.search(before[-12:])
    return word is not None and (
        word[1].casefold() in _ABBREVIATIONS or _INITIALS.fullmatch(word[1]) is not None
    )
