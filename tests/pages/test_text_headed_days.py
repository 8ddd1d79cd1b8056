"""A list page as text: the year, the month or both stand in headings over the days."""

from __future__ import annotations

import itertools

import pytest

from mediarel.dates.months import MONTHS
from mediarel.errors import UnreadableInputError
from mediarel.pages.fields import entry_fields
from mediarel.pages.text import read_text
from samples import sample

TITLES = (
    "Reopen the reading room",
    "Harbour Watch welcomes the ruling on the old pier",
    "Nets are not to be cut at night",
    "Drop the charges against Dara Sok",
    "Is the new harbour law lawful?",
    "Forty boats, one berth",
    "Declaration before the new harbour board",
)
DAYS = (
    *((2019, 5, 30), (2019, 5, 26), (2019, 5, 26), (2019, 4, 17)),
    *((2018, 12, 31), (2018, 12, 14), (2018, 12, 2)),
)
ROWS = (
    *("{d} – {t}", "{d} {t}", "{d}. {t}", "{d}: {t}", "{t} ({d})", "{d}\n{t}"),
    *("{d}\t{t}", "Thu {d} – {t}", "({d}) {t}", "- {d:02d}: {t}"),
)
LONG = "It asked the council to say by when, and on what terms, this is to be done."
KHMER = "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ"
CASES = tuple(
    itertools.product(
        ROWS,
        ("km", *MONTHS),
        ("{y}\n{m}", "{m} {y}", "News {y}\n{m}"),
        ("\n", ""),
        "01",
    )
)


def _month(language: str, number: int) -> str:
    names = KHMER if language == "km" else MONTHS[language]
    return names.split()[number - 1].partition("/")[0].replace("_", " ")


def _read(text: str) -> list[tuple[object, object]]:
    found = [entry_fields(each) for each in read_text(text, "page.txt").entries]
    return [(each["date"], each.get("title")) for each in found]


@pytest.mark.parametrize(("row", "language", "head", "gap", "has_text"), sample(CASES))
def test_days_under_the_name_of_a_month(
    row: str, language: str, head: str, gap: str, has_text: str
) -> None:
    """Year and month are printed once, above the days: each is of that month."""
    if language in {"zh", "ja"}:
        head = head.replace("{m} {y}", "{y}年{m}")
    page = "Home\nAbout us\nOur archive\n\n"
    last = ("", "")
    for n, ((y, m, d), title) in enumerate(zip(DAYS, TITLES, strict=True)):
        year, *rest = head.format(y=y, m=_month(language, m)).split("\n")
        month = "".join(rest)
        page += f"{year}\n" if year != last[0] else ""
        page += f"{month}\n" if rest and (year, month) != last else ""
        last = year, month
        page += row.format(d=d, t=title) + "\n"
        page += f"{LONG} That is the {n}th time.\n{gap}" if has_text == "1" else gap
    dates = [f"{y}-{m:02d}-{d:02d}" for y, m, d in DAYS]
    assert _read(page) == list(zip(dates, TITLES, strict=True))


def test_numbers_of_a_list_are_no_days() -> None:
    """A list that begins anew with 1 under each month is numbered."""
    page = (
        "May 2019\n1. Reopen the room\n2. We won\n3. Nets\nApril 2019\n1. One\n2. Two\n"
    )
    found = [date for date, _ in _read(page)]
    assert "2019-05-02" not in found
    assert set(found) <= {"2019-05", "2019-04"}


def test_a_number_that_begins_a_text_is_no_day() -> None:
    """Amid days in their order another number is of the text."""
    page = (
        "2019\nMay\n30 – Reopen the reading room\n12 boats are missing since.\n"
        "26 – We won\nApril\n17 – Nets are not to be cut\n3 – Forty boats, one berth\n"
    )
    assert [date for date, _ in _read(page)] == [
        *("2019-05-30", "2019-05-26", "2019-04-17", "2019-04-03"),
    ]


def test_a_day_that_the_month_has_not_is_named() -> None:
    """February 30 is left out by its title."""
    page = (
        "2019\nMarch\n30 - Reopen the reading room\n26 - We won\n12 - Nets\nFebruary\n"
        "30 - Drop the charges against Dara\n2 - Forty boats, one berth\n"
    )
    left = read_text(page, "page.txt").left_out
    assert [each.text for each in left] == ["Drop the charges against Dara"]


def test_months_without_a_year_are_refused() -> None:
    """Without any year the reason is told."""
    page = "May\n30 - Reopen the reading room\n26 - We won\nApril\n16 - Drop the nets\n"
    with pytest.raises(UnreadableInputError, match="none of its dates has a year"):
        read_text(page, "page.txt")


@pytest.mark.parametrize(
    "head",
    [
        *("Press releases {y}", "{y} press releases", "Archive: {y}", "Année {y}"),
        *("{y}年のお知らせ", "សេចក្តីប្រកាសព័ត៌មាន ឆ្នាំ {y}", "▾ Comunicados ({y})"),
    ],
)
@pytest.mark.parametrize("entry", ["{d}: {t}\n", "{d}\n{t}\n{x}\n\n", "{t} - {d}\n"])
def test_a_heading_names_the_year_among_words(head: str, entry: str) -> None:
    """The year of days and months may stand in words: "Press releases 2020"."""
    days = ("20 October", "12 September", "9 August", "21 December", "14 November")
    page = "Home\nAbout us\nThe news of the harbour\n\n"
    for n, (day, title) in enumerate(zip(days, TITLES, strict=False)):
        page += head.format(y=2020) + "\n" if n == 0 else ""
        page += head.format(y=2019) + "\n" if n == 3 else ""
        page += entry.format(d=day, t=title, x=LONG)
    assert _read(page) == [
        ("2020-10-20", TITLES[0]),
        ("2020-09-12", TITLES[1]),
        ("2020-08-09", TITLES[2]),
        ("2019-12-21", TITLES[3]),
        ("2019-11-14", TITLES[4]),
    ]
    texts = [each.body for each in read_text(page, "page.txt").entries]
    assert not any("20" in line.text for body in texts for line in body)


def test_titles_that_end_with_years_are_no_headings() -> None:
    """Under a year that stands alone, reports of years are entries."""
    page = (
        "2020\n20 October\nAnnual report 2019\n\n12 September\nWe won\n\n"
        "9 August\nAnnual report 2018\n\n3 May\nForty boats, one berth\n"
    )
    assert {date for date, _ in _read(page)} == {
        *("2020-10-20", "2020-09-12", "2020-08-09", "2020-05-03"),
    }
