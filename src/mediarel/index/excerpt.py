"""The sentence of a statement that matched, and where in it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from mediarel.query.tree import Query, sought_words
from mediarel.text.breaks import break_before

if TYPE_CHECKING:
    from mediarel.model.statement import Statement


class Excerpt(NamedTuple):
    """A sentence, and the start and end of each match in it."""

    text: str
    marks: tuple[tuple[int, int], ...]


def excerpt(statement: Statement, headline: str, query: Query) -> Excerpt:
    """Return the sentence of `statement` that matches the most terms of `query`.

    Where neither title nor text matches, it is the headline.
    """
    # Only a search needs these, which take 10 ms to load.
    from mediarel.release.headline import after_dateline  # noqa: PLC0415
    from mediarel.text.lines import spaced_once  # noqa: PLC0415
    from mediarel.text.sentences import sentences  # noqa: PLC0415
    from mediarel.text.tokens import matches, merge_spans  # noqa: PLC0415

    sought = list(dict.fromkeys(sought_words(query)))
    in_text, in_title = (
        [words.term for words in sought if words.field in {None, field}]
        for field in ("text", "title")
    )
    text = (statement.text or "")[after_dateline(statement) :]
    found = matches(text, in_text)
    starts = [start for start, _, _ in found]
    best, most = spaced_once(headline), 0
    for start, end in sentences(text):
        begun = found[bisect_left(starts, start) : bisect_left(starts, end)]
        here = {which for _, _, which in begun}
        if len(here) > most:
            best, most = spaced_once(text[start:end]), len(here)
    title = spaced_once(statement.title or "")
    matched = {which for _, _, which in matches(title, in_title)}
    terms = in_text
    if len(matched) >= max(most, 1):
        best, terms = title, in_title
    # Matched again: on one line, the sentence has other offsets.
    return Excerpt(best, merge_spans(matches(best, terms)))


def cropped(excerpt: Excerpt, most: int) -> Excerpt:
    """Return `most` letters of `excerpt` around its first mark, ellipses where cut."""
    text, marks = excerpt
    if len(text) <= most:
        return excerpt
    first = marks[0][0] if marks else 0
    start = max(0, min(first - most // 3, len(text) - most + 1))
    # Begins and ends between words, in Khmer between graphemes.
    start = min(first, break_before(text, start))
    head = "…" if start else ""
    end = start + most - len(head)
    tail = "…" if end < len(text) else ""
    seen = min(end, marks[0][1]) if marks else 0
    end = max(seen, break_before(text, end))
    shift = len(head) - start
    return Excerpt(
        head + text[start:end].rstrip() + tail,
        tuple((a + shift, b + shift) for a, b in marks if a >= start and b <= end),
    )
