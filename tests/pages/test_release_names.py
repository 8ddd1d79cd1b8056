"""Saved pages of one release: the names below it are in its text, however they stand.

As a list, a table, lines of a paragraph; in the article or below it
Beside what leads to other releases
"""

from __future__ import annotations

import pytest

from html_pages import listed, read
from mediarel.errors import UnreadableInputError
from mediarel.pages.fields import entry_fields

TITLE = "Give back the nets of the harbour"
DATE = "3 March 2019"
TEXT = (
    (
        "The wardens took the nets of sixty families on Monday, and no court had asked "
        "them to. We call on the council to give them back at once."
    ),
    (
        "These families have fished from the old pier, as their parents did, and have "
        "paid what was asked of them each year."
    ),
)
CONTACT = "Contact: Dara Sok, Harbour Watch"
NAMES = [
    f"{what} of {where}"
    for what in ("Harbour Watch", "Friends", "Fishers Union")
    for where in ("Kampot", "Kep", "Takeo", "Pursat")
]
COUNTED = list(enumerate(NAMES, 1))
LISTED = {
    "points": "<ul>" + "".join(f"<li>{name}</li>" for name in NAMES) + "</ul>",
    "numbers": "<ol>" + "".join(f"<li>{name}</li>" for name in NAMES) + "</ol>",
    "links": "<ol>"
    + "".join(f"<li><a href=//o{n}.example/>{name}</a></li>" for n, name in COUNTED)
    + "</ol>",
    "lines": f"<p>{'<br>'.join(NAMES)}</p>",
    "paragraphs": "".join(f"<p>{name}</p>" for name in NAMES),
    "table": "<table><tr><th>No.</th><th>Name</th><th>Country</th></tr>"
    + "".join(f"<tr><td>{n}<td>{name}<td>Cambodia</tr>" for n, name in COUNTED)
    + "</table>",
    "columns": f"<div><div>{'<br>'.join(NAMES[:6])}</div>"
    f"<div>{'<br>'.join(NAMES[6:])}</div></div>",
}
HEADING = "<h3>Signed by:</h3>"
BODY = "".join(f"<p>{each}</p>" for each in TEXT)
ENTRY = f"<article><h1>{TITLE}</h1><p class=date>{DATE}</p>{BODY}"
PLACES = {
    "in the article": ENTRY + "{names}<p>" + CONTACT + "</p></article>",
    "below it": ENTRY + "</article><div>{names}<p>" + CONTACT + "</p></div>",
    "next to it": ENTRY + "</article>{names}<p>" + CONTACT + "</p>",
    "below a foot with the date": f"<div><h1>{TITLE}</h1>{BODY}<p>Kampot, {DATE}</p>"
    "{names}<p>" + CONTACT + "</p></div>",
    "below a title that is no heading": f"<p><b>{TITLE}</b></p><p>{DATE}</p>{BODY}"
    "{names}<p>" + CONTACT + "</p>",
}
RELATED = (
    "<div class=related><h3>Related posts</h3><ul>"
    + listed("<li><a href=/{n}>{title}</a> <span>{date}</span></li>")
    + "</ul></div>"
)


def _page(body: str) -> str:
    return (
        f"<!doctype html><title>{TITLE} – Harbour Watch</title>"
        "<nav><a href=/>Home</a> <a href=/s/>Statements</a></nav>"
        f"<main>{body}</main><footer>© 2019 Harbour Watch</footer>"
    )


@pytest.mark.parametrize("names", LISTED)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("related", ["", RELATED])
def test_names_below_a_release_are_in_its_text(
    names: str, place: str, related: str
) -> None:
    body = PLACES[place].format(names=HEADING + LISTED[names])
    found = read(_page(body + related))

    (said,) = map(entry_fields, found.entries)
    lines = str(said["text"]).split("\n")
    assert (said["date"], said["title"]) == ("2019-03-03", TITLE)
    assert [each for each in (*TEXT, *NAMES, CONTACT) if each not in lines] == []
    assert "Related posts" not in lines


@pytest.mark.parametrize("names", [each for each in LISTED if each != "links"])
def test_names_without_a_heading_are_in_its_text(names: str) -> None:
    """They are many, are no links, and stand alone in a part of the page."""
    body = PLACES["below it"].format(names=LISTED[names])
    (said,) = map(entry_fields, read(_page(body)).entries)

    assert all(name in str(said["text"]) for name in NAMES)


def test_the_numbers_of_names_are_in_its_text() -> None:
    body = PLACES["in the article"].format(names=HEADING + LISTED["table"])
    (said,) = map(entry_fields, read(_page(body)).entries)

    assert "\n1\nHarbour Watch of Kampot\nCambodia\n2\n" in str(said["text"])


def test_a_list_of_contacts_below_it_is_left_out() -> None:
    """Few short lines below an article are a foot, whatever their element is."""
    body = ENTRY + "</article><div><p>14 Quay Road<p>Kampot<p>012 345 678</div>"
    (said,) = map(entry_fields, read(_page(body)).entries)

    assert str(said["text"]).endswith(TEXT[-1])


def test_without_a_date_it_is_refused() -> None:
    body = f"<article><h1>{TITLE}</h1>{BODY}{HEADING}{LISTED['points']}</article>"

    with pytest.raises(UnreadableInputError):
        read(_page(body))
