"""One date above several: each of them has it."""

from __future__ import annotations

from html_pages import DATES, KEPT, TITLES, page, read, told

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


def test_a_day_may_have_several_posts_below_it() -> None:
    """Each with its title, its text and who wrote it."""
    day = "<div class=day><h2>{date}</h2><div class=posts>{entries}</div></div>"
    post = (
        "<div class=outer><div class=post><h3><a href=/{n}>{title}</a></h3>"
        "<p>{text}</p>"
        "<p>It went on for hours.</p><div class=foot><span class=post-author>Publicada "
        "por <span>Dara</span></span> à(s) <a href=/{n}>18:49</a> <a href=/{n}#c>2 "
        "comentários:</a></div></div></div>"
    )
    html = below_days(day, post)

    assert told(html) == WANTED
    assert {each.beside for each in read(html).entries} == {("Author: Dara",)}


def test_headings_within_one_text_begin_no_entry() -> None:
    """They stand beside the title, in the same element."""
    posts = "".join(
        f"<div><p>{date}</p><h3>{title}</h3><p>Text of it.</p><h3>The demands</h3>"
        "<p>More of it.</p></div>"
        for date, title in zip(DATES, TITLES, strict=True)
    )

    assert told(page(posts)) == list(zip(KEPT, TITLES, strict=True))
