"""Titles that hold a date themselves, behind the date that begins each line."""

from __future__ import annotations

import pytest

from html_pages import page, read
from mediarel.pages.fields import entry_fields
from mediarel.pages.text import read_text

TITLES = (
    "The rules of the course of 01.01.2015",
    "Call for the meeting of 12 May 2017",
    "Meeting of the fishers on 24 May 2016",
    "The quay is closed for winter",
)
DATES = ("31.03.2017", "30.03.2017", "27.02.2017", "12.01.2017")
WANTED = [
    (f"{date[6:]}-{date[3:5]}-{date[:2]}", title)
    for date, title in zip(DATES, TITLES, strict=True)
]
TEXTS = (
    "It asked the council to say by when this is done, and on what terms.",
    "On 24 May 2016 the fishers met in the hall of the harbour, and all came.",
    "They spoke of the law on the harbour, and of what the council is to do.",
    "It opens again in spring, said the warden when he was asked on Monday.",
)


def made(row: str) -> str:
    return "".join(
        row.format(d=d, t=t, x=x) for d, t, x in zip(DATES, TITLES, TEXTS, strict=True)
    )


@pytest.mark.parametrize("sign", [" – ", ": ", " ", "\t", " | "])
@pytest.mark.parametrize("row", ["{d}{s}{t}\n", "{d}{s}{t}\n\n", "{d}{s}{t}\n{x}\n\n"])
def test_text_begins_with_the_date_of_the_entry(row: str, sign: str) -> None:
    found = read_text(made(row.replace("{s}", sign)), "page.txt")

    assert [(str(x.date), x.title) for x in found.entries] == WANTED


@pytest.mark.parametrize(
    "row",
    [
        "<p>{d} – {t}</p>",
        "<li>{d} <a href=/>{t}</a></li>",
        "<p><b>{d}</b> – {t}</p><p>{x}</p>",
        "{d} – {t}<br>",
        "<h3>{d} – {t}</h3><p>{x}</p>",
    ],
)
def test_html_names_no_title_as_the_issuer(row: str) -> None:
    found = read(page(f"<div>{made(row)}</div>"))

    assert [(str(x.date), x.title) for x in found.entries] == WANTED
    assert not any("program" in entry_fields(each) for each in found.entries)
