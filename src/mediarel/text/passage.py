"""A passage: the sentences around a place in a text, on one line, with the place."""

from __future__ import annotations

import re
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
    whole: list[list[int]] = []
    every = sentences(text)
    for start, end in spans:
        touched = [at for at, (a, b) in enumerate(every) if a < end and start < b]
        if not touched:
            continue
        if whole and touched[0] <= whole[-1][1] + 1:
            whole[-1][1] = max(whole[-1][1], touched[-1])
        else:
            whole.append([touched[0], touched[-1]])
    line = ""
    marks: list[Span] = []
    for first, last in whole:
        start, stop = every[first][0], every[last][1]
        inside = [span for span in spans if start <= span[0] < stop]
        if inside[0][0] >= begin:
            start = max(start, begin)
        line += " … " if line else ""
        shown = _on_one_line(text, start, stop, inside)
        marks += [(len(line) + a, len(line) + b) for a, b in shown.marks]
        line += shown.text
    return Passage(line, tuple(marks))


def _on_one_line(text: str, begin: int, stop: int, spans: Sequence[Span]) -> Passage:
    """Return a part of `text` with one plain space wherever there is white space."""
    line = ""
    marks = []
    place = begin
    for start, end in spans:
        line += _spaced(text[place:start], is_first=not line)
        marked = _spaced(text[start:end], is_first=not line)
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
