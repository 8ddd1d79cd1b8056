"""A line of each entry that names who issued it, with no word that says so."""

from __future__ import annotations

import pytest

from html_pages import DATES, TEXT, TITLES, page
from mediarel.pages.fields import entry_fields
from mediarel.pages.html import read_html
from mediarel.pages.text import read_text

OFFICES = (
    "Ministry of Boats",
    "Office of the Warden",
    "Ministry of Boats",
    "Ministry of Nets",
    "Office of the Warden",
)
TOPICS = ("Boats", "Nets", "Boats", "Reading rooms", "Boats")


def _of_text(entry: str, names: tuple[str, ...]) -> list[tuple[object, object]]:
    text = "".join(
        entry.format(date=date, title=title, name=name, text=TEXT)
        for date, title, name in zip(DATES, TITLES, names, strict=True)
    )
    found = read_text(f"Kampot\nHome\n\n{text}", "page.txt")
    fields = [entry_fields(each) for each in found.entries]
    return [(each.get("program"), each.get("text")) for each in fields]


def _of_html(names: tuple[str, ...]) -> list[tuple[object, object]]:
    entries = "".join(
        f"<li><i>{date}</i><h3><a href=/{n}>{title}</a></h3><p>{name}</p><p>{TEXT}</p>"
        for n, (date, title, name) in enumerate(zip(DATES, TITLES, names, strict=True))
    )
    found = read_html(page(f"<ul>{entries}</ul>").encode(), "page.html")
    fields = [entry_fields(each) for each in found.entries]
    return [(each.get("program"), each.get("text")) for each in fields]


def test_a_name_below_each_title_is_who_issued_it() -> None:
    """It is no part of the text, in a copied page and in HTML."""
    entry = "{date} 9:15 AM\n{title}\n{name}\n{text}\nRead more\n"
    wanted = [(name, TEXT) for name in OFFICES]

    assert _of_text(entry, OFFICES) == wanted
    assert _of_html(OFFICES) == wanted


def test_a_name_between_date_and_title_is_who_issued_it() -> None:
    entry = "{date}\n{name}\n{title}\n{text}\n\nRead More\n"

    assert [name for name, _ in _of_text(entry, OFFICES)] == list(OFFICES)


@pytest.mark.parametrize("names", [TOPICS, TITLES[::-1]])
def test_a_topic_below_each_title_is_nobody(names: tuple[str, ...]) -> None:
    """What names no organisation, or is another in each entry, issues nothing."""
    entry = "{date}\n{title}\n{name}\n{text}\nRead more\n"

    assert [name for name, _ in _of_text(entry, names)] == [None] * len(names)
    assert [name for name, _ in _of_html(names)] == [None] * len(names)


def test_a_name_that_is_known_otherwise_stays_in_the_text() -> None:
    entry = "{date}\n{title}\nby Ann Bo\n{name}\n{text}\nRead more\n"

    assert _of_text(entry, OFFICES) == [
        ("Ann Bo", f"{name}\n{TEXT}") for name in OFFICES
    ]
