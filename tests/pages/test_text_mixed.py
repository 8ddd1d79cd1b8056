"""A list page as text: the title beside its date here, and below it there."""

from __future__ import annotations

import itertools

import pytest

from mediarel.pages.fields import entry_fields
from mediarel.pages.text import read_text
from samples import sample

TITLES = (
    "Reopen the reading room",
    "Harbour Watch welcomes the ruling on the old pier",
    "Nets are not to be cut at night!",
    "Letter to the Harbour Evening Post",
    "Drop the charges against Dara Sok",
    "Is the new harbour law lawful?",
    "Forty boats - and one berth",
    "Declaration before the new harbour board",
)
DATES = (
    *("21 March 2019", "3 March 2019", "14 February 2019", "9 February 2019"),
    *("30 January 2019", "12 January 2019", "2 January 2019", "20 December 2018"),
)
LONG = "It asked the council to say by when, and on what terms, this is to be done."
# Which titles stand beside their dates, and which have a text.
BESIDE = ("10101010", "01010101", "11101110", "10010010", "11110111")
TEXTS = ("11111111", "00000000", "10110010")
CASES = tuple(itertools.product((" - ", ": ", " – ", "\t"), BESIDE, TEXTS, ("\n", "")))


@pytest.mark.parametrize(("sign", "beside", "texts", "gap"), sample(CASES))
def test_titles_stand_beside_some_dates_and_below_others(
    sign: str, beside: str, texts: str, gap: str
) -> None:
    """A page written by hand puts the title on the line of the date or below it."""
    page = "Home\nAbout us\nNews\n\n"
    for n, (title, date) in enumerate(zip(TITLES, DATES, strict=True)):
        page += f"{date}{sign if beside[n] == '1' else chr(10)}{title}\n"
        page += f"{LONG} It is the answer of day {n}.\n" if texts[n] == "1" else ""
        page += gap
    entries = [entry_fields(each) for each in read_text(page, "page.txt").entries]
    assert [each.get("title") for each in entries] == list(TITLES)
    assert all(
        ("text" in each) == (has == "1")
        for each, has in zip(entries, texts, strict=True)
    )


def test_a_month_may_have_its_title_beside_it_too() -> None:
    """A date without its day is one of the list, whichever way its title stands."""
    page = (
        "2019\n\n21 March 2019 - Reopen the reading room\n\n3 March 2019\n"
        "Nets are not to be cut at night\n\nFebruary 2019 - Drop the charges\n\n"
        "30 January 2019\nForty boats, one berth\n\n12 January 2019 - A letter came\n"
        "\nJanuary 2019\nThe bulletin of the harbour\n\n2 January 2019 - We are here\n"
    )
    found = [entry_fields(each) for each in read_text(page, "page.txt").entries]
    assert [(each["date"], each["title"]) for each in found] == [
        ("2019-03-21", "Reopen the reading room"),
        ("2019-03-03", "Nets are not to be cut at night"),
        ("2019-02", "Drop the charges"),
        ("2019-01-30", "Forty boats, one berth"),
        ("2019-01-12", "A letter came"),
        ("2019-01", "The bulletin of the harbour"),
        ("2019-01-02", "We are here"),
    ]


def test_who_issued_it_beside_some_dates_is_no_title() -> None:
    """A name beside half of the dates leaves the titles below all of them."""
    page = "Home\nNews\n\n"
    for n, (title, date) in enumerate(zip(TITLES, DATES, strict=True)):
        name = " | Office of the Warden" if n % 2 else ""
        page += f"{date}{name}\n{title}\n{LONG}\n\n"
    found = [entry_fields(each) for each in read_text(page, "page.txt").entries]
    assert [each["title"] for each in found] == list(TITLES)
    assert [each.get("program") for each in found] == [None, "Office of the Warden"] * 4
