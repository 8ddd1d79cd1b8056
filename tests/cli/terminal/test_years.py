"""Test the year bar."""

import pytest

from cli.conftest import Drawn
from conftest import Run


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            (),
            [
                "[All Years 200] · 2014 1 · 2013 1",
                "2012 1 · 2011 1 · 2010 1 · 2009 1 · …",
            ],
        ),
        (
            ("--year=1850",),
            [
                "All Years 200 · 2014 1 · 2013 1 · 2012 1",
                "2011 1 · 2010 1 · 2009 1 · [1850 1] · …",
            ],
        ),
    ],
)
def test_oldest_years_are_left_out_first(
    run: Run, drawn: Drawn, options: tuple[str, ...], expected: list[str]
) -> None:
    """A chosen year is always shown."""
    rows = "".join(f"{year},A,In {year}\n" for year in range(1815, 2015))
    run("init", ".")
    run("import", "-", "--yes", stdin=f"date,program,title\n{rows}")

    assert drawn("list", *options, columns=40)[1:3] == expected


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
