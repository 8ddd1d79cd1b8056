"""Test the options for the fields of a statement."""

import pytest

from archives import stored
from conftest import Run

pytestmark = pytest.mark.usefixtures("store")


@pytest.mark.parametrize(
    ("order", "date"), [("--day-first", "2012-04-03"), ("--month-first", "2012-03-04")]
)
def test_ambiguous_date_follows_the_option(run: Run, order: str, date: str) -> None:
    run("add", "--date=03/04/2012", order, "--program=CLEC", "--title=Land")

    assert stored()["date"] == date


def test_only_the_text_option_reads_stdin_for_a_hyphen(run: Run) -> None:
    given = ("--date=2012", "--program=CLEC", "--title=-", "--text=-")

    run("add", *given, stdin="We ask for land.")

    assert stored()["title"] == "-"
    assert stored()["text"] == "We ask for land."


def test_empty_value_clears_the_field(run: Run) -> None:
    run("edit", "3", "--place", "", "--tag", "")

    assert stored(3)["place"] is None
    assert stored(3)["tags"] == []


def test_repeated_list_option_adds_each_value_once(run: Run) -> None:
    tags = ("--tag=land", "--tag=radio", "--tag=land")
    run("add", "--date=2012", "--program=CLEC", "--title=Land", *tags)

    assert stored()["tags"] == ["land", "radio"]
