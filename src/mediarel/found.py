"""What a query finds: a page of it, the years it lies in, what matched and where."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from mediarel.query.sql import Sql, condition, merit
from mediarel.query.tree import Both, Dated, Either, Query, Without, both, sought_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.statement import Statement
    from mediarel.store.index import Index

# What a list can be sorted by; ties go by date, then as they were recorded.
_NEWEST = "first DESC, last DESC, id DESC"
SORTS = {
    "newest": _NEWEST,
    "oldest": "first, last, id",
    "id": "id",
    "program": f"(SELECT folded FROM name WHERE number = program), {_NEWEST}",  # noqa: S608 - our own words
    "headline": f"headline COLLATE NOCASE, {_NEWEST}",
    # Without a score is what matches by more than words; scores are below 0.
    "best": f"ifnull(score, 0), {_NEWEST}",
}


class Row(NamedTuple):
    """A statement as a list shows it."""

    id: int
    date: str
    program: str
    type: str
    headline: str


class Excerpt(NamedTuple):
    """A sentence, and where in it something matched: pairs of start and end."""

    text: str
    marks: tuple[tuple[int, int], ...]


class Page(NamedTuple):
    """A part of what a query finds.

    `start` counts from 0. `years` has the number of statements for each year,
    newest first, without regard to the query's own dates; `in_all` is their sum.
    """

    rows: tuple[Row, ...]
    start: int
    total: int
    years: tuple[tuple[int, int], ...]
    in_all: int


def page(
    index: Index, query: Query, *, sort: str, start: int, size: int | None
) -> Page:
    """Give `size` statements (all with None) from `start` on that `query` finds."""
    wanted = condition(query, has_fts=index.has_fts)
    undated = condition(without_dates(query), has_fts=index.has_fts)
    years = index.rows(
        f"SELECT year, count(*) FROM statement WHERE {undated.text}"  # noqa: S608 - made of our own words and marks
        " GROUP BY year ORDER BY year DESC",
        undated.parameters,
    )
    total = in_all = sum(count for _, count in years)
    if wanted != undated:
        total = index.rows(
            f"SELECT count(*) FROM statement WHERE {wanted.text}",  # noqa: S608 - the same
            wanted.parameters,
        )[0][0]
    ordered = _ordered(index, query, sort)
    rows = index.rows(
        "SELECT id, date, (SELECT shown FROM name WHERE number = program),"  # noqa: S608 - the same
        f" (SELECT shown FROM name WHERE number = type), headline {ordered.text}"
        f" LIMIT {-1 if size is None else size} OFFSET {start}",
        ordered.parameters,
    )
    return Page(tuple(Row(*row) for row in rows), start, total, tuple(years), in_all)


def documents(index: Index, query: Query, *, sort: str) -> Iterator[tuple[int, bytes]]:
    """Give id and raw JSON of all that `query` finds, as they are at one moment."""
    ordered = _ordered(index, query, sort)
    return index.stream(
        "SELECT id, (SELECT json FROM document WHERE document.id = statement.id)"  # noqa: S608 - made of our own words and marks
        f" {ordered.text}",
        ordered.parameters,
    )


def excerpt(statement: Statement, headline: str, query: Query) -> Excerpt:
    """Give the sentence of `statement` that holds the most of what `query` seeks.

    Where only other fields than title and text match, it is the headline.
    """
    # Only a search needs these, which take 10 ms to load.
    from mediarel.document import after_dateline  # noqa: PLC0415
    from mediarel.sentences import sentences  # noqa: PLC0415
    from mediarel.text import spaced_once  # noqa: PLC0415
    from mediarel.words import joined, places  # noqa: PLC0415

    sought = list(dict.fromkeys(sought_words(query)))
    in_text, in_title = (
        [words.term for words in sought if words.field in {None, field}]
        for field in ("text", "title")
    )
    text = (statement.text or "")[after_dateline(statement) :]
    found = places(text, in_text)
    starts = [start for start, _, _ in found]
    best, most = spaced_once(headline), 0
    for start, end in sentences(text):
        begun = found[bisect_left(starts, start) : bisect_left(starts, end)]
        here = {which for _, _, which in begun}
        if len(here) > most:
            best, most = spaced_once(text[start:end]), len(here)
    title = spaced_once(statement.title or "")
    matched = {which for _, _, which in places(title, in_title)}
    terms = in_text
    if len(matched) >= max(most, 1):
        best, terms = title, in_title
    # Marked once more, since a sentence on one line is not where it was.
    return Excerpt(best, joined(places(best, terms)))


def cropped(excerpt: Excerpt, most: int) -> Excerpt:
    """Give `most` letters of `excerpt` about its first mark, ellipses where cut."""
    text, marks = excerpt
    if len(text) <= most:
        return excerpt
    first = marks[0][0] if marks else 0
    start = max(0, min(first - most // 3, len(text) - most + 1))
    # Between words, so that no word and no Khmer syllable is cut at its head.
    start = text.rfind(" ", 0, start) + 1
    head = "…" if start else ""
    end = start + most - len(head)
    tail = "…" if end < len(text) else ""
    shift = len(head) - start
    return Excerpt(
        head + text[start:end].rstrip() + tail,
        tuple((a + shift, b + shift) for a, b in marks if a >= start and b <= end),
    )


def without_dates(query: Query) -> Query:
    """Give `query` as far as it is not about dates, for the counts of the year bar."""
    if isinstance(query, Dated):
        return both()
    if isinstance(query, Both):
        return both(*(part for part in query.parts if not isinstance(part, Dated)))
    return query


def _ordered(index: Index, query: Query, sort: str) -> Sql:
    """Give all of a select but its columns: the rows that match, in their order."""
    scored = merit(query, has_fts=index.has_fts) if sort == "best" else None
    if scored is None:
        wanted = condition(query, has_fts=index.has_fts)
        order = SORTS["newest" if sort == "best" else sort]
        return Sql(
            f"FROM statement WHERE {wanted.text} ORDER BY {order}", wanted.parameters
        )
    score, rest = scored
    wanted = condition(rest, has_fts=index.has_fts)
    # What matches by more than words may hold none of those that are sought.
    join = "JOIN" if _needs_words(query) else "LEFT JOIN"
    return Sql(
        f"FROM statement {join} ({score.text}) USING (id) WHERE {wanted.text}"
        f" ORDER BY {SORTS[sort]}",
        (*score.parameters, *wanted.parameters),
    )


def _needs_words(query: Query) -> bool:
    """Tell whether all that matches holds something of what is sought."""
    if isinstance(query, Both):
        return any(_needs_words(part) for part in query.parts)
    if isinstance(query, Either):
        return all(_needs_words(part) for part in query.parts)
    return next(sought_words(query), None) is not None and not isinstance(
        query, Without
    )
