"""Day and month in figures, below headings of years: `11-06`, `06.11.`, `(12/17)`."""

from __future__ import annotations

import pytest

from html_pages import page, read, told
from mediarel.errors import OpenOrderError
from mediarel.pages.text import read_text

TITLES = (
    "Reopen the reading room",
    "Fishers ask for their nets back",
    "Joint statement on the pier of 3 May 2018",
    "The quay is closed for winter",
    "Letter to the Harbour Desk",
)
DAYS = ((2021, 11, 6), (2021, 10, 23), (2021, 9, 9), (2020, 12, 24), (2020, 3, 13))
WANTED = [
    (f"{year}-{month:02}-{day:02}", title)
    for (year, month, day), title in zip(DAYS, TITLES, strict=True)
]
FIGURES = ("{m:02}-{d:02}", "{d:02}.{m:02}.", "{d}.{m}.", "{d}/{m}", "{m}/{d}")


def made(heading: str, row: str, figures: str, years: tuple[int, ...] = ()) -> str:
    """Return rows of titles below their years."""
    parts, above = [], 0
    for (year, month, day), title in zip(DAYS, TITLES, strict=True):
        if years and year not in years:
            continue
        if year != above:
            parts.append(heading.format(year))
        above = year
        parts.append(row.format(t=title, d=figures.format(m=month, d=day), y=year))
    return "".join(parts)


def text_told(text: str) -> list[tuple[str, str | None]]:
    found = read_text(f"Harbour Watch\nHome\n{text}", "page.txt")
    return [(str(each.date), each.title) for each in found.entries]


@pytest.mark.parametrize("figures", FIGURES)
@pytest.mark.parametrize(
    "row", ["{d} {t}\n", "{t} ({d})\n", "{t}\n{d}\n", "{d}\t{t}\n"]
)
@pytest.mark.parametrize("heading", ["{}\n", "\n{}\n\n", "News {}\n"])
def test_text_has_the_year_above(heading: str, row: str, figures: str) -> None:
    assert text_told(made(heading, row, figures)) == WANTED


@pytest.mark.parametrize("figures", FIGURES)
@pytest.mark.parametrize(
    "row",
    [
        "<p>{d} <a href=/{y}>{t}</a></p>",
        "<p><a href=/{y}>{t}</a> ({d})</p>",
        "<div><a class=post href=/{y}><time>{d}</time><span>{t}</span></a></div>",
        "<article><h3>{t}</h3><span class=date>{d}</span></article>",
    ],
)
@pytest.mark.parametrize("heading", ["<h2>{}</h2>", "<p><b>{}</b></p>"])
def test_html_has_the_year_above(heading: str, row: str, figures: str) -> None:
    assert told(page(made(heading, row, figures))) == WANTED


def test_an_open_order_is_asked_for() -> None:
    text = "Harbour Watch\n\n2021\n\n06/11 Reopen the room\n04/03 Give the nets back\n"

    with pytest.raises(OpenOrderError):
        read_text(text, "page.txt")


def test_figures_that_do_not_go_one_way_are_no_dates() -> None:
    """The scores of a league are none, though a year stands above."""
    rows = "<p>2-1 Harbour beat Pier</p><p>1-3 Pier lost</p><p>2-0 Quay wins</p>"
    body = f"<h2>3 March 2019</h2><p>The league of 2019</p><h3>2019</h3>{rows}"
    found = read(page(f"{body}<h2>2 March 2019</h2><p>The nets are given back</p>"))

    assert [str(each.date) for each in found.entries] == ["2019-03-03", "2019-03-02"]


@pytest.mark.parametrize("heading", ["2010 and earlier", "2005 – 2010", "bis 2010"])
def test_a_heading_of_several_years_dates_nothing(heading: str) -> None:
    """What stands below is not of the year above it, either."""
    last = made("{}\n", "{d} {t}\n", "{m:02}-{d:02}", (2020,)).replace("2020", heading)
    text = made("{}\n", "{d} {t}\n", "{m:02}-{d:02}", (2021,)) + last
    found = read_text(text, "page.txt")
    html = read(
        page(
            made("<h2>{}</h2>", "<p>{d} {t}</p>", "{m:02}-{d:02}").replace(
                "<h2>2020</h2>", f"<p><b>{heading}</b></p>"
            )
        )
    )

    for each in (found, html):
        assert [(str(x.date), x.title) for x in each.entries] == WANTED[:3]
        assert sum("without a year" in x.why for x in each.left_out) == 2
