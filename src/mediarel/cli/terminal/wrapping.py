"""Lines that end between words, in the columns of a terminal.

None of it knows Rich, so that an error is told without loading it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.cli.terminal.widths import syllables, width
from mediarel.text.tokens import is_unspaced, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _line_starts(
    text: str, columns: int, whole: Sequence[tuple[int, int]] = ()
) -> list[int]:
    """Return where in `text` each line but the first begins, at most `columns` wide.

    A word without spaces in it flows on from the line before; any other that is wider
    than a line begins one of its own.
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
    """Return where each line but the first begins in a word that is too wide.

    Beside it, how much of the last line is taken; of the first, `used` is.
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
    """Yield start and end of what is broken around, and whether it stays whole."""
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
    """Return one line of text as lines at most `columns` wide, indented as it is.

    What is between the places in `whole` stays on one line, though it be too long;
    elsewhere a word that is wider than a line is broken.
    """
    indent = len(text) - len(text.lstrip(" "))
    body = text[indent:]
    shifted = [(start - indent, end - indent) for start, end in whole]
    starts = [0, *_line_starts(body, max(1, columns - indent), shifted), len(body)]
    return [
        (" " * indent + body[start:end]).rstrip() for start, end in pairwise(starts)
    ]


def in_sight(line: str, place: int, columns: int) -> tuple[str, int]:
    """Return the part of `line`, at most `columns` wide, about the column `place`.

    Beside it, the column in the part. Ellipses stand for what is cut.
    """
    if width(line) <= columns:
        return line, place
    start = left = 0
    for _, end, its_width in syllables(line):
        if place - left <= columns * 2 // 3:
            break
        start, left = end, left + its_width
    head = "…" if start else ""
    stop, used = start, len(head)
    for _, end, its_width in syllables(line[start:]):
        if used + its_width >= columns:
            break
        stop, used = start + end, used + its_width
    tail = "…" if stop < len(line) else ""
    return f"{head}{line[start:stop]}{tail}", place - left + len(head)
