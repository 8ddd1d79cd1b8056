"""Compare two texts by words, or by graphemes in scripts without spaces.

A text is split into pieces: words, runs of white space and single punctuation marks.
Each piece consists of whole graphemes (Unicode Standard Annex 29), so that no part of a
Khmer syllable is shown alone. The pieces that both texts have in the same order are
equal (longest common subsequence), and the rest is different. Short equal parts between
long differences are coincidences, and count as different.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple

import regex
from rapidfuzz.distance import LCSseq

_UNSPACED = r"\p{Thai}\p{Lao}\p{Myanmar}\p{Khmer}\p{Han}\p{Hiragana}\p{Katakana}"
# A word or number, white space, or a single grapheme.
_PIECE = rf"(?:(?=[\p{{N}}_]|(?![{_UNSPACED}])\p{{L}})\X)+|(?:(?=\s)\X)+|\X"
# Pairs to compare, one bit each: 64 MB. Longer texts are compared by lines first.
_MOST_PAIRS = 5 * 10**8
_CONTEXT = 40  # characters shown on each side of a difference
_LONGEST_SHOWN = 240  # characters shown of the old text of a difference, and of the new


class Part(NamedTuple):
    """A part of the old text and the corresponding part of the new text.

    Either text can be empty.
    """

    old: str
    new: str

    @property
    def is_same(self) -> bool:
        """Return whether both texts are equal."""
        return self.old == self.new

    @property
    def size(self) -> int:
        """The number of characters of the longer text."""
        return max(len(self.old), len(self.new))


def diff(old: str, new: str, key: Callable[[str], str] = str) -> list[Part]:
    """Split two texts into parts that are alternately equal and different.

    Two words are equal if `key` returns the same value for both. In an equal part,
    `old` and `new` both have the words of the new text. Very long texts are compared by
    lines.
    """
    pieces = _pieces(old), _pieces(new)
    if len(pieces[0]) * len(pieces[1]) > _MOST_PAIRS:
        pieces = old.splitlines(keepends=True), new.splitlines(keepends=True)
    return without_chance(_compare(*pieces, key))


def with_context(parts: Sequence[Part]) -> list[Part]:
    """Shorten equal parts to the words near a difference, and shorten long differences.

    An ellipsis replaces the omitted words.
    """
    shown = []
    for place, part in enumerate(parts):
        if part.is_same:
            before = _CONTEXT if place else 0
            after = _CONTEXT if place < len(parts) - 1 else 0
            text = _cut(part.old, before, after)
            shown.append(Part(text, text))
        else:
            most = _LONGEST_SHOWN
            sides = (_cut(side, most * 2 // 3, most // 3) for side in part)
            shown.append(Part(*sides))
    return shown


def _pieces(text: str) -> list[str]:
    return regex.findall(_PIECE, text)


def _compare(
    old: Sequence[str], new: Sequence[str], key: Callable[[str], str]
) -> Iterator[Part]:
    """Yield the equal and the different parts of two sequences of pieces."""
    for each in LCSseq.opcodes([*map(key, old)], [*map(key, new)]):
        after = "".join(new[each.dest_start : each.dest_end])
        is_same = each.tag == "equal"
        before = after if is_same else "".join(old[each.src_start : each.src_end])
        yield Part(before, after)


def without_chance(parts: Iterable[Part]) -> list[Part]:
    """Merge parts that are equal by coincidence into the adjacent differences.

    An equal part is a coincidence if both adjacent differences are at least twice as
    long. An example is the space between two replaced words.
    """
    kept: list[Part] = []
    for part in parts:
        last = part
        if kept and kept[-1].is_same == last.is_same:
            last = _merged(kept.pop(), last)
        while (
            not last.is_same
            and len(kept) > 1
            and 2 * kept[-1].size <= min(kept[-2].size, last.size)
        ):
            same, before = kept.pop(), kept.pop()
            last = _merged(before, same, last)
        kept.append(last)
    return kept


def _merged(*parts: Part) -> Part:
    return Part("".join(p.old for p in parts), "".join(p.new for p in parts))


def _cut(text: str, before: int, after: int) -> str:
    """Return the first and the last words of `text`, with an ellipsis between them.

    The first words have at most `before` characters, and the last words at most
    `after` characters.
    """
    if len(text) <= before + after:
        return text
    pieces = _pieces(text)
    ends = list(accumulate(map(len, pieces)))
    head = sum(1 for _ in takewhile(lambda end: end <= before, ends))
    tail = sum(1 for end in (0, *ends) if len(text) - end <= after) - 1
    first = "".join(pieces[:head]).rstrip()
    last = "".join(pieces[len(pieces) - tail :]).lstrip()
    return " ".join(filter(None, (first, "…", last)))
