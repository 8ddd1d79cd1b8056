"""Titles without dates below headings of years, of which the last is unlike others."""

from __future__ import annotations

import pytest

from html_pages import page, read
from mediarel.pages.text import read_text

TITLES = {
    "2013": ("The council reopens the reading room", "Fishers ask for their nets back"),
    "2012": ("Joint statement on the pier",),
    "2011": ("The quay is closed for winter", "Letter to the Harbour Desk"),
    "2010": ("Three boats are missing", "The nets are found", "Fishers meet the board"),
}
WANTED = [(year, title) for year, titles in TITLES.items() for title in titles]
LINK = "<li><a href=/{n}>{t}</a></li>"


def made(head: str, item: str, wrap: str, last: str = "", odd: str = "") -> str:
    """Return a list by years; `last` is the last heading, `odd` the second item."""
    parts = []
    for year, titles in TITLES.items():
        parts.append((last if last and year == "2010" else head).format(y=year))
        items = (
            (odd if odd and title == WANTED[1][1] else item).format(t=title, n=n)
            for n, title in enumerate(titles)
        )
        parts.append(wrap.format("".join(items)))
    return "".join(parts)


def told_of(html: str) -> list[tuple[str, str | None]]:
    found = read(page(f"<div class=news>{html}</div>"))
    return [(str(each.date), each.title) for each in found.entries]


@pytest.mark.parametrize(
    ("head", "item", "wrap"),
    [
        ("<h4>{y}</h4>", LINK, "<ul>{}</ul>"),
        ("<h4>{y}</h4>", "<li>{t}</li>", "<ul>{}</ul>"),
        ("<h4>{y}</h4>", "<li><a href=/same>{t}</a></li>", "<ul>{}</ul>"),
        ("<h3>{y}</h3>", "<p>{t}</p>", "{}"),
        ("<h3>Press releases {y}</h3>", LINK, "<ul>{}</ul>"),
        ("<p><b>{y}</b></p>", "<p><a href=/{n}>{t}</a></p>", "{}"),
        ("<tr><th>{y}</th></tr>", "<tr><td><a href=/{n}>{t}</a></td></tr>", "{}"),
    ],
)
def test_html(head: str, item: str, wrap: str) -> None:
    shown = made(head, item, wrap)
    shown = f"<table>{shown}</table>" if "<tr>" in shown else shown

    assert told_of(shown) == WANTED


@pytest.mark.parametrize(
    "last", ["<p><b>{y}</b></p>", "<h3>{y}</h3>", "<h4>Archive {y}</h4>"]
)
def test_the_last_heading_is_unlike_the_others(last: str) -> None:
    assert told_of(made("<h4>{y}</h4>", LINK, "<ul>{}</ul>", last)) == WANTED


@pytest.mark.parametrize(
    "odd",
    [
        "<li>Fishers <a href=/x>ask for their nets back</a></li>",
        "<li>Fishers ask <a href=/x>for their</a> <a href=/y>nets</a> back</li>",
    ],
)
def test_an_item_with_text_around_its_links_is_an_entry(odd: str) -> None:
    assert told_of(made("<h4>{y}</h4>", LINK, "<ul>{}</ul>", odd=odd)) == WANTED


def test_below_several_years_each_is_named() -> None:
    html = made("<h4>{y}</h4>", LINK, "<ul>{}</ul>", "<h4>{y} and earlier</h4>")
    text = made("{y}\n", "{t}\n", "{}\n", "{y} and earlier\n")
    for found in (
        read(page(f"<div>{html}</div>")),
        read_text(f"Harbour Watch\n\n{text}", "page.txt"),
    ):
        assert [(str(x.date), x.title) for x in found.entries] == WANTED[:5]
        assert {title for _, title in WANTED[5:]} <= {x.text for x in found.left_out}


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
@pytest.mark.parametrize("head", ["{y}", "Press releases {y}", "{y}:"])
def test_text(head: str, apart: str) -> None:
    text = made(head + apart, "{t}" + apart, "{}")
    found = read_text(f"Harbour Watch\n\n{text}", "page.txt")

    assert [(str(each.date), each.title) for each in found.entries] == WANTED
