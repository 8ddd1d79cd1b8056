"""Test that a file and a server give the same answers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest

from both_archives import Both, both_of, statements, trees
from finding import parsed
from mediarel.index import crosstab, search
from mediarel.index import indexed_history as history
from mediarel.index.crosstab import signed_together, signers
from mediarel.index.protocol import Index
from mediarel.index.search import SORTS, TIMELINE
from mediarel.index.sql import condition, expanded
from mediarel.query import tree
from mediarel.query.tree import Either, Query, Value, Words, sought_words
from mediarel.stats.counts import BY, count
from mediarel.text.tokens import Term, term
from page_search import ORGANISATIONS
from samples import in_the_checks

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
SIZE = 80
QUERIES = 100
# Position of the first row, and number of rows; None means all rows.
PAGES = ((0, None), (0, 20), (3, 7), (20, 20), (5, None))


def same(
    both: Both,
    ask: Callable[Concatenate[Index, Given], Answer],
    *args: Given.args,
    **kwargs: Given.kwargs,
) -> Answer:
    """Return the answer of both archives, which must be equal."""

    def asked(index: Index) -> Answer:
        return index.asked(lambda: ask(index, *args, **kwargs))

    of_file, of_server = (asked(desk.index) for desk in both)
    assert of_file == of_server
    return of_file


once = pytest.mark.parametrize("random", [1], indirect=True)


@pytest.fixture(params=[1, 2, 3])
def random(request: pytest.FixtureRequest) -> Random:
    return Random(request.param)  # noqa: S311 - no secret


@pytest.fixture
def given(random: Random) -> list[dict[str, Any]]:
    return statements(random, SIZE)


@pytest.fixture
def both(given: list[dict[str, Any]], tmp_path: Path, address: str) -> Iterator[Both]:
    with both_of(tmp_path, address, given, ORGANISATIONS) as opened:
        yield opened


def page_of(
    index: Index, asked: Query, sort: str, start: int, size: int | None
) -> search.Page:
    return search.page(index, asked, sort=sort, start=start, size=size)


def test_both_find_the_same_rows_in_the_same_order(
    random: Random, given: list[dict[str, Any]], both: Both
) -> None:
    found = 0
    for each in trees(random, given, QUERIES):
        sort = random.choice((*SORTS, TIMELINE, "best", "best", "best"))
        start, size = random.choice(PAGES)

        found += same(both, page_of, each, sort, start, size).total
        same(both, search.ids, each, sort=sort, size=50)

    assert found > QUERIES


def test_both_count_the_same(
    random: Random, given: list[dict[str, Any]], both: Both
) -> None:
    """This covers counts by one field and by two, signatories, months and types."""
    for each in trees(random, given, QUERIES // 4):
        by = random.sample(list(BY), random.choice((1, 2)))

        same(both, count, each, by)
        same(both, signers, each)
        same(both, together, each)
        same(both, months, each)
        same(both, search.has_one_type, each)
        same(both, search.ids_holding, each, b"Land")
        same(both, ids_of_records, each)


def together(index: Index, asked: Query) -> list[list[str]]:
    return sorted(sorted(map(str, keys)) for keys in signed_together(index, asked))


def months(index: Index, asked: Query) -> list[tuple[str, str]]:
    return sorted(crosstab.months(index, asked))


def ids_of_records(index: Index, asked: Query) -> list[int]:
    return [number for number, _ in search.records(index, asked, sort="best")]


def test_both_compute_the_same_scores(
    random: Random, given: list[dict[str, Any]], both: Both
) -> None:
    scored = 0
    for each in trees(random, given, QUERIES):
        # For a single word, a server does not compute how rare the word is.
        if len(set(sought_words(each))) > 1:
            scored += len(same(both, scores_of, each))

    assert scored > QUERIES


def scores_of(index: Index, asked: Query) -> dict[int, float]:
    """Return the score of each found statement that has a score."""
    scored = index.dialect.scored(expanded(index, asked))
    assert scored is not None
    source, rest = scored
    those = condition(rest, index.dialect)
    rows = index.rows(
        f"SELECT id, score FROM {source.text} WHERE {those.text}",  # noqa: S608 - the tested SQL
        (*source.parameters, *those.parameters),
    )
    return {number: score for number, score in rows if score}


@once
def test_both_know_the_same_words_changes_and_similar_statements(
    given: list[dict[str, Any]], both: Both
) -> None:
    found = [term(word) for word in given[0]["text"].split()]
    tokens = [token for each in found if each for token in each.tokens] + ["nowhere"]
    uuids = [str(uuid) for (uuid,) in same(both, rows, "SELECT uuid FROM statement")]
    days = ["2012-07-01", "1999-12-31", "2012-07-16"]

    for field in set(BY.values()) - {"year", "month"}:
        same(both, search.counted, field)
    assert same(both, lambda index: sorted(search.not_public(index)))
    assert same(both, search.words)
    uses = same(both, search.known, tokens)
    assert "nowhere" not in uses
    assert len(uses) >= 9
    assert same(both, lambda i: [number for number, *_ in history.ends(i)]) == [1, 3]
    assert same(both, lambda i: [n for n, _ in history.entries(i, None, 2)]) == [3, 2]
    assert same(both, history.touched, 3, 7) == [3, 4, 5, 6, 7]
    assert same(both, search.having, "uuid", uuids)
    assert same(both, search.of_originals, uuids)
    assert same(both, search.of_dates_and_programs, days)
    assert same(both, search.of_listed, "tags", ["CLEC", "Licadho"])
    assert same(both, rows, "SELECT id, counted, steps FROM release")


def rows(index: Index, sql: str) -> list[tuple[object, ...]]:
    return sorted(index.rows(sql))


LONG = "k" * 2100
MANY = " ".join(f"n{number}" for number in range(20_000))
ODD: list[dict[str, object]] = [
    {"title": "one", "text": "it's a \\ back\\slash, 100% of 'all' ?"},
    {"title": LONG, "text": "two"},
    {"title": f"{LONG}x", "text": "three"},
    {"title": "four", "text": "no no no no"},
    {"title": "five", "text": "no no. yes no no no yes"},
    {"title": "six", "text": "កកកកក កក កកក"},
    {"title": "seven", "text": "កកក"},
    {"title": "eight", "text": f"{MANY} no end"},
    {"title": "nine", "signatories": ["no end", "in sight"]},
]


@pytest.fixture
def odd(tmp_path: Path, address: str) -> Iterator[Both]:
    given = [{"date": "2012", "program": "CLEC", **fields} for fields in ODD]
    with both_of(tmp_path, address, given) as opened:
        yield opened


def words(*tokens: str, is_prefix: bool = False) -> Words:
    return Words(Term(tokens, is_prefix))


@in_the_checks
def test_both_handle_long_words_self_overlapping_phrases_and_nul(odd: Both) -> None:
    for asked, found in (
        (words("100"), [1]),
        (words(LONG), [2]),
        (words(LONG, is_prefix=True), [2, 3]),
        (words(f"{LONG}xx"), []),
        (words("n19999", "no", "end"), [8]),
        (words(*MANY.split()), [8]),
        (words("end", "in"), []),
        (Value("program", "a\0b"), []),
        (Value("signatories", "a\0b"), []),
        (Value("tags", "%' OR 1 = 1 --?"), []),
        (Either(tuple(words(f"n{n}", "x") for n in range(1000))), []),
        (tree.Both(tuple(words(f"n{n}") for n in range(1000))), [8]),
    ):
        page = same(odd, page_of, asked, "best", 0, None)
        assert sorted(row.id for row in page.rows) == found

    # A phrase can overlap itself; each occurrence counts.
    for phrase in ('"no no"', '"no no no"', '"no n"*', '"កក"'):
        assert len(same(odd, scores_of, parsed(f"{phrase} OR one"))) == 3
