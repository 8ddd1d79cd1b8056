"""Below the heading of a month: the day in brackets behind a title, or `(12/17)`."""

from __future__ import annotations

import pytest

from html_pages import page, told
from mediarel.pages.text import read_text

TITLES = (
    "Reopen the reading room",
    "Fishers ask for their nets back",
    "Joint statement on the pier",
    "The quay is closed for winter",
    "Letter to the Harbour Desk",
)
DAYS = ((2011, 12, 7), (2011, 12, 5), (2011, 11, 12), (2011, 11, 11), (2011, 11, 3))
FIGURES = ("({m}/{d})", "({d}/{m})", "({d}.{m}.)", "({d})", "[{m}/{d}]")
NAMES = {
    "en": {12: "December 2011", 11: "November 2011"},
    "de": {12: "Dezember 2011", 11: "November 2011"},
    "ja": {12: "2011年12月", 11: "2011年11月"},
}


def made(
    heading: str, row: str, figures: str, tongue: str, without: tuple[int, ...]
) -> tuple[str, list[tuple[str, str | None]]]:
    """Return rows of titles below their months, and what is to be read of them."""
    parts: list[str] = []
    wanted: list[tuple[str, str | None]] = []
    above = 0
    for n, ((year, month, day), title) in enumerate(zip(DAYS, TITLES, strict=True)):
        if month != above:
            parts.append(heading.format(NAMES[tongue][month]))
        above = month
        printed = figures.format(m=month, d=day)
        text = title if n in without else f"{title} {printed}"
        parts.append(row.format(t=text))
        date = f"{year}-{month:02}" + ("" if n in without else f"-{day:02}")
        wanted.append((date, title))
    return "".join(parts), wanted


CASES = pytest.mark.parametrize(
    ("tongue", "without"),
    [("en", ()), ("de", ()), ("ja", ()), ("en", (1, 3)), ("de", (3,)), ("ja", (4,))],
)


@CASES
@pytest.mark.parametrize("figures", FIGURES)
@pytest.mark.parametrize(
    ("heading", "row"), [("{}\n\n", "{t}\n\n"), ("{}\n", "{t}\n"), ("\n{}\n", "{t}\n")]
)
def test_text(
    heading: str, row: str, figures: str, tongue: str, without: tuple[int, ...]
) -> None:
    """What has no day is of its month, and no text of the title above."""
    text, wanted = made(heading, row, figures, tongue, without)
    found = read_text(f"Harbour Watch\n\n{text}", "page.txt")

    assert [(str(each.date), each.title) for each in found.entries] == wanted
    assert not any(each.body for each in found.entries)


@CASES
@pytest.mark.parametrize("figures", FIGURES)
@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("<h2>{}</h2>", "<p><a href=/>{t}</a></p>"),
        ("<h3>{}</h3>", "<li>{t}</li>"),
        ("<p><b>{}</b></p>", "<p>{t}</p>"),
    ],
)
def test_html(
    heading: str, row: str, figures: str, tongue: str, without: tuple[int, ...]
) -> None:
    text, wanted = made(heading, row, figures, tongue, without)

    assert told(page(text)) == wanted


def test_the_figures_of_another_month_are_no_day() -> None:
    """They are what the title says, and the entry has but its month."""
    text, wanted = made("{}\n\n", "{t}\n\n", "({m}/{d})", "en", ())
    found = read_text(text.replace("(12/5)", "(10/5)"), "page.txt")
    wanted[1] = ("2011-12", f"{TITLES[1]} (10/5)")

    assert [(str(each.date), each.title) for each in found.entries] == wanted
