"""Rows that have only their day: the month is in the heading above, and the year."""

from __future__ import annotations

import pytest

from html_pages import TITLES, page, read, told

WANTED = [
    ("2019-03-30", TITLES[0]),
    ("2019-03-08", TITLES[1]),
    ("2019-02-25", TITLES[2]),
    ("2018-12-14", TITLES[3]),
    ("2018-12-14", TITLES[4]),
]
ENGLISH = ("2019", "March", "February", "2018", "December")


def calendar(
    row: str,
    names: tuple[str, ...] = ENGLISH,
    months: str = "<h3>{}</h3>",
    rows: str = "<ul>{}</ul>",
) -> str:
    """Return a page with a heading for each year and month."""
    year, march, february, before, december = names
    below: dict[str, list[int]] = {march: [0, 1], february: [2], december: [3, 4]}
    parts = []
    for month, held in below.items():
        above = year if month == march else before if month == december else ""
        parts.append(f"<h2>{above}</h2>" if above else "")
        parts.append(months.format(month))
        made = (
            row.format(day=int(WANTED[n][0][-2:]), title=TITLES[n], n=n) for n in held
        )
        parts.append(rows.format("".join(made)))
    return page("".join(parts))


@pytest.mark.parametrize(
    "row",
    [
        "<li><span class=d>{day}</span> – <a href=/{n}>{title}</a></li>",
        "<li>{day} <a href=/{n}>{title}</a></li>",
        "<li><a href=/{n}>{day}. {title}</a></li>",
        "<li><a href=/{n}>{day}: {title}</a></li>",
        "<li>{day}th - {title}</li>",
        "<li><a href=/{n}>{title}</a> ({day})</li>",
        "<li>Friday {day} | <a href=/{n}>{title}</a></li>",
        "<li><b>{day}</b><br><a href=/{n}>{title}</a></li>",
    ],
)
def test_the_day_is_in_the_row(row: str) -> None:
    assert told(calendar(row)) == WANTED


@pytest.mark.parametrize(
    ("months", "rows", "row"),
    [
        ("<h3>{}</h3>", "{}", "<p>{day} – <a href=/{n}>{title}</a></p>"),
        (
            "<p><strong>{}</strong></p>",
            "<table>{}</table>",
            "<tr><td>{day}</td><td><a href=/{n}>{title}</a></td></tr>",
        ),
        ("<h3>{}:</h3>", "<dl>{}</dl>", "<dt>{day}</dt><dd>{title}</dd>"),
    ],
)
def test_in_lists_and_tables(months: str, rows: str, row: str) -> None:
    assert told(calendar(row, months=months, rows=rows)) == WANTED


@pytest.mark.parametrize(
    "names",
    [
        ("", "March 2019", "February 2019", "", "December 2018"),
        ("2019", "mars", "février", "2018", "décembre"),
        ("2019", "Marzo", "Febrero", "2018", "Diciembre"),
        ("2019", "Março", "Fevereiro", "2018", "Dezembro"),
        ("2019", "marzo", "febbraio", "2018", "dicembre"),
        ("2019", "März", "Februar", "2018", "Dezember"),
        ("2019", "Maret", "Februari", "2018", "Desember"),
        ("2019", "Tháng 3", "Tháng 2", "2018", "Tháng 12"),
        ("2019", "มีนาคม", "กุมภาพันธ์", "2018", "ธันวาคม"),
        ("2019", "ມີນາ", "ກຸມພາ", "2018", "ທັນວາ"),
        ("2019", "မတ်", "ဖေဖော်ဝါရီ", "2018", "ဒီဇင်ဘာ"),
        ("2019年", "3月", "2月", "2018年", "12月"),
        ("2019", "三月", "二月", "2018", "十二月"),
        ("", "ខែមីនា ឆ្នាំ២០១៩", "ខែកុម្ភៈ ឆ្នាំ២០១៩", "", "ខែធ្នូ ឆ្នាំ២០១៨"),
    ],
)
def test_in_all_languages(names: tuple[str, ...]) -> None:
    row = "<li>{day} – <a href=/{n}>{title}</a></li>"

    assert told(calendar(row, names)) == WANTED


def test_figures_in_titles_are_no_days() -> None:
    """Below a month whose rows have no days, the rows are not dated."""
    titles = ("12 lawyers write to the Warden", "Reopen the reading room", "30 fishers")
    rows = "".join(f"<li>{title}</li>" for title in titles)
    html = calendar("<li>{day} – <a href=/{n}>{title}</a></li>").replace(
        "</body>", f"<h3>January</h3><ol>{rows}</ol></body>"
    )

    assert told(html) == WANTED


def test_the_figures_of_a_calendar_date_nothing() -> None:
    days = "".join(f"<td>{day}</td>" for day in range(1, 32))
    table = f"<table><caption>March</caption><tr>{days}</tr></table>"
    row = "<li>{day} – <a href=/{n}>{title}</a></li>"
    html = calendar(row).replace("</h1>", f"</h1>{table}")

    assert told(html) == WANTED


def test_the_headings_of_months_are_no_entries() -> None:
    read_page = read(calendar("<li>{day} – <a href=/{n}>{title}</a></li>"))

    assert {each.text for each in read_page.left_out} <= {"News", *ENGLISH}
    assert not any(each.body for each in read_page.entries)
