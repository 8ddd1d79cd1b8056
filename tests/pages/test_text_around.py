"""A list page as text: what stands around its entries, and is not theirs.

Categories
The date of the day
Links to files
"""

from __future__ import annotations

import pytest

from mediarel.pages.fields import entry_fields
from mediarel.pages.text import read_text

LONG = "It asked the council to say by when, and on what terms, this is to be done."
TITLES = (
    "Reopen the reading room",
    "Harbour Watch welcomes the ruling on the old pier",
    "Is the new harbour law lawful?",
    "Declaration before the new harbour board",
    "Drop the charges against Dara Sok",
)
DATES = ("21 March", "3 March", "14 February", "9 February", "30 January")


def _page(entry: str, *, head: str = "Home\nAbout us\n\n") -> str:
    pairs = zip(TITLES, DATES, strict=True)
    return head + "".join(
        entry.format(title=title, date=f"{date} 2019", text=f"{title}: {LONG}")
        for title, date in pairs
    )


@pytest.mark.parametrize(
    "entry",
    [
        "News\n{title}\n{text}\n{date}\n\n",
        "News\n{title}\n{date}\n{text}\n\n",
        "{title}\nHarbour | News\n{date}\n{text}\n\n",
    ],
)
def test_sections_of_the_site_become_no_tags(entry: str) -> None:
    """The sections an entry is filed under say what is on the site, and are no tags."""
    page = read_text(_page(entry), "page.txt")
    found = [entry_fields(each) for each in page.entries]
    assert [each["title"] for each in found] == list(TITLES)
    assert not any("tags" in each or "program" in each for each in found)


def test_a_kind_among_the_sections_is_the_type() -> None:
    """Of the sections between title and date, a kind of statement is the type."""
    page = read_text(
        _page("{title}\nHarbour | Open Letter\n{date}\n{text}\n\n"), "page.txt"
    )
    assert {entry_fields(each)["type"] for each in page.entries} == {"Open Letter"}


def test_the_date_of_the_day_is_named() -> None:
    """A date at the head that no entry has, as of the day of the copy, is named."""
    head = "6 April 2019\nThe harbour\n" + "Of boats and nets\n" * 3 + "Our tides\n\n"
    page = read_text(_page("{date}\n{title}\n{text}\n\n", head=head), "page.txt")
    assert len(page.entries) == len(TITLES)
    assert (page.left_out[0].line, page.left_out[0].text) == (1, "6 April 2019")


def test_a_link_to_a_file_is_no_issuer() -> None:
    """A last column that leads to a file says nothing of who issued the entry."""
    page = read_text(_page("{date}\t{title}\tDescarregar (PDF, 615 KB)\n"), "page.txt")
    found = [entry_fields(each) for each in page.entries]
    assert [each["title"] for each in found] == list(TITLES)
    assert not any("program" in each for each in found)


def test_titles_over_two_lines_and_credits_of_pictures() -> None:
    """A title's second line is of the title; whose a picture is ends no list."""
    seconds = ("(and why)", "– our reply", "on the old pier", "We write back", "")
    credit = "© Harbour Star\n\n"
    page = "Harbour Watch\n\n" + "".join(
        f"{date} 2019\n{title}\n{second}\n\n{credit}{LONG} {LONG}\n\n"
        "Like 134 Tweet 23 shares\n"
        for title, date, second in zip(TITLES, DATES, seconds, strict=True)
    )
    found = [entry_fields(each) for each in read_text(page, "page.txt").entries]
    assert [each["title"] for each in found] == [
        f"{title} {second}".strip()
        for title, second in zip(TITLES, seconds, strict=True)
    ]
