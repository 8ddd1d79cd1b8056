"""Measure text in terminal columns, and wrap it.

The width of a text is the sum of the `wcwidth` of its characters. A spacing vowel, as
in Khmer and Burmese, takes a separate column, as in the C library and most terminals.
If a terminal draws syllables narrower, lines are shorter than expected, but never too
long. This module does not load Rich, so that error messages appear without delay.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from unicodedata import category

from mediarel.text.tokens import break_before, is_unspaced, pieces

_FIRST_BESIDE = "\u0900"  # marks before this character have no width
_WIDEST = 8  # columns; wider parts are no syllables, and may be broken
_WORD = re.compile(r"\s*[^\s\u200b]+[\s\u200b]*|\s*\u200b[\s\u200b]*")


def width(text: str) -> int:
    """Return the width of `text` in columns."""
    return len(text) if text.isascii() else sum(map(_width_of, text))


def shortened(text: str, columns: int) -> str:
    """Shorten a text to at most `columns` columns, with `…` at the end.

    The text is cut after a word. Khmer, and words that are too wide, are cut after a
    syllable.
    """
    if width(text) <= columns:
        return text
    kept, room = 0, columns - 1
    for _, end, its_width in syllables(text):
        if its_width > room:
            break
        room -= its_width
        kept = end
    return f"{text[: break_before(text, kept) or kept].rstrip()}…"


def syllables(text: str) -> list[tuple[int, int, int]]:
    """Divide a text into parts that must not be broken.

    Return start, end and width of each part. A part is a character with its marks and,
    in Khmer, its subscript characters. A character without width belongs to the part
    before it.
    """
    parts: list[tuple[int, int, int]] = []
    for start, end in _graphemes(text):
        its_width = width(text[start:end])
        if its_width > _WIDEST:
            parts += [(at, at + 1, _width_of(text[at])) for at in range(start, end)]
        elif parts and (not its_width or category(text[start]).startswith("M")):
            first, _, before = parts[-1]
            parts[-1] = first, end, before + its_width
        else:
            parts.append((start, end, its_width))
    return parts


def _graphemes(text: str) -> list[tuple[int, int]]:
    from wcwidth import iter_graphemes  # noqa: PLC0415 - 30 ms, for few texts

    found: list[tuple[int, int]] = []
    start = 0
    for each in iter_graphemes(text):
        found.append((start, start + len(each)))
        start += len(each)
    return found


@lru_cache(maxsize=4096)
def _width_of(letter: str) -> int:
    if letter.isascii():
        return int(letter.isprintable())
    from wcwidth import wcswidth, wcwidth  # noqa: PLC0415 - as above

    # A spacing mark has a width only after a character.
    return max(0, wcwidth(letter) or wcswidth(f"n{letter}") - 1)


@cache
def correct_rich() -> None:
    """Make Rich use the widths and the line breaks of this module.

    Rich gives every combining mark the width 0, but spacing vowels need a column. Rich
    breaks lines only at white space, but Khmer words end at U+200B.
    """
    from rich import _wrap, cells, segment  # noqa: PLC0415 - not for a pipe

    of_rich = cells.get_character_cell_size

    @lru_cache(maxsize=4096)
    def size(letter: str, unicode_version: str = "auto") -> int:
        known = of_rich(letter, unicode_version)
        return known if known or letter < _FIRST_BESIDE else _width_of(letter)

    def split(
        text: str, _unicode_version: str = "auto"
    ) -> tuple[list[tuple[int, int, int]], int]:
        # Rich measures the parts, because it joins different emoji than `width`.
        parts = [
            (start, end, cells.cell_len(text[start:end]))
            for start, end, _ in syllables(text)
        ]
        return parts, sum(its_width for _, _, its_width in parts)

    for module in (cells, segment):
        vars(module)["get_character_cell_size"] = size
    vars(cells)["split_graphemes"] = split
    vars(_wrap)["re_word"] = _WORD
    cells.cached_cell_len.cache_clear()


def _line_starts(
    text: str, columns: int, whole: Sequence[tuple[int, int]] = ()
) -> list[int]:
    """Return the start of each line of `text` except the first.

    Lines have at most `columns` columns. A word that is wider than a line is broken. It
    starts on a new line, or on the current line in scripts without spaces.
    """
    starts: list[int] = []
    used = 0
    for start, end, is_whole in _unbroken(text, whole):
        word = text[start:end].rstrip()
        needed = width(word)
        is_folded = needed > columns and not is_whole
        flows_on = is_folded and is_unspaced(word)
        if used and used + needed > columns and not flows_on:
            starts.append(start)
            used = 0
        if is_folded:
            folds, used = _folds(word, columns, used)
            starts += [start + fold for fold in folds]
            used += width(text[start + len(word) : end])
        else:
            used += width(text[start:end])
    return starts


def _folds(word: str, columns: int, used: int) -> tuple[list[int], int]:
    """Break a word that is wider than a line.

    Return a pair: the positions in the word at which new lines start, and the width of
    the last line. The first line already has `used` columns of text.
    """
    folds: list[int] = []
    for begin, _, needed in syllables(word):
        if used and used + needed > columns:
            folds.append(begin)
            used = 0
        used += needed
    return folds, used


def _unbroken(
    text: str, whole: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of a text between which lines can be broken.

    `whole` has the start and end of each section that must stay on one line. A part has
    three values: its start, its end, and True if it contains such a section.
    """
    parts = pieces(text)
    for start, behind in parts:
        end = behind
        of_these = [stop for begin, stop in whole if begin < end and start < stop]
        for stop in of_these:
            while end < stop:
                end = next(parts)[1]
        yield start, end, bool(of_these)


def wrapped(
    text: str, columns: int, whole: Sequence[tuple[int, int]] = ()
) -> list[str]:
    """Wrap a line of text to at most `columns` columns, and keep the indent.

    `whole` has the start and end of parts that must stay on one line, even if they are
    too long. Any other word that is wider than a line is broken.
    """
    indent = len(text) - len(text.lstrip(" "))
    body = text[indent:]
    shifted = [(start - indent, end - indent) for start, end in whole]
    starts = [0, *_line_starts(body, max(1, columns - indent), shifted), len(body)]
    return [
        (" " * indent + body[start:end]).rstrip() for start, end in pairwise(starts)
    ]
