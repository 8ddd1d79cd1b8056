"""The passage of a text that is most like a quotation, and where the two differ."""

from __future__ import annotations

import re
from itertools import groupby, product
from typing import TYPE_CHECKING, NamedTuple

from mediarel.text.diff import Part, without_chance
from mediarel.text.quotation import both_settled
from mediarel.text.wording import Wording, is_cut_after, is_cut_before, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BLANK = Part(" ", " ")
_SPACES = re.compile(r"\s+")
_FIRST = 0x20000  # each word becomes a letter of its own, from this one on
_STRETCH = 200  # words
_AROUND = 4  # words by which a passage may begin and end elsewhere


class Likeness(NamedTuple):
    """How much of two wordings is the same, up to 1, and the words where that is."""

    sameness: float
    first: int
    last: int


def stretches_of(part: Wording) -> list[Wording]:
    """Return a part of a quotation in stretches that can be compared quickly."""
    starts = range(0, len(part.words), _STRETCH)
    if len(starts) > 1 and len(part.words) - starts[-1] < _AROUND:
        starts = starts[:-1]  # too short for one of its own
    ends = [*starts[1:], len(part.words)]
    return [
        Wording(part.text, part.words[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]


def likeness(sought: Wording, text: Wording) -> Likeness:
    """Return the passage of `text` that is most like `sought`.

    Neither may be without words.
    """
    # Costs 10 ms, and only what is said nowhere needs it.
    from rapidfuzz.fuzz import partial_ratio_alignment  # noqa: PLC0415

    one, other = _as_letters(sought.folded, text.folded)
    if len(other) <= len(one):
        return _closest(one, other, 0, len(other))
    found = partial_ratio_alignment(one, other)
    if found is None:
        return Likeness(0.0, 0, len(other) - 1)
    return _closest(one, other, found.dest_start, found.dest_end)


def compared(sought: Wording, texts: Sequence[Wording]) -> tuple[float, list[Part]]:
    """Return how much of `sought` is in the nearest of `texts`, and what differs."""
    for text in texts:
        one, other = both_settled(sought, text)
        if found := places(one, other):
            return 1.0, differences(one, other, *found[0])
    pairs = [both_settled(sought, text) for text in texts]
    ranked = [(likeness(*pair), pair) for pair in pairs if pair[1].words]
    if not ranked:
        return 0.0, [Part(_stretch(sought, 0, len(sought.words)), "")]
    best, (one, other) = max(ranked, key=lambda each: each[0].sameness)
    return best.sameness, differences(one, other, best.first, best.last)


def _closest(one: str, other: str, start: int, end: int) -> Likeness:
    """Return the part of `other` near to `start` and `end` that is most like `one`."""
    from rapidfuzz.distance import Indel, Levenshtein  # noqa: PLC0415 - as above

    firsts = range(max(0, start - _AROUND), min(start + _AROUND + 1, len(other)))
    ends = range(max(1, end - _AROUND), min(end + _AROUND, len(other)) + 1)
    best = max(
        ((first, stop) for first, stop in product(firsts, ends) if first < stop),
        # Of what is as like, where a word stands for another and none is missing.
        key=lambda part: (
            -Levenshtein.distance(one, other[slice(*part)]),
            -abs(part[1] - part[0] - len(one)),
        ),
        default=(start, max(end, start + 1)),
    )
    sameness = Indel.normalized_similarity(one, other[slice(*best)])
    return Likeness(sameness, best[0], best[1] - 1)


def _as_letters(*sides: Sequence[str]) -> Iterator[str]:
    letters: dict[str, str] = {}
    for side in sides:
        for word in side:
            letters.setdefault(word, chr(_FIRST + len(letters)))
        yield "".join(letters[word] for word in side)


def differences(sought: Wording, text: Wording, first: int, last: int) -> list[Part]:
    """Return where `sought` and the words from `first` to `last` of `text` differ.

    What is the same is as printed in `text`. Words that begin or end within a longer
    one have all of it.
    """
    while is_cut_before(text, first):
        first -= 1
    while is_cut_after(text, last):
        last += 1
    here = Wording(text.text, text.words[first : last + 1])
    parts: list[Part] = []
    for (a, b), (c, d), is_same in _stretches(sought.folded, here.folded):
        old, new = _stretch(sought, a, b), _stretch(here, c, d)
        if is_same:
            parts.append(Part(new, new))
            continue
        if old and _has_space_before(sought, a) and _is_open(parts):
            parts.append(_BLANK)
        parts.append(Part(old.rstrip(), new.rstrip()))
        if f"{old}{new}".endswith(" ") or old.endswith(" "):
            parts.append(_BLANK)
    return without_chance(parts)


def _stretches(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[tuple[int, int], tuple[int, int], bool]]:
    """Yield where the stretches of both begin and end that are the same or different.

    They are in turn the one and the other.
    """
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - as above

    for is_same, some in groupby(
        LCSseq.opcodes(old, new), key=lambda each: each.tag == "equal"
    ):
        alike = list(some)
        first, last = alike[0], alike[-1]
        yield (
            (first.src_start, last.src_end),
            (first.dest_start, last.dest_end),
            is_same,
        )


def _has_space_before(whole: Wording, at: int) -> bool:
    start = whole.words[at].start
    return whole.text[max(0, start - 1) : start].isspace()


def _is_open(parts: Sequence[Part]) -> bool:
    """Tell whether `parts` end in a word."""
    return bool(parts) and not parts[-1].new.endswith(" ")


def _stretch(whole: Wording, start: int, end: int) -> str:
    """Return the text of some words up to the next, the last to its own end."""
    if start == end:
        return ""
    is_last = end == len(whole.words)
    stop = whole.words[-1].end if is_last else whole.words[end].start
    return _SPACES.sub(" ", whole.text[whole.words[start].start : stop])
