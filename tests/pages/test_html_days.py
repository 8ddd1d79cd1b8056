"""One date above several: each of them has it."""

from __future__ import annotations

from html_pages import DATES, KEPT, TITLES, page, told

DAYS = list(zip(DATES[:2], KEPT[:2], strict=True))


def below_days(day: str, one: str, between: str = "") -> str:
    """Return a page of two days, with two entries below each."""
    parts = []
    for n, (date, _) in enumerate(DAYS):
        both = (
            one.format(n=2 * n + k, title=TITLES[2 * n + k], text=f"Text {n}{k} of it.")
            for k in range(2)
        )
        parts.append(day.format(date=date, n=n, entries=between.join(both)))
    return page("".join(parts))


WANTED = [
    (kept, TITLES[2 * n + k]) for n, (_, kept) in enumerate(DAYS) for k in range(2)
]


def test_a_row_of_a_table_may_have_several_links_in_one_cell() -> None:
    day = "<tr><td>{date}</td><td>{entries}</td></tr>"
    html = below_days(day, "<a href=/{n}>{title}</a>", "<br>")
    html = html.replace("<tr>", "<table><tr>", 1)

    assert told(html) == WANTED


def test_links_in_cells_beside_one_another_are_columns() -> None:
    row = (
        "<tr><td>{}</td><td><a href=/{}>{}</a></td>"
        "<td><a href=/club>The football club of the harbour</a></td></tr>"
    )
    rows = "".join(
        row.format(date, n, title)
        for n, (date, title) in enumerate(zip(DATES, TITLES, strict=True))
    )

    assert len(told(page(f"<table>{rows}</table>"))) == len(TITLES)


def test_two_links_with_one_address_are_one_entry() -> None:
    row = (
        "<tr><td>{}</td><td><a href=/{}>{}</a><br>"
        "<a href=/{}>The whole of it here</a></td></tr>"
    )
    rows = "".join(
        row.format(date, n, title, n)
        for n, (date, title) in enumerate(zip(DATES, TITLES, strict=True))
    )

    assert told(page(f"<table>{rows}</table>")) == list(zip(KEPT, TITLES, strict=True))


def test_days_that_are_folded_are_no_entries() -> None:
    """Most days have nothing below them, and the others have several."""
    day = "<h2>{date}</h2><ul>{entries}</ul>" + "".join(
        f"<h2>{n} January 2018</h2>" for n in range(9, 4, -1)
    )
    html = below_days(day, "<li><a href=/{n}>{title}</a></li>")

    assert told(html) == WANTED
