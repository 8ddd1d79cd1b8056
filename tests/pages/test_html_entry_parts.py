"""The parts of an entry are its own, however a page names and draws them."""

from __future__ import annotations

import pytest

from html_pages import ALL, DATES, TITLES, listed, page, read, told
from mediarel.errors import UnreadableInputError

HEAD = "<h3><a href=/{n}>{title}</a></h3>"


@pytest.mark.parametrize(
    "entry",
    [
        f"<div class=a>{HEAD}<div class=footer>{{date}}</div></div>",
        f"<div class=post>{HEAD}<p>{{text}}</p><footer>{{date}}</footer></div>",
        f"<div class=post><aside>{{date}}</aside>{HEAD}<p>{{text}}</p></div>",
        f"<div class=post><p class=calendar>{{date}}</p>{HEAD}<p>{{text}}</p></div>",
        f"{HEAD}<p>{{text}}</p><div class=footer>{{date}}</div>",
    ],
)
def test_a_foot_that_recurs_is_of_each_entry(entry: str) -> None:
    assert told(page(f"<div>{listed(entry)}</div>")) == ALL


def test_the_foot_of_the_page_is_none_of_a_list_whose_entries_have_feet() -> None:
    entry = f"<div class=post>{HEAD}<div class=footer>{{date}}</div></div>"
    foot = "".join(
        f"<p>{n} May 2012 <a href=/f{n}>An older thing {n}</a></p>" for n in range(1, 4)
    )
    html = page(f"<div>{listed(entry)}</div><div class=footer>{foot}</div>")

    assert told(html) == ALL


@pytest.mark.parametrize("state", ["show", "active", "open", "in", "current"])
def test_what_is_open_is_compared_as_if_it_were_closed(state: str) -> None:
    panels = "".join(
        f"<div class=card><h3>{year}</h3><div class='collapse {state * (n == 0)}'>"
        f"<ul>{rows}</ul></div></div>"
        for n, (year, rows) in enumerate(
            (year, "".join(f"<li><i>{day}</i> <a href=/{t}>{t}</a>" for day, t in rows))
            for year, rows in PANELS
        )
    )

    assert told(page(f"<div>{panels}</div>")) == [
        (f"{year}-{'03' if 'March' in day else '01'}-{int(day.split()[0]):02}", title)
        for year, rows in PANELS
        for day, title in rows
    ]


PANELS = [
    ("2019", [("3 March", TITLES[0]), ("9 January", TITLES[1])]),
    ("2018", [("5 March", TITLES[2]), ("2 January", TITLES[3])]),
]


def test_a_day_that_a_title_tells_of_dates_no_entry() -> None:
    entry = f"<div class=post>{HEAD}<p>{{text}}</p></div>"
    html = page(f"<div>{listed(entry)}</div>")
    html = html.replace(TITLES[1], f"The day of the fishers on {DATES[1]}")

    with pytest.raises(UnreadableInputError):
        read(html)
