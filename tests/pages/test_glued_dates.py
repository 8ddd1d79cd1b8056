"""Whole dates glued to the ends of titles: `Title-06-07-2020`, `Title .11.02.2019`."""

from __future__ import annotations

import pytest

from html_pages import page, read
from mediarel.pages.text import read_text

TITLES = (
    "The council reopens the reading room",
    "Fishers ask for their nets back",
    "Harbour Watch welcomes the ruling",
    "The quay is closed for winter",
    "Letter to the Harbour Desk of 2019",
    "Three boats are missing",
)
DAYS = (
    *((2020, 7, 6), (2020, 6, 30), (2020, 6, 2)),
    *((2020, 5, 9), (2019, 12, 24), (2019, 3, 3)),
)
TEXTS = (
    "It asked the council to say by when, and on what terms, this is done.",
    "They were taken last week at night, and nobody says by whom or why.",
    "Three groups said that it has to stay where it is, as long as it is used.",
    "It opens again in spring, said the warden when he was asked on Monday.",
    "The desk is asked to answer at last, as it said that it would do so.",
    "They left on Sunday at six in the morning, and were not seen since.",
)
GLUED = (
    *("{t}-{d:02}-{m:02}-{y}", "{t} .{d:02}.{m:02}.{y}", "{t}{d:02}.{m:02}.{y}"),
    *("{t}.{d:02}.{m:02}.{y}", "{t} -{d:02}/{m:02}/{y}", "{t}-{y}-{m:02}-{d:02}"),
    *("{t}({d:02}.{m:02}.{y})", "{t}_{d:02}-{m:02}-{y}"),
)


def made(glued: str, row: str, without: tuple[int, ...]) -> str:
    return "".join(
        row.format(
            t=title if n in without else glued.format(t=title, y=y, m=m, d=d),
            x=TEXTS[n],
            n=n,
        )
        for n, ((y, m, d), title) in enumerate(zip(DAYS, TITLES, strict=True))
    )


def wanted(without: tuple[int, ...]) -> list[tuple[str, str | None]]:
    return [
        (f"{year}-{month:02}-{day:02}", TITLES[n])
        for n, (year, month, day) in enumerate(DAYS)
        if n not in without
    ]


WITHOUT = pytest.mark.parametrize("without", [(), (2,), (3, 4)])


@WITHOUT
@pytest.mark.parametrize("glued", GLUED)
@pytest.mark.parametrize(
    "row",
    [
        "<li><a href=/{n}>{t}</a></li>",
        "<p><a href=/{n}>{t}</a></p>",
        "<p>{t}</p>",
        "<h3>{t}</h3><p>{x}</p>",
        "{t}<br>",
        "<p>{t}</p><p>{x}</p>",
    ],
)
def test_html(row: str, glued: str, without: tuple[int, ...]) -> None:
    """What has none is named, and part of no other entry."""
    found = read(page(f"<div class=list>{made(glued, row, without)}</div>"))

    assert [(str(x.date), x.title) for x in found.entries] == wanted(without)
    assert {TITLES[n] for n in without} <= {each.text for each in found.left_out}
    said = " ".join(line.text for x in found.entries for line in x.body)
    assert not any(TITLES[n] in said for n in without)


@pytest.mark.parametrize("glued", GLUED)
@pytest.mark.parametrize("row", ["{t}\n", "{t}\n\n", "{t}\n{x}\n\n"])
def test_text(row: str, glued: str) -> None:
    head = "Harbour Watch\nHome\nPress releases\n\n"
    found = read_text(head + made(glued, row, ()), "page.txt")

    assert [(str(x.date), x.title) for x in found.entries] == wanted(())


@pytest.mark.parametrize("row", ["{t}\n", "{t}\n\n", "{t}\n{x}\n\n"])
@pytest.mark.parametrize("without", [(2,), (3,), (3, 4)])
def test_text_without_a_date_has_not_that_of_another(
    row: str, without: tuple[int, ...]
) -> None:
    found = read_text(made(GLUED[0], row, without), "page.txt")

    assert [(str(x.date), x.title) for x in found.entries] == wanted(without)
