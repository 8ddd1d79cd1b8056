"""A list page in HTML through the front door."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import refused
from html_pages import ALL, listed, page

if TYPE_CHECKING:
    from conftest import Run

ENTRY = "<article><h2><a href=/{n}>{title}</a></h2><p>{date}</p></article>"
CONDOLENCE = "<article><h2><a href=/c>Condolence to all</a></h2></article>"
ENTRIES = listed(ENTRY).replace("</article>\n", f"</article>{CONDOLENCE}\n", 1)


@pytest.fixture(autouse=True)
def html(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a page in a file, beside an archive without statements."""
    run("init", "empty")
    monkeypatch.chdir("empty")
    Path("news.html").write_text(page(f"<div>{ENTRIES}</div>"), encoding="utf-8")


def test_a_page_is_read_in_without_settings(run: Run) -> None:
    """The site is the issuer where none is printed; what is left out is named."""
    done = run("import", "news.html")

    assert done.code == 0
    assert "'Condolence to all' has no date" in done.err
    rows = [line.split("\t") for line in run("list").out.splitlines()]
    assert [(row[1], row[2]) for row in rows] == [(d, "Harbour Watch") for d, _ in ALL]


def test_what_has_no_date_is_dated_by_its_neighbours_where_that_is_wanted(
    run: Run,
) -> None:
    run("import", "news.html", "--undated")

    assert "2019-02-25/2019-03-03" in run("list").out


@pytest.mark.parametrize("given", ["zzz=.x", "entry=li,zzz=.x", "program=.x"])
def test_a_selector_of_what_is_no_part_of_an_entry_is_a_misuse(
    run: Run, given: str
) -> None:
    """Also behind one that is; the names that there are stand in the hint."""
    result = run("import", "news.html", "--select", given)

    assert "names an unknown part" in refused(result, 2)
    assert "entry, date, title, text, link" in result.err


def test_the_hint_of_a_page_without_a_list_can_be_typed_as_it_stands(run: Run) -> None:
    Path("none.html").write_text(page("<p>3 March 2019</p>" * 2), encoding="utf-8")

    result = run("import", "none.html")
    hint = result.err.partition("with CSS selectors: mediarel ")[2].partition("\n")[0]
    Path("FILE").write_text(
        page("<li>First thing <i class=date>3 March 2019</i></li>" * 2),
        encoding="utf-8",
    )

    assert run(*hint.split(), "--program", "Harbour Watch").code == 0


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("news.html", ["--map", "Headline=title"], "--map has no effect on page"),
        ("x.csv", ["--select", "entry=li"], "--select has no effect on csv"),
        ("x.md", ["--undated"], "--undated has no effect on markdown"),
        ("x.csv", ["--undated"], ""),
        ("x.csv", ["--map", "Headline=title"], ""),
        ("news.html", ["--undated"], ""),
    ],
)
def test_an_option_that_says_nothing_of_a_file_is_told(
    run: Run, name: str, options: list[str], told: str
) -> None:
    """Beside others it may say something of, so it is no misuse."""
    Path("x.csv").write_text("date,Headline\n2012-07-16,On land\n", encoding="utf-8")
    text = "---\ntitle: On land\ndate: 2012-07-16\n---\n\nIt is ours.\n"
    Path("x.md").write_text(text, encoding="utf-8")

    result = run("import", "--dry-run", name, *options)

    assert told in result.err
    assert ("has no effect on" in result.err) is bool(told)
