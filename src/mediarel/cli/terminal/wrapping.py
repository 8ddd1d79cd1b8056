"""Lines that end between words, in the columns of a terminal; what is cut ends there.

None of it knows Rich, so that an error is told without loading it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from mediarel.text.breaks import break_before, graphemes, is_unspaced, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ELLIPSIS = "…"


def cells(text: str) -> int:
    """Return how many columns `text`, which is harmless, takes on a terminal."""
    if text.isascii():
        return len(text)
    # Costs 20 ms, and a line of English does without.
    from wcwidth import wcswidth  # noqa: PLC0415

    return max(0, wcswidth(text))


def line_starts(
    text: str, width: int, whole: Sequence[tuple[int, int]] = ()
) -> list[int]:
    """Return where in `text` each line but the first begins, at most `width` wide.

    Between the places in `whole` it is never broken, though the line be too long;
    elsewhere a word is, where it is wider than a line.
    """
    starts: list[int] = []
    used = 0
    for start, end, is_whole in _unbroken(text, whole):
        word = text[start:end].rstrip()
        needed = cells(word)
        is_folded = needed > width and not is_whole
        flows_on = is_folded and is_unspaced(word)
        if used and used + needed > width and not flows_on:
            starts.append(start)
            used = 0
        if is_folded:
            folds, used = _folds(word, width, used)
            starts += [start + fold for fold in folds]
            used += cells(text[start + len(word) : end])
        else:
            used += cells(text[start:end])
    return starts


def _folds(word: str, width: int, used: int) -> tuple[list[int], int]:
    """Return where each line but the first begins in a word that is too wide.

    Beside it, how much of the last line is taken; of the first, `used` is.
    """
    folds: list[int] = []
    for begin, end in graphemes(word):
        needed = cells(word[begin:end])
        if used and used + needed > width:
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


def wrapped(text: str, width: int, whole: Sequence[tuple[int, int]] = ()) -> list[str]:
    """Return one line of text as lines at most `width` wide, indented as it is.

    What is between the places in `whole` stays on one line, as by `line_starts`.
    """
    indent = len(text) - len(text.lstrip(" "))
    body = text[indent:]
    shifted = [(start - indent, end - indent) for start, end in whole]
    starts = [0, *line_starts(body, max(1, width - indent), shifted), len(body)]
    return [
        (" " * indent + body[start:end]).rstrip() for start, end in pairwise(starts)
    ]


def shortened(text: str, width: int) -> str:
    """Return one line of text, at most `width` wide; what is cut ends at a word.

    An ellipsis stands for the rest.
    """
    return text[:kept] + ELLIPSIS if (kept := cut_at(text, width)) is not None else text


def cut_at(text: str, width: int) -> int | None:
    """Return how much of `text` stays where it is wider than `width`, else None.

    An ellipsis behind it is reckoned with.
    """
    if cells(text) <= width:
        return None
    used = place = 0
    for begin, end in graphemes(text):
        used += cells(text[begin:end])
        if used > width - 1:
            break
        place = end
    return len(text[: break_before(text, place) or place].rstrip())


def in_sight(line: str, place: int, width: int) -> tuple[str, int]:
    """Return the part of `line`, at most `width` wide, about the column `place`.

    Beside it, the column in the part. Ellipses stand for what is cut.
    """
    if cells(line) <= width:
        return line, place
    whole = [line[begin:end] for begin, end in graphemes(line)]
    begin = end = left = 0
    while place - left > width * 2 // 3:
        left += cells(whole[begin])
        begin += 1
    head = ELLIPSIS if begin else ""
    end, used = begin, len(head)
    while end < len(whole) and used + cells(whole[end]) < width:
        used += cells(whole[end])
        end += 1
    tail = ELLIPSIS if end < len(whole) else ""
    return head + "".join(whole[begin:end]) + tail, place - left + len(head)
