"""A passage: the sentences around a place in a text, on one line, with the place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from mediarel.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    Span = tuple[int, int]

_SPACE = re.compile(r"\s+")


class Passage(NamedTuple):
    """Sentences on one line, as printed, and the start and end of each mark in them."""

    text: str
    marks: tuple[tuple[int, int], ...]


def passage(text: str, spans: Sequence[Span], begin: int = 0) -> Passage:
    """Return the sentences of `text` that `spans`, in their order, are in.

    An ellipsis stands between two that don't follow each other. What is before
    `begin`, such as a dateline, is left out where no span is in it.
    """
    every = sentences(text)
    line = ""
    marks: list[Span] = []
    for (first, last), inside in _together(every, spans):
        start, stop = every[first][0], every[last][1]
        # A mark is cut where a sentence ends or begins in it, as in a syllable.
        kept = [(max(a, start), min(b, stop)) for a, b in inside]
        if kept[0][0] >= begin:
            start = max(start, begin)
        line += " … " if line else ""
        shown = _on_one_line(text, start, stop, kept)
        marks += [(len(line) + a, len(line) + b) for a, b in shown.marks]
        line += shown.text
    return Passage(line, tuple(marks))


def _together(
    every: Sequence[Span], spans: Sequence[Span]
) -> list[tuple[Span, list[Span]]]:
    """Return the first and last of sentences that follow each other, and their spans.

    A span in no sentence is left out.
    """
    found: list[tuple[Span, list[Span]]] = []
    for span in spans:
        first = bisect_right(every, span[0], key=lambda each: each[1])
        last = bisect_left(every, span[1], key=lambda each: each[0]) - 1
        if last < first:
            continue
        if not found or first > found[-1][0][1] + 1:
            found.append(((first, last), [span]))
            continue
        (start, end), inside = found.pop()
        inside.append(span)
        found.append(((start, max(end, last)), inside))
    return found


def _on_one_line(text: str, begin: int, stop: int, spans: Sequence[Span]) -> Passage:
    """Return a part of `text` with one plain space wherever there is white space."""
    line = ""
    marks = []
    place = begin
    for start, end in spans:
        line += _spaced(text[place:start], is_first=not line)
        marked = _spaced(text[max(start, place) : end], is_first=not line)
        marks.append((len(line), len(line) + len(marked)))
        line += marked
        place = end
    line += _spaced(text[place:stop], is_first=not line)
    return Passage(line.rstrip(), tuple(marks))


def _spaced(text: str, *, is_first: bool) -> str:
    spaced = _SPACE.sub(" ", text)
    return spaced.lstrip() if is_first else spaced


def joined(passages: Sequence[Passage]) -> Passage:
    """Return passages as one, with an ellipsis between them."""
    line = ""
    marks: list[Span] = []
    for each in passages:
        line += " … " if line else ""
        marks += [(len(line) + start, len(line) + end) for start, end in each.marks]
        line += each.text
    return Passage(line, tuple(marks))
