"""Split texts into the tokens of the index and of queries, and into graphemes.

In scripts with spaces, a search finds whole words. In scripts without spaces (Khmer,
Thai, Lao, Burmese, Chinese, Japanese), a search finds any part of a text. A run of such
letters is indexed as overlapping pairs of letters, followed by the last letter alone:
`កខគ` becomes `កខ ខគ គ`. A query in such a script becomes a phrase of pairs.

A line may be broken after white space, but not at a no-break space. A line may also be
broken after a zero-width space (U+200B), which separates words in Khmer. In scripts
without spaces, a line may be broken between two graphemes, so that marks stay with
their letter.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from mediarel.text.folding import BORDER, fold, without_raised

Span = tuple[int, int]
_BREAK = "[^\\S\u00a0\u2007\u202f]|\u200b"
_BREAKS = re.compile(_BREAK)
_PIECE = re.compile(f"(?:(?!{_BREAK}).)*(?:{_BREAK})+|(?:(?!{_BREAK}).)+", re.DOTALL)
_LONGEST_WORD = 30  # characters: longer words, such as addresses, are broken anywhere
UNSPACED_RANGES = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u0e81-\u0ece\u0edc-\u0edf"  # Lao
    "\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17d3\u17d7\u17dc\u17dd"  # Khmer
    "\u3005-\u3007\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Chinese
)
_WORD = re.compile(r"[^\x00-/:-@\[-`{-\x7f\s]+")
_UNSPACED = re.compile(f"[{UNSPACED_RANGES}]+")
# Invisible characters that separate graphemes.
_APART = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
TOKEN = re.compile(
    f"(?P<run>[{UNSPACED_RANGES}]+)|[^\\x00-/:-`{{-\\x7f{UNSPACED_RANGES}]+"
)


class Term(NamedTuple):
    """A phrase to search for: consecutive tokens.

    If `is_prefix`, the last token also matches longer tokens that begin with it.
    """

    tokens: tuple[str, ...]
    is_prefix: bool = False


def tokenize(text: str) -> str:
    """Fold `text` for the index, and split unspaced scripts into pairs of letters."""
    return tokenize_folded(fold(text))


def tokenize_folded(folded: str) -> str:
    """Tokenize a text that `fold` has already folded; see `tokenize`."""
    return folded if folded.isascii() else _UNSPACED.sub(_pairs, folded)


def words_of(tokenized: str) -> list[str]:
    """Split the result of `tokenize` into words, in the same way as FTS5."""
    return _WORD.findall(tokenized)


def _pairs(run: re.Match[str]) -> str:
    letters = run[0]
    # Writing into a list of letters takes half the time of joining pairs.
    pairs = [" "] * (3 * len(letters))
    pairs[1::3] = letters
    pairs[2:-1:3] = letters[1:]
    return "".join(pairs)


def term(text: str, *, is_prefix: bool = False) -> Term | None:
    """Return the term that finds `text`, or None if `text` has no words."""
    tokens: list[str] = []
    ends_in_run = False
    for found in TOKEN.finditer(fold(text.replace(BORDER, " "))):
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
    # The text may continue after the search term, so its last letter need not be
    # indexed alone. A single letter is therefore searched as a prefix.
    is_part = len(tokens) > 1 and len(tokens[-2]) > 1 and tokens[-2][-1] == tokens[-1]
    return Term(tuple(tokens[:-1])) if is_part else Term(tuple(tokens), is_prefix=True)


def words_in(whole: Term) -> list[Term]:
    """Split a phrase into words. A run of an unspaced script counts as one word."""
    words: list[list[str]] = []
    for token in whole.tokens:
        goes_on = words and _is_pair(words[-1][-1])
        if goes_on and is_unspaced(token) and words[-1][-1][1] == token[0]:
            words[-1].append(token)
        else:
            words.append([token])
    is_last = [False] * (len(words) - 1) + [whole.is_prefix]
    return [
        Term(tuple(word), is_prefix)
        for word, is_prefix in zip(words, is_last, strict=True)
    ]


def is_unspaced(text: str) -> bool:
    """Return whether `text` begins with a letter of a script without spaces."""
    return _UNSPACED.match(text) is not None


def _is_pair(token: str) -> bool:
    return len(token) > 1 and is_unspaced(token)


def matches(text: str, terms: list[Term]) -> list[tuple[int, int, int]]:
    """Find the terms in `text`. Return a list of matches, sorted by position.

    A match consists of three numbers: its start, its end, and the index of the term.
    Matches may overlap. They begin and end between graphemes.
    """
    tokens, starts, ends = tokens_with_spans(text)
    line = f" {' '.join(tokens)} "
    offsets = list(accumulate((len(token) + 1 for token in tokens), initial=0))
    spans = []
    for which, (wanted, is_prefix) in enumerate(terms):
        needle = f" {' '.join(wanted)}{'' if is_prefix else ' '}"
        # The position of a pair is its first letter. The second begins the next pair.
        beyond = len(wanted) - 1 + _is_pair(wanted[-1])
        at = line.find(needle)
        while at >= 0:
            first = bisect_left(offsets, at)
            spans.append((starts[first], ends[first + beyond], which))
            at = line.find(needle, at + 1)
    return sorted(spans)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Sort the spans, and merge overlapping and adjacent spans."""
    whole: list[Span] = []
    for start, stop in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], stop))
        else:
            whole.append((start, stop))
    return whole


def tokens_with_spans(text: str) -> tuple[list[str], list[int], list[int]]:
    """Return three lists: the tokens of `text`, and their starts and ends in `text`.

    The index has the same tokens. In an unspaced script, a token is a pair of letters,
    but its end is the end of the first letter.
    """
    # This import costs 12 ms, and only shown text is marked.
    import regex  # noqa: PLC0415

    folded: list[str] = []
    begins: list[int] = []  # of each folded letter
    stops: list[int] = []
    folds: dict[str, str] = {}
    text = without_raised(text)  # before its letters are folded one by one
    at = [place for place in range(len(text)) if not _APART.match(text, place)]
    for grapheme in regex.finditer(r"\X(?:(?<=\u17d2)\X)*", _APART.sub("", text)):
        part = folds.get(grapheme[0])
        if part is None:
            part = folds[grapheme[0]] = fold(grapheme[0])
        folded.append(part)
        begins += [at[grapheme.start()]] * len(part)
        stops += [at[grapheme.end() - 1] + 1] * len(part)
    tokens: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in TOKEN.finditer("".join(folded)):
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


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each word of `text`, with the white space after it."""
    return (found.span() for found in _PIECE.finditer(text))


def graphemes(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each grapheme (Unicode Standard Annex 29)."""
    if text.isascii():
        yield from ((place, place + 1) for place in range(len(text)))
        return
    # This import costs 12 ms, and most lines are short.
    import regex  # noqa: PLC0415

    yield from (found.span() for found in regex.finditer(r"\X", text))


def break_before(text: str, place: int) -> int:
    """Return the last position up to `place` at which a line of `text` may end.

    The position is inside a word only if the word is very long, or if its script has no
    spaces.
    """
    if place >= len(text):
        return len(text)
    start = place
    while start and not _BREAKS.match(text, start - 1):
        start -= 1
    if start == place or _BREAKS.match(text, place):
        return place
    within = 0
    ahead = text[start : place + 2]  # with the letter to which a mark belongs
    for begin, end in graphemes(ahead if ahead.isascii() else text[start:]):
        if start + end > place:
            within = start + begin
            break
    is_in_one_word = not is_unspaced(text[within:])
    return start if is_in_one_word and within - start < _LONGEST_WORD else within
