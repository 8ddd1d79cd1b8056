"""Guess the language of a text, and look up the direction and code of a language.

Most scripts belong to one language. If several languages use a script, such as Latin,
the most common words of each language decide. If the words are not clear, no language
is guessed.
"""

import re
import tomllib
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

UNDETERMINED = "und"
# Length of text examined: a release begins in its own language, and lists of names,
# often in a different one, come last.
_LOOKED_AT = 1500
_WORD = re.compile(r"[^\W\d_]+")
# Anything but Latin letters, punctuation and symbols such as “ and €.
_OTHER_SCRIPT = re.compile("[^\x00-\u024f\u1e00-\u1eff\u2000-\u214f]")
# The first character of each block, and the only language that uses its script; "" if
# there are several, and "Latn" for Latin letters.
_BLOCKS = (
    *((0x0, "Latn"), (0x250, ""), (0x370, "el"), (0x400, ""), (0x531, "hy")),
    *((0x590, "he"), (0x600, ""), (0xB80, "ta"), (0xC00, ""), (0xD80, "si")),
    *((0xE00, "th"), (0xE80, "lo"), (0xF00, ""), (0x1000, "my"), (0x10A0, "ka")),
    *((0x1100, "ko"), (0x1200, ""), (0x1780, "km"), (0x1800, ""), (0x1E00, "Latn")),
    *((0x1F00, "el"), (0x2000, ""), (0x3041, "ja"), (0x3100, ""), (0x3131, "ko")),
    *((0x3190, ""), (0x31F0, "ja"), (0x3200, ""), (0x3400, "zh"), (0xA000, "")),
    *((0xAC00, "ko"), (0xD7B0, ""), (0xF900, "zh"), (0xFB00, ""), (0xFF66, "ja")),
    *((0xFFA0, ""), (0x20000, "zh"), (0x323B0, "")),
)
_STARTS = tuple(start for start, _ in _BLOCKS)
_OF_BLOCKS = frozenset(language for _, language in _BLOCKS)
# In these scripts a character is a word, or much of one.
_WEIGHTS = {"zh": 3, "ja": 2, "ko": 2}
# Japanese uses Chinese characters too, but never alone.
_LEAST_KANA = 0.08
# Letters that none of the supported languages uses, except in names.
_ELSEWHERE = re.compile("[łżźśćńąęčřěůžšňťďľĺŕğşıőűėųūķļņģāēīŵŷɗɓƙðþæøåëĉĝĥĵŝŭħċġțșŋ]")
_LEAST_ELSEWHERE = 10  # if one word in ten has such a letter, no language is guessed
# Conditions for a sure guess: the share of the common words of the language, in which
# words of few languages weigh more, and the lead over the second language.
_LEAST_SHARE = 0.1
_LEAST_LEAD = 1.4
_MANY = 40  # for more words than this, skip words next to punctuation
_FEW = 12  # a text with at most this many words needs a lead of 2
# The weight of a word that only one language has. Several languages share it in equal
# integer parts.
_WHOLE = 360_360
_OURS = frozenset({"en", "fr", "es", "pt", "it", "de", "id", "vi"})
_LETTERS_OF_SCRIPT = 4


def language_of(text: str) -> str:
    """Return the probable language (BCP 47) of `text`.

    Return `und` (undetermined) if no script has the majority of letters, or if the
    words in Latin letters don't clearly indicate one language.
    """
    begun = text[:_LOOKED_AT]
    if begun.isascii() or not _OTHER_SCRIPT.search(begun):
        return _of_words(begun)
    of_script = Counter({"Latn": 0, "zh": 0, "ja": 0})
    # Only letters are counted, because some scripts have as many marks as letters.
    for letter, count in Counter(filter(str.isalpha, begun)).items():
        script = _BLOCKS[bisect_right(_STARTS, ord(letter)) - 1][1]
        of_script[script] += count * _WEIGHTS.get(script, 1)
    if of_script["ja"] > _LEAST_KANA * of_script["zh"]:
        of_script["ja"] += of_script.pop("zh")
    ((script, most),) = of_script.most_common(1)
    if not script or 2 * most <= of_script.total():
        return UNDETERMINED
    return _of_words(begun) if script == "Latn" else script


def default_for(text: str, language: str | None) -> str:
    """Return the default language for a text whose language can't be detected.

    If `language` has its own script, such as Khmer, but the text has no letter of this
    script, return `und`. Also return `und` if there is no default.
    """
    code = (language or "").partition("-")[0]
    blocks = (_BLOCKS[bisect_right(_STARTS, ord(x)) - 1][1] for x in text[:_LOOKED_AT])
    is_possible = code not in _OF_BLOCKS or code in blocks
    return language if language and is_possible else UNDETERMINED


def _of_words(text: str) -> str:
    """Return the language of a text in Latin letters, judged by its common words."""
    text = text.lower()
    words = text.split()
    if not text.isascii():
        elsewhere = len(_ELSEWHERE.findall(text))
        if elsewhere * _LEAST_ELSEWHERE > len(words):
            return UNDETERMINED
    if len(words) < _MANY:
        words = _WORD.findall(text)
    scores: defaultdict[str, int] = defaultdict(int)
    for weights in filter(None, map(_common().get, words)):
        for code, weight in weights:
            scores[code] += weight
    second, most = sorted((0, 0, *scores.values()))[-2:]
    best = max(scores, key=scores.__getitem__, default="")
    lead = _LEAST_LEAD if len(words) > _FEW else 2
    is_sure = most >= _LEAST_SHARE * len(words) * _WHOLE and most > lead * second
    return best if is_sure and best in _OURS else UNDETERMINED


# Built when first needed: most commands guess no language.
@cache
def _common() -> dict[str, tuple[tuple[str, int], ...]]:
    """Map each common word to pairs of a language and its weight.

    If a word is common in several languages, the weight of each language is lower.
    """
    having: dict[str, set[str]] = {}
    for code, words in _data()["words"].items():
        for word in words.split():
            having.setdefault(word, set()).add(code)
    return {
        word: tuple([(code, _WHOLE // len(codes & _OURS | {code})) for code in codes])
        for word, codes in having.items()
    }


def three_letters(language: str) -> str | None:
    """Return the ISO 639-2/B code of a language (BCP 47), or None if it has none."""
    code = language.partition("-")[0].lower()
    of_two, of_three = _codes()
    return code if code in of_three else of_two.get(code)


@cache
def _codes() -> tuple[dict[str, str], frozenset[str]]:
    """Return a pair: a map of two-letter to three-letter codes, and a set.

    The set has all three-letter codes. The codes are from ISO 639.
    """
    data = _data()
    of_two = {each[:2]: each[2:] for each in data["two_letters"].split()}
    return of_two, frozenset((*of_two.values(), *data["three_letters"].split()))


@cache
def _data() -> dict[str, Any]:
    """Return the words, codes and directions of languages."""
    path = Path(__file__).with_name("languages.toml")
    return tomllib.loads(path.read_text("utf-8"))


@cache
def direction(language: str) -> str:
    """Return `rtl` if a language (BCP 47) is written from right to left, else `ltr`."""
    first, *others = language.lower().split("-")
    scripts = [each for each in others if len(each) == _LETTERS_OF_SCRIPT]
    table = "right_to_left_scripts" if scripts else "right_to_left"
    known = _data()[table].split()
    return "rtl" if (scripts or [first])[0] in known else "ltr"
