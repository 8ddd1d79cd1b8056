"""The words of a text as they are searched: folded alike on both sides.

Scripts with spaces are searched by whole words. Scripts without (Khmer, Thai,
Lao, Burmese, Chinese, Japanese) are searched by any part: a run of such
letters stands in the index as its overlapping pairs of letters, closed by its
last letter alone, and a query for a part becomes a phrase of pairs.

What is compared is the folded text: compatibility forms (NFKC), case, accents
(U+0300 to U+036F only: other scripts can't do without their marks), digits of
any script, zero-width characters, and Khmer spellings that look alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNSPACED_RANGES = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u0e81-\u0ece\u0edc-\u0edf"  # Lao
    "\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17d3\u17d7\u17dc\u17dd"  # Khmer
    "\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Chinese
)
_UNSPACED = re.compile(f"[{_UNSPACED_RANGES}]+")
_TOKEN = re.compile(
    f"(?P<run>[{_UNSPACED_RANGES}]+)|(?:[0-9a-z]|(?![{_UNSPACED_RANGES}])[^\x00-\x7f])+"
)
_PAIR = re.compile(f"[{_UNSPACED_RANGES}]{{2}}")
# With the one letter, even a space, that a mark may stand on.
_CHUNK = re.compile(r"(?:[0-9A-Za-z]|[\x00-\x7f]?[\x80-\U0010ffff])+")
# Spaces within go along: what is folded at one go costs least.
# What nobody sees and what yet keeps letters from being one grapheme.
_APART = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+(?: [^\x00-\x7f]+)*+")
_SHORT = 3

# Whoever indexes a list sets this between its items, so that no phrase reaches
# from one into the next; it is no character, and no query holds it.
_BORDER = "\uffff"
# Putting marks in order takes the square of their number, so more than 30 are
# split as the Stream-Safe Text Format does it (UAX #15, 13); no character too.
_SPLIT = "\ufdd0"
_MANY_MARKS = re.compile(r"[^\w\x00-\x7f]{31,}")

# Khmer as it is typed, in the order of The Unicode Standard, 16.4: the
# consonants below, then the register shifter, then vowels, then signs.
_KHMER = re.compile("[\u1780-\u17dd]")
_KHMER_ALIKE = (
    ("\u17d2\u178a", "\u17d2\u178f"),  # coeng DA looks like coeng TA
    ("\u17c1\u17c1", "\u17c2"),  # two strokes of AE typed apart
    ("\u17c1\u17b8", "\u17be"),  # OE typed as E and II
    ("\u17b8\u17c1", "\u17be"),
    ("\u17c1\u17b6", "\u17c4"),  # OO typed as E and AA
    ("\u17b6\u17c1", "\u17c4"),
    ("\u17b2", "\u17b1"),  # two letters for the vowel QOO
    ("\u17a3", "\u17a2"),  # deprecated twins
    ("\u17a4", "\u17a2\u17b6"),
    ("\u17d3", "\u17c6"),
)
# Most Khmer is of letters and signs that fold to themselves, in their order.
_ORDINARY_KHMER = re.compile("[ \u1780-\u17a2\u17a5-\u17b1\u17b3\u17b6-\u17d2]+")
_ODD_KHMER = re.compile(
    "\u17d2(?:\u178a|\u179a\u17d2)|[\u17b6-\u17d1][\u17b6-\u17c5\u17c9\u17ca]"
)
_COENG_RO_FIRST = re.compile("(\u17d2\u179a)(\u17d2[\u1780-\u17a2])")
_SIGNS = re.compile("[\u17b6-\u17d1\u17dd]{2,}")
_SHIFTERS = "\u17c9\u17ca"
_VOWELS = "\u17b6\u17b7\u17b8\u17b9\u17ba\u17bb\u17bc\u17bd\u17be\u17bf\u17c0\u17c1"
_VOWELS += "\u17c2\u17c3\u17c4\u17c5"


class Term(NamedTuple):
    """What is looked for: tokens that follow each other, as the index has them.

    Where `is_prefix`, the last token may go on.
    """

    tokens: tuple[str, ...]
    is_prefix: bool = False


# How what is no letter is typed; any other dash is "-", and the rest a space.
# Modifier apostrophes (U+02B9 to U+02BF) are letters to Unicode.
_PUNCTUATION = {
    **dict.fromkeys("‘’‚‛′‹›\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    "\u2212": "-",
    _BORDER: _BORDER,
    _SPLIT: _SPLIT,
}


class _Folding(dict[int, str | None]):
    """What each character that is not ASCII becomes, filled as they are met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = folded = _folded_character(chr(code))
        return folded


def _folded_character(character: str) -> str | None:
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
    """Give `text` in the form in which it is compared.

    Whatever is no letter, mark or digit is a space or ASCII punctuation.
    """
    text = text.lower()
    return text if text.isascii() else _NOT_ASCII.sub(_folded_match, text)


def _folded_match(found: re.Match[str]) -> str:
    run = found[0]
    if len(run) <= _SHORT:  # a quote, a dash, a space: the same few all over
        return _folded_short(run)
    run = run.replace("\u200b", "")
    if _ORDINARY_KHMER.fullmatch(run):
        return _folded_khmer(run) if _ODD_KHMER.search(run) else run
    return _folded_run(run)


@lru_cache(maxsize=1024)
def _folded_short(run: str) -> str:
    return _folded_run(run)


def _folded_run(run: str) -> str:
    run = _MANY_MARKS.sub(_split, run)
    run = unicodedata.normalize("NFKD", run).casefold()
    run = unicodedata.normalize("NFKD", run).lower().translate(_FOLDING)
    run = unicodedata.normalize("NFC", run).replace(_SPLIT, "")
    return _folded_khmer(run) if _KHMER.search(run) else run


def _split(marks: re.Match[str]) -> str:
    return _SPLIT.join(marks[0][at : at + 30] for at in range(0, len(marks[0]), 30))


def _folded_khmer(run: str) -> str:
    run = _SIGNS.sub(_in_order, _COENG_RO_FIRST.sub(r"\2\1", run))
    for spelling, standard in _KHMER_ALIKE:
        run = run.replace(spelling, standard)
    return run


def _in_order(signs: re.Match[str]) -> str:
    return "".join(
        sorted(
            signs[0], key=lambda s: 0 if s in _SHIFTERS else 1 if s in _VOWELS else 2
        )
    )


def folded_name(text: str) -> str:
    """Give what a program, a type, a tag or a language is compared by."""
    return " ".join(fold(text).split())


def indexed(text: str) -> str:
    """Give `text` as the index takes it in: tokens between ASCII that is none."""
    return paired(fold(text))


def paired(folded: str) -> str:
    """Give folded text as the index takes it in."""
    return folded if folded.isascii() else _UNSPACED.sub(_pairs, folded)


def _pairs(run: re.Match[str]) -> str:
    letters = run[0]
    # Laid out letter by letter, which takes half the time of joining pairs.
    pairs = [" "] * (3 * len(letters))
    pairs[1::3] = letters
    pairs[2:-1:3] = letters[1:]
    return "".join(pairs)


def term(text: str, *, is_prefix: bool = False) -> Term | None:
    """Give what to look for in order to find `text`, None where it has no words."""
    tokens: list[str] = []
    ends_in_run = False
    for found in _TOKEN.finditer(fold(text.replace(_BORDER, " "))):
        letters = found[0]
        ends_in_run = found["run"] is not None
        if ends_in_run:
            tokens.extend(map(str.__add__, letters, letters[1:]))
            tokens.append(letters[-1])
        else:
            tokens.append(letters)
    if not tokens:
        return None
    if not ends_in_run:
        return Term(tuple(tokens), is_prefix)
    # The text may go on behind a part of a run, so its last letter alone is
    # not there to be found, unless it is all there is: then what begins so is.
    is_part = len(tokens) > 1 and len(tokens[-2]) > 1 and tokens[-2][-1] == tokens[-1]
    return Term(tuple(tokens[:-1])) if is_part else Term(tuple(tokens), is_prefix=True)


def places(text: str, terms: list[Term]) -> list[tuple[int, int, int]]:
    """Give what of `text` the `terms` match: start, end, which of the terms.

    They are in order, begin and end between graphemes, and may overlap.
    """
    tokens, starts, ends = _placed_tokens(text)
    line = f" {' '.join(tokens)} "
    offsets = list(accumulate((len(token) + 1 for token in tokens), initial=0))
    spans = []
    for which, (wanted, is_prefix) in enumerate(terms):
        needle = f" {' '.join(wanted)}{'' if is_prefix else ' '}"
        # A pair stands where its first letter is; its second begins the next.
        beyond = len(wanted) - 1 + (_PAIR.fullmatch(wanted[-1]) is not None)
        at = line.find(needle)
        while at >= 0:
            first = bisect_left(offsets, at)
            spans.append((starts[first], ends[first + beyond], which))
            at = line.find(needle, at + 1)
    return sorted(spans)


def joined(spans: list[tuple[int, int, int]]) -> tuple[tuple[int, int], ...]:
    """Give start and end of `spans`, those that overlap as one."""
    whole: list[tuple[int, int]] = []
    for start, end, _ in spans:
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return tuple(whole)


def _placed_tokens(text: str) -> tuple[list[str], list[int], list[int]]:
    """Give the tokens of `text` as the index has them, where each starts and ends.

    A pair ends with its first letter.
    """
    # Costs 12 ms, and only what is shown is marked.
    import regex  # noqa: PLC0415

    graphemes = regex.compile(r"\X")
    known: dict[str, str] = {}
    tokens: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for chunk in _CHUNK.finditer(text):
        if chunk[0].isascii():
            tokens.append(chunk[0].lower())
            starts.append(chunk.start())
            ends.append(chunk.end())
            continue
        folded: list[str] = []
        begins: list[int] = []
        stops: list[int] = []
        kept = _APART.sub("", chunk[0])
        at: Sequence[int] = range(chunk.start(), chunk.end())
        if len(kept) < len(chunk[0]):
            at = [place for place in at if not _APART.match(text, place)]
        for grapheme in graphemes.finditer(kept):
            part = known.get(grapheme[0])
            if part is None:
                part = known[grapheme[0]] = fold(grapheme[0])
            folded.append(part)
            begins += [at[grapheme.start()]] * len(part)
            stops += [at[grapheme.end() - 1] + 1] * len(part)
        for found in _TOKEN.finditer("".join(folded)):
            first, last = found.start(), found.end() - 1
            if found["run"] is None:
                tokens.append(found[0])
                starts.append(begins[first])
                ends.append(stops[last])
                continue
            tokens.extend(map(str.__add__, found[0], found[0][1:]))
            tokens.append(found[0][-1])
            starts += begins[first : last + 1]
            ends += stops[first : last + 1]
    return tokens, starts, ends
