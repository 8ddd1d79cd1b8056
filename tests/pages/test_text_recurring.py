"""A list page as text: lines that stand with each entry, and are of no text."""

from __future__ import annotations

import pytest

from mediarel.pages.fields import entry_fields
from mediarel.pages.text import read_text

TITLES = (
    "Reopen the reading room",
    "Harbour Watch welcomes the ruling on the old pier",
    "Nets are not to be cut at night",
    "The new harbour board is no board of ours",
    "Drop the charges against Dara Sok",
)
LONG = "It asked the council to say by when, and on what terms, this is to be done."


def _fields(entry: str) -> list[dict[str, object]]:
    page = "Home\nAbout us\nStatements\n\n" + "".join(
        entry.format(t=title, d=f"{28 - n} March 2019", x=f"{LONG} {n}.", n=n)
        for n, title in enumerate(TITLES)
    )
    return [entry_fields(each) for each in read_text(page, "page.txt").entries]


@pytest.mark.parametrize(
    "line",
    [
        *("See the photo", "ShareTweetWhatsApp", "មើលរូបថត", "写真を見る", "Ver foto"),
        "Última atualização em Ter, 1{n} de Março de 2019 18:22",
        "This page was last updated on 1{n} March 2019",
    ],
)
@pytest.mark.parametrize("entry", ["{t}\n{d}\n{x}\n\n", "{d}\n{t}\n{x}\n"])
def test_what_stands_below_each_text_is_none_of_it(entry: str, line: str) -> None:
    """A link, buttons that run together, and when an entry was changed."""
    found = _fields(f"{entry.rstrip()}\n{line}\n\n")
    assert [each["title"] for each in found] == list(TITLES)
    assert [each["text"] for each in found] == [f"{LONG} {n}." for n in range(5)]


def test_a_kind_below_each_title_is_kept() -> None:
    """What says something of an entry stands below many, too."""
    found = _fields("{d}\n{t}\nOpen Letter\n{x}\n\n")
    assert {each["type"] for each in found} == {"Open Letter"}


def test_who_wrote_an_entry_stands_above_how_long_it_is_to_read() -> None:
    """A name above the date is known by the minutes below it."""
    page = "Home\nAbout us\nAll posts\n\n"
    for n, title in enumerate(TITLES):
        name = ("Harbour Watch", "Dara Sok")[n % 2]
        page += (
            f"{name}\nMar {28 - n}, 2019\n2 min read\n{title}\n\n{LONG}\n23 views\n\n"
        )
    found = [entry_fields(each) for each in read_text(page, "page.txt").entries]
    assert [each["title"] for each in found] == list(TITLES)
    assert [each["program"] for each in found] == [
        *("Harbour Watch", "Dara Sok", "Harbour Watch", "Dara Sok", "Harbour Watch"),
    ]


def test_the_label_of_a_date_is_no_label_of_a_name() -> None:
    """`Published: 3 March 2019` below who wrote it."""
    found = _fields("{t}\nPrint\nWritten by Dara Sok\nPublished: {d}\n{x}\n\n")
    assert {each["program"] for each in found} == {"Dara Sok"}
    assert [each["title"] for each in found] == list(TITLES)
