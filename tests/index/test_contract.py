"""Test the answers that every index gives, for a file and on a server."""

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from finding import parsed
from kept_stores import Place, commit, record
from mediarel.index import search
from mediarel.index.protocol import Index
from mediarel.store.protocol import Delta, Store

LAND: dict[str, object] = {
    "title": "On land",
    "date": "2012-07-16",
    "tags": ["land", "100%"],
}
RADIO: dict[str, object] = {
    "title": "On radio",
    "date": "2014",
    "text": "Is it 50% or %s? a_b \\ 'c'",
}
EARLY: dict[str, object] = {"title": "Of rights", "date": "2011-03", "language": "km"}


@pytest.fixture
def store(place: Place) -> Store:
    """Return a store with three statements."""
    store = place.opened()
    given = {1: LAND, 2: RADIO, 3: EARLY}
    commit(store, {n: record(n, **fields) for n, fields in given.items()})
    return store


@pytest.fixture
def index(place: Place, store: Store) -> Iterator[Index]:
    assert store
    with closing(place.new_index()) as index:
        yield index


def found(index: Index, query: str, sort: str = "newest") -> list[int]:
    """Return the ids of the statements that `query` finds."""
    page = search.page(index, parsed(query), sort=sort, start=0, size=None)
    return [row.id for row in page.rows]


def test_page_has_a_part_of_the_rows_and_all_years(index: Index) -> None:
    page = search.page(index, parsed(""), sort="newest", start=1, size=1)

    assert [(row.id, row.headline, row.date) for row in page.rows] == [
        (1, "On land", "2012-07-16")
    ]
    assert dict(page.years) == {2014: 1, 2012: 1, 2011: 1}
    assert page.total == 3


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [2, 1, 3]),
        ("land", [1]),
        ('"On radio" OR tag:land', [2, 1]),
        ("-on", [3]),
        ("date:2011..2012", [1, 3]),
        ("year:2014", [2]),
        ("language:km", [3]),
        ('tag:"100%"', [1]),
        ("elephant", []),
    ],
)
def test_query_finds_its_statements(index: Index, query: str, ids: list[int]) -> None:
    assert found(index, query) == ids


def test_stream_is_a_consistent_snapshot(store: Store, index: Index) -> None:
    many = {n: record(n) for n in range(10, 1700)}
    commit(store, many)
    streamed = search.records(index, parsed(""), sort="id")
    first = next(streamed)
    commit(store, {1699: None, 1698: record(1698, text="Another.")})

    rest = list(streamed)

    assert first[0] == 1
    assert [number for number, _ in rest] == [2, 3, *range(10, 1700)]
    assert dict(rest)[1698] == many[1698]
    index.close()
    ((_, again),) = search.records(index, parsed("id:1698"), sort="id")
    assert json.loads(again)["text"] == "Another."


def test_two_streams_can_be_open_at_the_same_time(index: Index) -> None:
    first = search.records(index, parsed(""), sort="id")
    start = next(first)
    second = search.records(index, parsed(""), sort="id")

    assert [number for number, _ in second] == [1, 2, 3]
    assert [number for number, _ in (start, *first)] == [1, 2, 3]


def test_change_is_found_immediately(place: Place, store: Store, index: Index) -> None:
    assert found(index, "elephant") == []
    commit(store, {2: None, 4: record(4, text="An elephant.")})

    index.close()
    assert found(index, "elephant") == [4]
    assert found(index, "radio") == []
    with closing(place.new_index()) as another:
        assert found(another, "elephant") == [4]


def test_index_matches_its_store_after_discard_and_close(
    store: Store, index: Index
) -> None:
    assert found(index, "land") == [1]
    assert not index.contradicts(store.read())

    index.discard()
    again = found(index, "land")
    index.close()

    assert again == found(index, "land") == [1]
    assert not index.contradicts(store.read())


def test_update_adds_a_change(store: Store, index: Index) -> None:
    index.prepare()
    with store.transaction() as transaction:
        before = transaction.revision
    raw = record(4, text="An elephant.")
    after = commit(store, {4: raw})
    entry = bytes(store.read().history["2"])

    index.update(before, Delta(after, {4: raw}, {2: entry}))

    assert found(index, "elephant") == [4]
