"""A copied page with one date above several entries."""

from __future__ import annotations

import pytest

from mediarel.pages.fields import entry_fields, poster_of
from mediarel.pages.text import read_text

TITLES = (
    "Reopen the reading room",
    "Harbour Watch welcomes the ruling on the old pier",
    "Nets are not to be cut at night",
    "Is the new harbour law lawful?",
    "Drop the charges against Dara Sok",
)
LONG = "It asked the council to say by when, and on what terms, this is to be done."


def _found(page: str) -> list[tuple[object, object]]:
    entries = read_text(page, "page.txt").entries
    found = [entry_fields(each) for each in entries]
    return [(each["date"], each.get("title")) for each in found]


def test_titles_below_one_date_of_a_table() -> None:
    """Titles below a date are of that date, beside it as in the rows below."""
    page = (
        "Home\nPress\n"
        "21 March 2019\tReopen the reading room\n"
        "Harbour Watch welcomes the ruling\n"
        "Is the new harbour law lawful?\n"
        "3 March 2019\n\nDrop the charges against Dara Sok\n\n"
        "14 February 2019\tTwenty years since the flood\n"
        "The old pier is to be sold again\n"
        "9 February 2019\tNo to the toll on the ferry\n"
        "30 January 2019\tNobody asked the fishers\n"
    )
    assert _found(page) == [
        ("2019-03-21", "Reopen the reading room"),
        ("2019-03-21", "Harbour Watch welcomes the ruling"),
        ("2019-03-21", "Is the new harbour law lawful?"),
        ("2019-03-03", "Drop the charges against Dara Sok"),
        ("2019-02-14", "Twenty years since the flood"),
        ("2019-02-14", "The old pier is to be sold again"),
        ("2019-02-09", "No to the toll on the ferry"),
        ("2019-01-30", "Nobody asked the fishers"),
    ]


def test_a_subtitle_below_each_title_is_no_entry() -> None:
    """Where each date has two lines below, the second one is of the same entry."""
    page = "".join(
        f"{day} March 2019\tReopen reading room {day}\nWhat {day} families said\n"
        for day in range(21, 10, -2)
    )
    assert len(_found(page)) == 6


def _day(date: str, *titles: str) -> str:
    entries = (
        f"{title}\n{LONG} {title}.\n\n{LONG}\n\n"
        "Posted by Dara Sok at 6:49 PM 2 comments:\n"
        for title in titles
    )
    return f"{date}\n{''.join(entries)}"


def test_texts_of_one_day_each_with_who_posted_it() -> None:
    """Entries below the heading of a day end with who put them there."""
    page = (
        "Harbour Watch\nHome\n"
        + _day("Sunday, March 3, 2019", "Reopen the reading room", "Drop the charges")
        + "Labels: land\n"
        + _day("Friday, March 1, 2019", "Is the new harbour law lawful?")
        + _day("Monday, February 4, 2019", "No to the toll", "Nobody asked the fishers")
        + "Older posts Home\nBlog archive\n2019 (41)\n"
    )
    assert _found(page) == [
        ("2019-03-03", "Reopen the reading room"),
        ("2019-03-03", "Drop the charges"),
        ("2019-03-01", "Is the new harbour law lawful?"),
        ("2019-02-04", "No to the toll"),
        ("2019-02-04", "Nobody asked the fishers"),
    ]
    found = [entry_fields(each) for each in read_text(page, "page.txt").entries]
    assert {each["program"] for each in found} == {"Dara Sok"}
    assert found[1]["tags"] == ["land"]
    assert not any("Posted" in str(each["text"]) for each in found)
    assert not any("archive" in str(each["text"]) for each in found)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Posted by Dara Sok at 6:49 PM", "Dara Sok"),
        ("Posted by Dara 18:49", "Dara"),
        ("Publicada por Dara à(s) 18:49 Sem comentários:", "Dara"),
        ("Publicado por Dara a las 18:49", "Dara"),
        ("Publié par Dara Sok à 18:49", "Dara Sok"),
        ("Diposting oleh Dara pukul 18.49", "Dara"),
        ("Pubblicato da Dara alle ore 18:49", "Dara"),
        ("By Dara Sok", None),
        ("By the harbour, at noon", None),
        ("Dara at 6:49 PM", None),
    ],
)
def test_who_put_an_entry_there(line: str, name: str | None) -> None:
    """A line that says who posted an entry and at what hour is told from a byline."""
    assert poster_of(line) == name


SWAPPED = (
    "21 March 2019\t Reopen the reading room\n",
    "3 March 2019\n\n Harbour Watch welcomes the ruling\n",
    "\n Is the new harbour law lawful?\t14 February 2019\n",
    "9 February 2019\t\n Drop the charges against Dara Sok\n",
    "\n No to the toll on the ferry\t\n30 January 2019\n\n",
    "12 January 2019\t Nobody asked the fishers\n",
)


@pytest.mark.parametrize("head", ["", "Home\nForum\tNews and statements\n"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_table_whose_sides_swap(head: str, *, turned: bool) -> None:
    """Dates and titles that swap sides from row to row are read as pairs."""
    rows = SWAPPED[::-1] if turned else SWAPPED
    assert sorted(_found(head + "".join(rows) + "\nPage 1 2 3 Next\n")) == [
        ("2019-01-12", "Nobody asked the fishers"),
        ("2019-01-30", "No to the toll on the ferry"),
        ("2019-02-09", "Drop the charges against Dara Sok"),
        ("2019-02-14", "Is the new harbour law lawful?"),
        ("2019-03-03", "Harbour Watch welcomes the ruling"),
        ("2019-03-21", "Reopen the reading room"),
    ]


@pytest.mark.parametrize("date", ["{d} March 2019", "Sunday, {d} March 2019"])
@pytest.mark.parametrize(("gap", "between"), [("", ""), ("\n", ""), ("\n\n", "\n")])
def test_titles_with_texts_below_one_date(date: str, gap: str, between: str) -> None:
    """Several times a date has two or three titles below it, each with its text."""
    counts = (2, 1, 3, 1, 1, 2, 1, 1)
    page, want = "Home\nAbout us\nStatements\n\n", []
    for n, count in enumerate(counts):
        page += gap + date.format(d=28 - n) + "\n"
        for each in range(count):
            title = f"{TITLES[(n + each) % len(TITLES)]} again {n}"
            page += between if each else ""
            page += f"{title}\nThe council has put it off, {n} of {each} times.\n"
            want.append((f"2019-03-{28 - n}", title))
    page += "<< older news\n\nHarbour Watch, 8 Pier Street, Kampot\n"
    found = [entry_fields(each) for each in read_text(page, "page.txt").entries]
    assert [(each["date"], each.get("title")) for each in found] == want
    assert all("times." in str(each["text"]) for each in found)


def test_headings_within_texts_are_no_titles() -> None:
    """Where texts have several paragraphs, a short line amid them is a heading."""
    page = "Home\nAbout us\nStatements\n\n"
    for n in range(6):
        page += f"{28 - n} March 2019\n{TITLES[n % len(TITLES)]} again {n}\n"
        page += "The council has put it off once more, and says not why.\n"
        page += "Nobody of the harbour desk was there when we came.\n"
        page += "What we ask for\nThe books are to be opened to all who pay.\n\n"
    found = [entry_fields(each) for each in read_text(page, "page.txt").entries]
    assert [each["title"] for each in found] == [
        f"{TITLES[n % len(TITLES)]} again {n}" for n in range(6)
    ]
