"""Test the filters and page options that commands share."""

import pytest

from conftest import Run, Screen

pytestmark = pytest.mark.usefixtures("store")


def test_star_in_a_filter_matches_any_ending(run: Run) -> None:
    run("edit", "3", "--add-tag=land rights")
    for field, value, ids in (
        ("program", "CLE*", 9),
        ("program", "CLE", 0),
        ("type", "joint*", 9),
        ("tag", "land*", 1),
    ):
        assert run("list", f"--{field}", value).out.count("\n") == ids
        assert run("list", f"{field}:{value}").out.count("\n") == ids
    assert run("list", "--tag", "*").code == 2


def test_page_size_can_have_khmer_digits(run: Run) -> None:
    assert run("list", "--per-page", "៣").out == run("list", "--per-page", "3").out


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--year=2011", "--year=2013"], 2),
        (["--year=2011", "--year=2013..2014"], 3),
        (["--program=CLEC", "--program=LICADHO"], 9),
        (["--program=LICADHO", "--program=ADHOC"], 0),
        (["--type=Press Release", "--type=Joint Statement"], 9),
        (["--year=2011", "--year=2013", "--type=Press Release"], 0),
        (["--tag=land", "--tag=rights"], 1),
    ],
)
def test_repeated_filter_finds_either(run: Run, words: list[str], found: int) -> None:
    """Only a repeated `--tag` finds statements that have all tags."""
    run("edit", "3", "--add-tag=land", "--add-tag=rights")
    run("edit", "4", "--add-tag=land")

    assert run("list", *words).out.count("\n") == found
    assert run("search", "cambodia*", *words).out.count("\n") <= found
    listed = run("export", "--format=csv", *words).out.count("\n")
    assert bool(listed) == bool(found)
    counted = [line.split("\t")[-1] for line in run("stats", *words).out.splitlines()]
    assert sum(map(int, counted)) == found


def test_hints_keep_repeated_filters(screen: Screen) -> None:
    asked = "--year 2011 --year 2012 --program CLEC --program ADHOC"
    filters = asked.split()

    shown = screen("list", *filters, "--per-page=3", columns=200).out

    assert "CLEC or ADHOC >> 2011 or 2012" in shown
    assert f"next: mediarel list {asked} --per-page=3 --page 2" in shown


def test_flag_can_be_repeated(run: Run) -> None:
    """A shell alias may already have the flag."""
    assert run("list", "--all", "--year=2011", "--all").code == 0
