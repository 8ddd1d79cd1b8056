"""Entries that print no date, or one of no calendar, on a page copied as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mediarel.pages.fields import entry_fields
from mediarel.pages.text import read_text

if TYPE_CHECKING:
    from mediarel.pages.found import ListPage

TITLES = ("water", "rice", "salt", "forest", "river", "road")
ABOVE = "Report on the {0} case\n{1} March 2019\n\n"
BELOW = "{1} March 2019\nReport on the {0} case\n\n"
BEFORE = "Report on the {0} case {1} March 2019\n"
BEHIND = "{1} March 2019\tReport on the {0} case\n"
TEXTED = "{1} March 2019\nReport on the {0} case\nThe text of {0} says a lot.\n\n"
DATED = [
    (f"2019-03-0{n}", f"Report on the {each} case") for n, each in enumerate(TITLES, 1)
]


def read(template: str, between: str, *, entries: int = 6, after: int = 3) -> ListPage:
    """Return a page of `template` with `between` below one of its entries."""
    printed = [template.format(each, n) for n, each in enumerate(TITLES[:entries], 1)]
    printed.insert(after, between)
    return read_text("Statements\n\n" + "".join(printed), "page.txt")


def dated(page: ListPage) -> list[tuple[object, ...]]:
    return [
        (fields["date"], fields.get("title"))
        for fields in map(entry_fields, page.entries)
    ]


@pytest.mark.parametrize("template", [ABOVE, BELOW])
@pytest.mark.parametrize("entries", [4, 6])
def test_an_entry_without_a_date_shifts_no_other(template: str, entries: int) -> None:
    """A date is a heading over titles only where several have several of them."""
    page = read(template, "Letter to the king\n\n", entries=entries, after=2)

    assert dated(page) == DATED[:entries]
    assert [each.text for each in page.left_out] == ["Letter to the king"]


@pytest.mark.parametrize("template", [ABOVE, BELOW, BEFORE, BEHIND, TEXTED])
@pytest.mark.parametrize(
    "kind", ["Open Letter", "Appeal", "Statement", "Condolence", "Obituary"]
)
def test_a_kind_alone_is_an_entry_where_others_have_none(
    template: str, kind: str
) -> None:
    """Neither the type nor the text of the entry above it."""
    page = read(template, f"{kind}\n\n")

    assert dated(page) == DATED
    assert not any(entry_fields(each).get("type") for each in page.entries)
    assert not any(kind in str(entry_fields(each)) for each in page.entries)
    assert [(each.text, each.why) for each in page.left_out] == [
        (kind, "has no date of its own")
    ]


@pytest.mark.parametrize("template", [BELOW, BEFORE, BEHIND, TEXTED])
def test_the_first_date_is_not_taken_for_that_of_today(template: str) -> None:
    """Though what is below it is longer than elsewhere."""
    page = read(template, "Letter to the king\n\n", after=1)

    assert dated(page) == DATED
    assert [each.text for each in page.left_out] == ["Letter to the king"]


def test_two_entries_without_a_date_are_both_named() -> None:
    page = read(ABOVE, "Letter to the king\n\nOpen Letter\n\n")

    assert [each.text for each in page.left_out] == [
        "Letter to the king",
        "Open Letter",
    ]


def test_a_kind_under_a_bare_year_is_an_entry_of_that_year() -> None:
    page = read(TEXTED, "2018\nCondolence\nWe mourn our friend.\n\n")

    assert dated(page) == [*DATED[:3], ("2018", "Condolence"), *DATED[3:]]


MIXED = """\
28 November 2012
Reopen the reading room
We are deeply concerned about the lock on its door.

16/11/2012 - Joint Statement on the old pier
Many regret that its planks are sold.

5 November 2012
The network welcomes the ruling

On the death of a fisherman
He was found on 26 April 2012 in the old harbour.

12 October 2012    New Year closing
"""


def test_a_title_may_stand_beside_one_date_and_below_the_others() -> None:
    """And a date amid the words of a sentence is none of an entry."""
    page = read_text(MIXED, "page.txt")

    assert dated(page) == [
        ("2012-11-28", "Reopen the reading room"),
        ("2012-11-16", "Joint Statement on the old pier"),
        ("2012-11-05", "The network welcomes the ruling"),
        ("2012-10-12", "New Year closing"),
    ]
    assert [each.text for each in page.left_out] == ["On the death of a fisherman"]


def test_a_short_text_of_the_last_entry_is_its_text() -> None:
    """It is next to its head; what follows an empty line is the foot."""
    text = (
        "14 May 2009\nSix villages will drown\n"
        "We were never asked, said a fisherman of Kampot, where all of them met.\n\n"
        "2 March 2009\nFree the fishermen\n{}\n\nHarbour Watch\n"
    )
    for last in ("Call for release", "The families do not know where they are."):
        page = read_text(text.format(last), "page.txt")

        assert entry_fields(page.entries[-1])["text"] == last
        assert page.menus == 1


@pytest.mark.parametrize("template", [TEXTED, BELOW, ABOVE, BEHIND, BEFORE])
@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("32 March 2019", "has a date that is not in the calendar: 32 March 2019"),
        ("31 April 2019", "has a date that is not in the calendar: 31 April 2019"),
        ("13/14/2019", "has a date that is not in the calendar: 13/14/2019"),
        ("March 32, 2019", "has a date that is not in the calendar: March 32, 2019"),
        ("4-5 March 2019", "has a date that can't be read: 4-5 March 2019"),
        ("n.d.", "has no date of its own"),
    ],
)
def test_a_date_of_no_calendar_leaves_its_entry_out(
    template: str, date: str, why: str
) -> None:
    """By its title; it is swallowed by none, and each of its lines is counted."""
    between = template.replace("{1} March 2019", date).format("seed", 0)
    page = read(template, between)

    assert dated(page) == DATED
    assert not any("seed" in str(entry_fields(each)) for each in page.entries)
    assert [(each.text, each.why) for each in page.left_out] == [
        ("Report on the seed case", why)
    ]
    assert page.menus == 1


def test_titles_are_in_the_blocks_of_their_dates() -> None:
    """Though a last one without a date makes as many titles below as above."""
    template = "Report on the {0} case\n{1} March 2019\nThe text says a lot of {0}.\n\n"
    page = read(template, "Letter to the king\n\n", after=6)

    assert dated(page) == DATED


LONGER = "The council has put it off once more, and nobody says for whose sake it was."
MORE_TITLES = (
    *("Reopen the reading room", "We won", "Nets are not to be cut at night"),
    *("Is the new harbour law lawful?", "Forty boats, one berth", "Thanks to all"),
    *("Drop the charges against Dara Sok", "Declaration before the new board"),
)
WANTED = ("Two cooks and a driver wanted", "Our office is closed over new year")


@pytest.mark.parametrize(
    ("dated_one", "other"),
    [
        # The title once more before "Read more", for those who do not see the page.
        (
            "{t}\nby Dara | {d}\n{x}\n\n{t}Read More »\n\n",
            "{t}\n{x}\n\n{t}Read More »\n\n",
        ),
        # A category above each.
        ("{k}\n{d}\n{t}\n{x}\n\n", "{k}\n{t}\n{x}\n\n"),
        # An empty line between the head and the text.
        ("{t}\nby Dara | {d} | News\n\n{x}\n\n", "{t}\n{x}\n\n"),
        ("{d}\n{t}\n\n{x}\n\n", "{t}\n{x}\n\n"),
    ],
)
def test_several_entries_without_a_date_are_named_by_their_titles(
    dated_one: str, other: str
) -> None:
    """Two of ten have no date: they are named, and in no other's text."""
    page, kinds = "Home\nAbout us\nStatements\n\n", ("STATEMENT", "OF THE HARBOUR")
    for n, title in enumerate(MORE_TITLES):
        date = f"{28 - n} March 2019"
        page += dated_one.format(t=title, d=date, x=f"{LONGER} {n}.", k=kinds[n % 2])
        if n in {2, 5}:
            wanted = WANTED[n == 5]
            page += other.format(t=wanted, x=f"{LONGER} {wanted}.", k="OF THE HOUSE")
    found = read_text(page, "page.txt")
    assert [title for _, title in dated(found)] == list(MORE_TITLES)
    assert [each.text for each in found.left_out] == list(WANTED)
    texts = [str(entry_fields(each)["text"]) for each in found.entries]
    assert all(text.startswith(LONGER) and "\n" not in text for text in texts)
