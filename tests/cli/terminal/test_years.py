"""Test the year bar."""

import pytest

from cli.conftest import Drawn
from mediarel.cli.terminal.drawn import in_lines, year_bar


def bar(width: int, chosen: set[int] | None, *years: range) -> str:
    """Return the year bar for `years` with one statement each, wrapped to `width`."""
    counts = [(year, 1) for part in years for year in part]
    items = [item.text for item in year_bar(counts, len(counts), chosen, width)]
    lines = in_lines(list(map(len, items)), width)
    return "\n".join(" · ".join(items[place] for place in line) for line in lines)


LONG = range(2014, 1814, -1)


@pytest.mark.parametrize(
    ("width", "chosen", "years", "expected"),
    [
        (
            40,
            None,
            range(2014, 2010, -1),
            ["[All Years 4] · 2014 1 · 2013 1 · 2012 1", "2011 1"],
        ),
        (
            40,
            None,
            LONG,
            [
                "[All Years 200] · 2014 1 · 2013 1",
                "2012 1 · 2011 1 · 2010 1 · 2009 1 · …",
            ],
        ),
        (
            40,
            {1850},
            LONG,
            [
                "All Years 200 · 2014 1 · 2013 1 · 2012 1",
                "2011 1 · 2010 1 · 2009 1 · [1850 1] · …",
            ],
        ),
        (80, None, range(451, 449, -1), ["[All Years 2] · 0451 1 · 0450 1"]),
    ],
)
def test_oldest_years_are_left_out_first(
    width: int, chosen: set[int] | None, years: range, expected: list[str]
) -> None:
    """A chosen year is always shown."""
    assert bar(width, chosen, years).split("\n") == expected


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("list",), "[All Years 9] · 2014 1 · 2013 1 · 2012 6 · 2011 1"),
        (("list", "radio"), "[All Years 2] · 2012 2"),
        (("list", "--year=2012"), "All Years 9 · 2014 1 · 2013 1 · [2012 6] · 2011 1"),
        (("list", "year:2012"), "All Years 9 · 2014 1 · 2013 1 · [2012 6] · 2011 1"),
        (
            ("list", "--year=2012..2013"),
            "All Years 9 · 2014 1 · [2013 1] · [2012 6] · 2011 1",
        ),
        (
            ("list", "--since=2012-11"),
            "All Years 9 · [2014 1] · [2013 1] · [2012 6] · 2011 1",
        ),
        (("list", "--until=2011"), "All Years 9 · 2014 1 · 2013 1 · 2012 6 · [2011 1]"),
        (
            ("list", "date:..2012-07"),
            "All Years 9 · 2014 1 · 2013 1 · [2012 6] · [2011 1]",
        ),
        (
            ("list", "year:2011 OR year:2014"),
            "All Years 9 · [2014 1] · 2013 1 · 2012 6 · [2011 1]",
        ),
        (
            ("list", "NOT year:2012"),
            "All Years 9 · [2014 1] · [2013 1] · 2012 6 · [2011 1]",
        ),
        (("search", "radio year:2012"), "All Years 2 · [2012 2]"),
        (("list", "radio OR year:2011"), "[All Years 3] · 2012 2 · 2011 1"),
    ],
)
def test_years_of_the_filter_are_marked(
    drawn: Drawn, arguments: tuple[str, ...], expected: str
) -> None:
    assert drawn(*arguments)[1] == expected
