"""Split a text into sentences, using lists of abbreviations."""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from mediarel.text.lines import spaced_once

_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(
        Path(__file__).with_name("sentences.toml").read_text("utf-8")
    ).items()
}
# At most two letters with full stops: initials, `p.m`, `z.B`, `S.p.A`.
_INITIALS = re.compile(
    r"(?:[^\W\d_]{1,3}\.)*[^\W\d_]|(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}"
)
_NUMBER = re.compile(r"[(«„“\"]?[\d§#№º°]|[IVXLCDM]+\b|[A-Z]\b|[A-Z]-?\d")
_FIGURE = re.compile(r"[(]?[\d#№]")
_DATE = re.compile(
    r"\d{1,2}(?:,| de\b|\.?\s+\d{4}|\.\s+[A-ZÄ]|\s*[-–/]|\s+[A-ZÄ]|\Z)|\d{4}\b"
)
_DAY = re.compile(r"\d{1,2}\Z")
_MONTH = re.compile(
    r"(?:Jan(?:uary?)?|Jänner|Feb(?:r|ruary?)?|Feber|Mar|Mär|März|Apr|April|Mai|Mei|June?|Juni"
    r"|July?|Juli|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?"
    r"|De[cz](?:ember)?|(?:March|May)(?=\s+\d)|Jahrhundert|Jh)\b"
)
_NEXT_WORD = re.compile(r"\W*(\w+)(\.?)")
_ANY_BEGINNING = _WORDS["beginning"] | _WORDS["beginning_a_name_too"]


def goes_on_after(word: str, behind: str, *, is_first: bool) -> bool:
    """Return whether the sentence continues after `word` and its full stop.

    `behind` is the text after the full stop, without spaces at its start. If `is_first`
    is true, `word` begins the sentence. In this case, a number is the number of a list
    item.
    """
    if word.isdecimal() and not behind[:1].islower():
        return is_first or bool(_DAY.match(word) and _MONTH.match(behind))
    small = word.casefold()
    if behind[:1].islower() or _is_in(word, small, "leading"):
        return True
    if _has_its_number(word, small, behind):
        return True
    if _is_in(word, small, "closing"):
        return not _begins(behind, _ANY_BEGINNING)
    words = _WORDS["beginning"] if len(word) == 1 else _ANY_BEGINNING
    return bool(_INITIALS.fullmatch(word)) and not _begins(behind, words)


def _is_in(word: str, small: str, name: str) -> bool:
    """Return True if `word` is in the word list `name`.

    `small` is `word` in lower case. A capitalised word is also looked up in the list of
    capitalised words, `NAME_capitals`.
    """
    if small in _WORDS[name]:
        return True
    return word[:1].isupper() and word.capitalize() in _WORDS[f"{name}_capitals"]


def _has_its_number(word: str, small: str, behind: str) -> bool:
    if small in _WORDS["counting"]:
        # "They said no. I left": `no` in lower case does not precede a Roman number.
        wanted = _FIGURE if small == word else _NUMBER
        return bool(wanted.match(behind))
    is_day = small in _WORDS["dating"] or word in _WORDS["dating_capitals"]
    return is_day and bool(_DATE.match(behind) or _MONTH.match(behind))


def _begins(behind: str, words: frozenset[str]) -> bool:
    """Return True if the first word in `behind` is in `words`, and has no full stop."""
    found = _NEXT_WORD.match(behind)
    return found is not None and not found[2] and found[1] in words


# Begins with a character class, so that the search can skip to the next match.
_SENTENCE_END = re.compile(
    r"[.!?…។៕။。！？\n](?:"
    r"(?<=[.!?…])(?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+"
    r"(?=\s++(?:[^\Wa-z]|[\"'“‘«(\[]))"
    # Khmer, Burmese, Chinese, Japanese; "and so on" in Khmer (។ល។) ends a sentence.
    r"|(?<=[។៕။。！？])(?:ល។)?[។៕။。！？]*+"
    r"|(?<=\n)\n)"
)
_WORD_BEFORE = re.compile(r"(?:^|[\s(\[\"'“‘«’/–—-])(\w[\w.]*)$")
_LONGEST_ABBREVIATION = 12
_BEHIND = 30  # characters that show whether a sentence begins
_FULL_STOPS = (".", ".)", ".]")
_KHMER_FULL_STOPS = ("។", "៕")
_A_NAME = "Sok"  # before a name, only the full stop of an abbreviation is no end


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each sentence, without white space around it."""
    return list(_spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end[0] in _FULL_STOPS and _goes_on(text, start, end):
            continue
        yield from _trimmed(text, start, end.end())
        start = end.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if part.strip():
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())


@lru_cache(maxsize=8)  # exports need the same sentence several times in turn
def first_sentence(text: str) -> str:
    """Return the first sentence of `text` on one line, or "" for an empty text."""
    for start, end in _spans(text[:4000]):
        return spaced_once(text[start:end])
    return ""


def without_full_stop(sentence: str) -> str:
    """Remove the final full stop of `sentence`, also the Khmer full stop.

    The full stop of an abbreviation is kept, and so are other marks.
    """
    if sentence.endswith(_KHMER_FULL_STOPS):
        return sentence.rstrip("".join(_KHMER_FULL_STOPS)).rstrip()
    if not sentence.endswith(".") or sentence.endswith(".."):
        return sentence
    word = _WORD_BEFORE.search(sentence[:-1][-_LONGEST_ABBREVIATION:])
    is_one = word is not None and goes_on_after(word[1], _A_NAME, is_first=False)
    return sentence if is_one else sentence[:-1]


def _goes_on(text: str, start: int, end: re.Match[str]) -> bool:
    """Return whether the sentence continues after the full stop at `end`."""
    dot = end.start()
    before = text[max(start, dot - _LONGEST_ABBREVIATION) : dot]
    word = _WORD_BEFORE.search(before)
    behind = text[end.end() : end.end() + _BEHIND].lstrip()
    if word is None:
        return behind[:1].islower()
    at = dot - len(word[1])
    is_first = at - start < _BEHIND and not text[start:at].strip()
    return goes_on_after(word[1], behind, is_first=is_first)
