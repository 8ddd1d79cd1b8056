"""Test the order, pages and years of results."""

from pathlib import Path

import pytest

from finding import archive_of, ids, parsed
from mediarel.index.search import SORTS

MIXED = (
    {"date": "2012-07", "program": "CLEC", "title": "Land", "text": "Rights."},
    {"date": "2012-07-01", "program": "ADHOC", "text": "A radio. Land and more land."},
    {"date": "2014", "program": "clec", "text": "Land."},
    {"date": "2012-07-01", "program": "ADHOC", "title": "A radio", "text": "x"},
    {"date": "2011-05", "program": "LICADHO", "text": "Rights to a radio."},
)


@pytest.mark.parametrize("times", [1, 30, 300])
def test_title_counts_more_than_text(times: int, tmp_path: Path) -> None:
    given_ones = [
        {"text": "Radio. " * times},
        {"title": "The radio", "text": "Of other matters. " * 200},
        *({"text": f"Nothing {number}."} for number in range(5)),
    ]
    with archive_of(tmp_path, given_ones) as archive:
        assert ids(archive, "radio", sort="best") == [2, 1]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", [3, 1, 4, 2, 5]),
        ("oldest", [5, 2, 4, 1, 3]),
        ("id", [1, 2, 3, 4, 5]),
        ("program", [4, 2, 3, 1, 5]),
        ("headline", [4, 2, 1, 3, 5]),
    ],
)
def test_sort_orders(sort: str, order: list[int], tmp_path: Path) -> None:
    with archive_of(tmp_path, MIXED) as archive:
        assert ids(archive, "", sort=sort) == order


def test_pages_together_are_the_whole_list(tmp_path: Path) -> None:
    with archive_of(tmp_path, MIXED) as archive:
        for sort in SORTS:
            whole = archive.page(parsed("land OR radio"), sort=sort)
            parts = [
                archive.page(parsed("land OR radio"), sort=sort, start=start, size=2)
                for start in range(0, 8, 2)
            ]

            assert [row for part in parts for row in part.rows] == list(whole.rows)
            assert {part.total for part in parts} == {whole.total} == {5}
            assert [len(part.rows) for part in parts] == [2, 2, 1, 0]
            assert [part.start for part in parts] == [0, 2, 4, 6]
        assert archive.page(parsed(""), size=0).rows == ()


@pytest.mark.parametrize(
    ("query", "total", "years"),
    [
        ("", 5, ((2014, 1), (2012, 3), (2011, 1))),
        ("date:2012", 3, ((2014, 1), (2012, 3), (2011, 1))),
        ("land date:2014", 1, ((2014, 1), (2012, 2))),
        ("land (date:2012 date:2012-07)", 2, ((2014, 1), (2012, 2))),
        ("date:2014 OR radio", 4, ((2014, 1), (2012, 2), (2011, 1))),
        ("nothing date:2012", 0, ()),
    ],
)
def test_years_ignore_the_dates_of_the_query(
    query: str, total: int, years: tuple[tuple[int, int], ...], tmp_path: Path
) -> None:
    with archive_of(tmp_path, MIXED) as archive:
        page = archive.page(parsed(query))

    assert page.years == years
    assert page.in_all_years == sum(count for _, count in years)
    assert page.total == total
