"""Read list pages that are built in an unusual way."""

import pytest

from mediarel.pages.found import ListPage
from mediarel.pages.listing import read_html, read_text

TEXT = "The court said on Monday that it would hear the case of the fishers again."
DAYS = [f"2019-{12 - n:02}-1{n % 7}" for n in range(12)]
TITLES = [
    f"{what} {where}"
    for what in (
        "New rules for",
        "Harbour Watch welcomes",
        "Who owns",
        "A letter about",
    )
    for where in ("the old pier", "boats of the fishers", "the reading room")
]
LIST = list(zip(DAYS, TITLES, strict=True))


def each(entry: str, *others: str) -> str:
    """Return the HTML or text of the entries.

    `entry` is a template with {date}, {title} and {text}. `others` are further
    templates that are used in turn.
    """
    forms = (entry, *others)
    return "".join(
        forms[n % len(forms)].format(date=date, title=title, text=TEXT, n=n)
        for n, (date, title) in enumerate(LIST)
    )


def told(page: ListPage) -> list[tuple[str, str]]:
    """Return the date and title of each entry, without the kind before the title."""
    return [(str(x.date), str(x.title).rpartition(" – ")[2]) for x in page.entries]


HTML = {
    "first and last days": each(
        "<div><h3>{title}</h3><p>From: {date} To: 2020-03-01</p><p>{text}</p></div>"
    ),
    "only dates of changes": each("<h3>{title}</h3><p>Updated: {date}</p>"),
    "dates of changes, and a date in a sentence": (
        each("<h3>{title}</h3><p>Updated: {date}</p>")
        + "<p>The pier was closed on 5 May 2018, as the council said on the radio.</p>"
    ),
    "several dated lines in an element": each(
        *("<p>{n}: <a href=/{n}>{title}</a>, {date}</p>",) * 9,
        "<p>{n}: <a href=/{n}>{title}</a>, {date}<br>",
        "{n}: <a href=/{n}>{title}</a>, {date}<br>",
        "{n}: <a href=/{n}>{title}</a>, {date}</p>",
    ),
}
COPIED = {
    "labels above a title with a kind": each(
        "Dara{date}\nHarbour | Media\nPRESS RELEASE – {title}\n\n{text}\n\nRead more\n",
        "Dara{date}\nMedia | Pier\nPRESS RELEASE – {title}\n\n{text}\n\nRead more\n",
    ),
    "a table with counts and authors": each("{date}\t( 4{n} )\t{title}\tSok|Dara Bo\n"),
}


@pytest.mark.parametrize("name", HTML)
def test_html(name: str) -> None:
    page = f"<html><body><h1>News</h1>{HTML[name]}</body></html>"
    found = read_html(page.encode(), "page.html")

    assert told(found) == LIST


@pytest.mark.parametrize("name", COPIED)
def test_text(name: str) -> None:
    found = read_text(f"Harbour Watch\nHome\nNews\n{COPIED[name]}", "page.txt")

    assert told(found) == LIST


def test_titles_of_several_classes_are_in_the_same_place() -> None:
    rows = each(
        "<tr><td>{date}</td><td class=name>{title}</td><td>All</td></tr>",
        "<tr><td>{date}</td><td class='name name--big'>{title}</td>"
        "<td>Boats and fishers</td></tr>",
        "<tr><td>{date}</td><td class='name name--low'>{title}</td><td>Me</td></tr>",
    )
    found = read_html(f"<body><table>{rows}</table></body>".encode(), "page.html")

    assert told(found) == LIST


def test_a_stamp_below_a_list_of_years_is_no_entry() -> None:
    entries = "".join(f"<h3>{2019 - n}</h3><p>{TITLES[n]}</p>" for n in range(6))
    page = f"<body>{entries}<p>Last updated: 3 May 2024</p></body>"
    found = read_html(page.encode(), "page.html")

    assert [str(x.date) for x in found.entries] == [str(2019 - n) for n in range(6)]
