"""Lists that the user points at with CSS selectors."""

from __future__ import annotations

import pytest

from html_pages import ALL, KEPT, listed, page, read, told
from mediarel.errors import MisuseError, UnreadableInputError

ENTRY = (
    "<div class=e><b class=d>{date}</b> <i>1 May 2018</i><h2>Statement</h2>"
    "<p class=t>{title}</p><p class=x>{text}</p><a href=/other>More</a>"
    "<a class=l href=/{n}>Here</a></div>"
)
LIST = page(listed(ENTRY))


def test_the_title_may_be_selected() -> None:
    assert told(LIST, select={"title": ".t"}) == ALL


def test_the_date_may_be_selected() -> None:
    entries = told(LIST, select={"date": "i"})

    assert {date for date, _ in entries} == {"2018-05-01"}
    assert len(entries) == len(ALL)


def test_the_text_and_the_link_may_be_selected() -> None:
    found = read(LIST, select={"text": ".x", "link": "a.l", "title": ".t"})

    for n, entry in enumerate(found.entries, 1):
        assert len(entry.body) == 1
        assert entry.link == f"https://harbour.example/{n}"


def test_the_entry_may_be_selected_and_the_rest_is_found_in_it() -> None:
    """Another list on the page is passed over, and named."""
    other = listed("<li>{date} <a href=/x{n}>Not {title}</a></li>")
    html = page(f"<ul>{other}{other}</ul>{listed(ENTRY)}")

    found = read(html, select={"entry": ".e", "title": ".t"})

    assert [(str(each.date), each.title) for each in found.entries] == ALL
    assert found.pattern.endswith("the title as selected")


def test_a_selected_entry_without_a_date_is_named() -> None:
    html = page(f"<div class=e><p>Condolence</p></div>{listed(ENTRY)}")
    found = read(html, select={"entry": ".e", "date": ".d", "title": ".t"})

    assert [str(each.date) for each in found.entries] == list(KEPT)
    assert ("Condolence", "has no date of its own") in [
        (each.text, each.why) for each in found.left_out
    ]


@pytest.mark.parametrize(
    "css", ["li..x", "[", "div:foo(", "a[", "", " ", "::before", "a:contains('x')"]
)
def test_what_is_no_selector_is_a_misuse(css: str) -> None:
    with pytest.raises(MisuseError, match="is no CSS selector"):
        read(LIST, select={"entry": css})


def test_a_part_that_entries_have_not_is_a_misuse() -> None:
    with pytest.raises(MisuseError, match="'headline' is no part"):
        read(LIST, select={"headline": "h2"})


@pytest.mark.parametrize("css", [".nothing", "script", "head > title"])
def test_a_selector_of_nothing_shown_is_refused(css: str) -> None:
    with pytest.raises(UnreadableInputError, match="nothing that it shows is selected"):
        read(LIST, select={"title": css})


def test_entries_that_share_a_line_are_refused() -> None:
    html = page("<p><i>3 March 2019 One</i> <i>2 March 2019 Two</i></p>")

    with pytest.raises(UnreadableInputError, match="stand on one line"):
        read(html, select={"entry": "i"})


def test_the_link_of_a_byline_is_none_of_an_entry() -> None:
    """Nor are those of tags and comments: one entry alone has the page's address."""
    entry = (
        "<article><h1>{}</h1><p><time>3 March 2019</time> by <a href=/author/a>admin"
        "</a></p><p>The room was closed on Friday without a word to the readers.</p>"
        "<a href=/tag/land>Land</a> <a href='#comments'>Leave a comment</a></article>"
    )
    select = {"entry": "article", "title": "h1", "date": "time"}
    head = "<link rel=canonical href=https://river.example/n/1>"
    reopen = entry.format("<a href=/n/7>Reopen the reading room</a>")
    closed = entry.format("The room is closed again")
    lone = read(head + closed, select=select)
    both = read(head + reopen + closed, select=select)
    assert [each.link for each in lone.entries] == ["https://river.example/n/1"]
    assert [each.link for each in both.entries] == ["https://river.example/n/7", None]
