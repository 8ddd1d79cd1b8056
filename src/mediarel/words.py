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
from typing import NamedTuple

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
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")

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


class _Folding(dict[int, str | None]):
    """What each character that is not ASCII becomes, filled as they are met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = folded = _folded_character(chr(code))
        return folded


def _folded_character(character: str) -> str | None:
    if "\u0300" <= character <= "\u036f" or character in "\u17b4\u17b5":
        return None
    category = unicodedata.category(character)
    if category == "Cf":
        return None
    if category == "Nd":
        return str(unicodedata.decimal(character))
    # Modifier apostrophes (U+02B9 to U+02BF) are letters to Unicode.
    if category[0] not in "LMN" or "\u02b9" <= character <= "\u02bf":
        return " "
    return character


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Give `text` in the form in which it is compared.

    Whatever is no letter, mark or digit is a space or ASCII punctuation.
    """
    return _NOT_ASCII.sub(_folded_run, text.lower())


def _folded_run(found: re.Match[str]) -> str:
    run = unicodedata.normalize("NFKD", found[0]).casefold()
    run = unicodedata.normalize("NFKD", run).lower().translate(_FOLDING)
    run = unicodedata.normalize("NFC", run)
    return _folded_khmer(run) if _KHMER.search(run) else run


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


def indexed(text: str) -> str:
    """Give `text` as the index takes it in: tokens between ASCII that is none."""
    folded = fold(text)
    return folded if folded.isascii() else _UNSPACED.sub(_pairs, folded)


def _pairs(run: re.Match[str]) -> str:
    letters = run[0]
    return f" {' '.join(map(str.__add__, letters, letters[1:]))} {letters[-1]} "


def term(text: str, *, is_prefix: bool = False) -> Term | None:
    """Give what to look for in order to find `text`, None where it has no words."""
    tokens: list[str] = []
    ends_in_run = False
    for found in _TOKEN.finditer(fold(text)):
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


def marks(text: str, terms: list[Term]) -> list[tuple[int, int, int]]:
    """Give what of `text` the `terms` match: start, end, which of the terms.

    Spans are in order, begin and end between graphemes, and do not overlap.
    """
    tokens = _placed_tokens(text)
    spans = []
    for which, (wanted, is_prefix) in enumerate(terms):
        last = len(wanted) - 1
        spans += [
            (tokens[first][1], tokens[first + last][2], which)
            for first in range(len(tokens) - last)
            if all(
                tokens[first + step][0] == token
                or (
                    is_prefix
                    and step == last
                    and tokens[first + step][0].startswith(token)
                )
                for step, token in enumerate(wanted)
            )
        ]
    return _joined(sorted(spans))


def _placed_tokens(text: str) -> list[tuple[str, int, int]]:
    """Give the tokens of `text` as the index has them, with start and end in it."""
    # Costs 12 ms, and only what is shown is marked.
    import regex  # noqa: PLC0415

    folded = ""
    origin: list[tuple[int, int]] = []
    for grapheme in regex.finditer(r"\X", text):
        part = fold(grapheme[0])
        folded += part
        origin.extend([grapheme.span()] * len(part))
    tokens = []
    for found in _TOKEN.finditer(folded):
        start, end = found.span()
        if found["run"] is None:
            tokens.append((found[0], origin[start][0], origin[end - 1][1]))
            continue
        last = end - 1
        tokens.extend(
            (folded[at : at + 2], origin[at][0], origin[at + 1][1])
            for at in range(start, last)
        )
        tokens.append((folded[last], *origin[last]))
    return tokens


def _joined(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for start, end, which in spans:
        if joined and start < joined[-1][1]:
            before, until, first = joined[-1]
            joined[-1] = (before, max(until, end), first)
        else:
            joined.append((start, end, which))
    return joined
