"""The heads of a table's columns: what is below "Category" is no issuer.

- in HTML and in text, whatever the head is called that means a category
- a kind among them is the type; what is below "Issuer" is who issued it
- cells over several columns, heads as plain cells, several rows of heads
- a table without heads is read as before
"""

from __future__ import annotations

import pytest

from mediarel.pages.fields import entry_fields
from mediarel.pages.html import read_html
from mediarel.pages.text import read_text

ROWS = (
    ("03/13/2019", "CHANCERY", "The chancery moves to the quay"),
    ("03/11/2019", "WEBSITE", "A new website for those who travel"),
    ("03/08/2019", "Press Release", "Closed on the day of the river"),
    ("03/04/2019", "VISA", "Forms are to be had at the gate"),
)
TYPES = [None, None, "Press Release", None]


def as_html(
    *heads: str, tag: str = "th", rows: tuple[tuple[str, ...], ...] = ROWS
) -> str:
    head = "".join(f"<{tag}>{each}</{tag}>" for each in heads)
    body = "".join(
        f"<tr><td>{date}</td><td>{what}</td><td><a href='/{n}'>{title}</a></td></tr>"
        for n, (date, what, title) in enumerate(rows)
    )
    return f"<h1>News</h1><table><tr>{head}</tr>{body}</table>"


def of_html(html: str) -> list[dict[str, object]]:
    return [entry_fields(raw) for raw in read_html(html.encode(), "x.html").entries]


def of_text(*heads: str) -> list[dict[str, object]]:
    lines = ["News", "", *("\t".join(row) for row in (heads, *ROWS) if row)]
    return [entry_fields(raw) for raw in read_text("\n".join(lines), "x").entries]


def said(found: list[dict[str, object]], name: str) -> list[object]:
    return [each.get(name) for each in found]


@pytest.mark.parametrize("head", ["Category", "Section", "TYPE:", "Rubrique", "ប្រភេទ"])
def test_a_category_is_no_issuer(head: str) -> None:
    """In either way of reading; a kind is the type."""
    for found in (
        of_html(as_html("Date", head, "Title")),
        of_text("Date", head, "Title"),
    ):
        assert said(found, "title") == [title for *_, title in ROWS]
        assert said(found, "program") == [None] * 4
        assert said(found, "type") == TYPES


@pytest.mark.parametrize("head", ["Issuer", "Organisation", "Auteur"])
def test_an_issuer_is_one(head: str) -> None:
    rows = tuple((date, "CHANCERY", title) for date, _, title in ROWS)

    found = of_html(as_html("Date", head, "Title", rows=rows))

    assert said(found, "program") == ["CHANCERY"] * 4


@pytest.mark.parametrize(
    "html",
    [
        as_html("Date", "Category", "Title", tag="td"),
        as_html("Date", "Category", "Title")
        .replace("<tr><th>", "<thead><tr><th colspan=3>2019</th></tr><tr><th>", 1)
        .replace("</th></tr><tr><td>", "</th></tr></thead><tr><td>", 1),
        as_html("Category", "Title").replace("<th>", "<th colspan=1></th><th>", 1),
    ],
    ids=["plain cells", "two rows of heads", "an empty head"],
)
def test_heads_may_be_made_in_other_ways(html: str) -> None:
    assert said(of_html(html), "program") == [None] * 4


def test_a_head_may_stand_over_several_columns() -> None:
    """Its name is said of the first of them."""
    html = as_html("Date", "Category").replace("<th>Date", "<th colspan=2>Date")

    assert said(of_html(html), "program")[0] == "CHANCERY"


def test_without_heads_it_is_read_as_before() -> None:
    """The name beside a date is who issued it, as on the page of the seed."""
    assert said(of_html(as_html()), "program")[0] == "CHANCERY"
    assert said(of_text(), "program")[0] == "CHANCERY"
