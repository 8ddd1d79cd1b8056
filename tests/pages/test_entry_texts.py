"""What in an entry is its text, and what stands beside it."""

from __future__ import annotations

import pytest

from html_pages import DATES, TEXT, TITLES, first, listed, page, read
from mediarel.pages.fields import entry_fields

ASKED = "".join(f"<li>{each}</li>" for each in ("Open the doors.", "Pay the clerks."))
LONG = (
    "The readers of the harbour have waited for two years, and the ministry has said"
    " nothing to any of them about when the room is to open again."
)


def fields(html: str) -> dict[str, object]:
    """Return what the first entry of a page says."""
    return entry_fields(first(html))


@pytest.mark.parametrize(
    "text",
    [
        f"<p>{LONG}</p><ul>{ASKED}</ul><p>The council meets again.</p>",
        f"<p>We ask the Warden:</p><ol>{ASKED}</ol><p>{LONG}</p>",
        f"<p>They met.</p><p>{LONG}</p>{ASKED}",
    ],
)
def test_a_list_above_a_date_is_of_the_text(text: str) -> None:
    """A release in full, with its date below it."""
    entry = (
        "<div class=e><h2>{title}</h2>" + text + "<p>Issued at Kampot, {date}</p></div>"
    )
    said = fields(page(listed(entry)))

    assert "program" not in said
    assert all(each in str(said["text"]) for each in ("Open the doors.", LONG))
    assert "Issued" not in str(said["text"])


@pytest.mark.parametrize(
    "text",
    [
        "Kampot, 14 September 2018 – An audit of the ledgers by readers",
        "KAMPOT (14 September 2018): The clerks of the reading room",
        "Kampot, 14 septembre 2018 — Les lecteurs du port ont",
    ],
)
def test_an_excerpt_that_begins_with_a_dateline_is_text(text: str) -> None:
    entry = (
        "<div class=e><h2><a href=/{n}>{title}</a></h2><p>"
        + text
        + "</p><span class=date>{date}</span></div>"
    )
    said = fields(page(listed(entry)))

    assert said["text"] == text
    assert "program" not in said


def table(head: str, cells: str) -> str:
    """Return a page whose rows have a date, a title, and more cells."""
    row = "<tr><td>{date}</td><td><a href=/{n}>{title}</a></td>" + cells + "</tr>"
    return page(f"<table>{head}{listed(row)}</table>")


@pytest.mark.parametrize(
    "head",
    [
        "<tr><th>Date</th><th>Subject</th><th>Region</th><th>{}</th></tr>",
        "<thead><tr><td>Date</td><td>Title</td><td></td><td>{}</td></tr></thead>",
        "<caption>All</caption><tr><th>D</th><th>T</th><th>No.</th><th>{}</th></tr>",
    ],
)
@pytest.mark.parametrize("name", ["Issued by", "Organisation", "Herausgegeben von"])
def test_the_column_of_issuers_says_who_issued_it(head: str, name: str) -> None:
    cells = "<td>HW/7</td><td>Harbour Watch</td>"
    said = fields(table(head.format(name), cells))

    assert said["program"] == "Harbour Watch"


def test_a_column_of_another_head_has_no_issuers() -> None:
    head = "<tr><th>Date</th><th>Title</th><th>Region</th></tr>"

    assert "program" not in fields(table(head, "<td>Kampot</td>"))


def test_the_name_of_a_user_is_who_issued_it() -> None:
    entry = (
        "<article><div><span class='x7 user-name'>Harbour Watch</span></div>"
        "<ul><li>{date}</li><li>2 min read</li></ul>"
        "<h2><a href=/{n}>{title}</a></h2><p>{text}</p></article>"
    )
    said = [entry_fields(each) for each in read(page(listed(entry))).entries]

    assert {each["program"] for each in said} == {"Harbour Watch"}
    assert [each["title"] for each in said] == list(TITLES)


def test_the_foot_of_a_page_is_not_of_its_last_entry() -> None:
    entry = "<p><b>{date}</b></p><p><a href=/{n}>{title}</a></p><p>{text}</p>"
    foot = (
        "<p>Harbour Watch, The Pump House<br>Made by Dara. Last changed 3 May 2019.</p>"
    )
    last = read(page(listed(entry) + foot)).entries[-1]

    assert [each.text for each in last.body if each.text] == [TEXT]


ROW = "<tr><td>{n}</td><td>{date}</td><td><a href=/{n}>{title}</a></td></tr>"


def test_an_entry_without_a_date_is_named_by_its_title() -> None:
    """Not by its number in the row, nor by its category."""
    row = "<tr><td>6</td><td></td><td><a href=/6>The room is open</a></td></tr>"
    found = read(page(f"<table>{listed(ROW)}{row}</table>"))

    said = [each.text for each in found.left_out if "no date" in each.why]
    assert said == ["The room is open"]


def test_a_date_above_several_entries_is_not_said_to_have_none() -> None:
    day = "<dt>{}</dt><dd><a href=/{}>{}</a></dd><dd><a href=/{}>{}</a></dd>"
    days = (
        day.format(date, f"a{n}", TITLES[n], f"b{n}", TITLES[n + 2])
        for n, date in enumerate(DATES[:3])
    )
    found = read(page(f"<dl>{''.join(days)}</dl>"))

    assert len(found.entries) == 6
    assert {each.text for each in found.left_out} == {"News"}
