"""Dates in pieces: over several spans and blocks, or with the title in one `strong`.

No entry has the date of the one above.
"""

from __future__ import annotations

import pytest

from html_pages import KEPT, TEXT, TITLES, page, read, told

MONTHS = ("Mar", "Feb", "Feb", "Jan", "Jan")
WANTED = list(zip(KEPT, TITLES, strict=True))


def made(entry: str) -> str:
    parts = []
    for n, (date, title, month) in enumerate(zip(KEPT, TITLES, MONTHS, strict=True), 1):
        year, number, day = date.split("-")
        parts.append(
            entry.format(d=day, m=number, b=month, y=year, t=title, n=n, x=TEXT)
        )
    return "".join(parts)


@pytest.mark.parametrize(
    "entry",
    [
        (
            "<div class=i><span>{d}</span><span>{b}</span><span>{y}</span>"
            "<h3><a href=/{n}>{t}</a></h3><p>{x}</p></div>"
        ),
        (
            "<div class=i><div class=d><div>{d}</div><div>{b} {y}</div></div>"
            "<h3>{t}</h3><p>{x}</p></div>"
        ),
        (
            "<div class=i><div class=d>{d}</div><div class=r><div class=m>{b} {y}</div>"
            "<a href=/{n}>{t}</a><p>{x}</p></div></div>"
        ),
        "<div class=i><h3>{t}</h3><div><b>{d}</b><i>{m}</i><u>{y}</u></div></div>",
        "<p><strong>{b} {d}, {y}<br><a href=/{n}>{t}</a></strong><br>{x}</p>",
        (
            "<p><strong>{b}</strong> <strong>{d}, {y}</strong><br>"
            "<strong><a href=/{n}>{t}</a></strong><br>{x}</p>"
        ),
    ],
)
def test_is_one_date(entry: str) -> None:
    assert told(page(f"<div class=list>{made(entry)}</div>")) == WANTED


def test_several_dates_in_one_paragraph_have_their_own_titles() -> None:
    """The first of them stands in other markup, and is not that of all."""
    first = "<span><strong>{b} {d}, {y}</strong><br></span><a href=/{n}><b>{t}</b></a>"
    other = "<span><strong>{b}</strong>&nbsp;</span><strong>{d}, {y}<br>"
    rows = [
        made(f"{first}<br>\n{{x}}<br><br>|"),
        made(f"{other}<a href=/{{n}}>{{t}}</a></strong><br>\n{{x}}<br><br>|"),
    ]
    parts = [each.split("|") for each in rows]
    body = parts[0][0] + "</p><p>" + parts[0][1] + parts[1][2] + parts[1][3]
    body += "</p><p>" + parts[0][4]
    found = read(page(f"<table><tr><td><p>{body}</p></td></tr></table>"))

    assert [(str(each.date), each.title) for each in found.entries] == WANTED
    assert all(each.body and each.body[0].text == TEXT for each in found.entries)
