"""The format of list pages: HTML, and any text that is in no other format."""

from __future__ import annotations

import pytest

from html_pages import ALL, listed, page
from mediarel.dates.edtf import PartialDate
from mediarel.errors import MisuseError, UnreadableInputError
from mediarel.formats.entries import Entry, LeftOut, Reading, ReadOptions
from mediarel.formats.listing import is_html, read_page, reading_of
from mediarel.formats.recognising import readable_format
from mediarel.pages.found import Line, ListPage, RawEntry

LIST = page(listed("<article><h2><a href=/{n}>{title}</a></h2><p>{date}</p></article>"))
TEXT = "\n".join(
    f"{date}\n{title}\nThe court of {title[:9]} said so on the Monday after that.\n"
    for date, title in ALL
)


def read(html: str, options: ReadOptions | None = None) -> Reading:
    """Return what is read of a page."""
    return read_page(html.encode(), "page.html", options or ReadOptions())


def fields(reading: Reading) -> list[dict[str, object]]:
    """Return the fields of each entry."""
    return [dict(each.fields) for each in reading.entries if isinstance(each, Entry)]


@pytest.mark.parametrize(
    "start",
    [
        "<!DOCTYPE html>\n<html>",
        "<html lang=km>",
        "\ufeff <HTML>",
        "<!-- saved from url=(0026)https://harbour.example/ -->\n<html>",
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN">',
        '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">',
        "<div class=news>",
        "<table>",
        "<head><title>News</title>",
    ],
)
def test_html_is_known_by_how_it_begins(start: str) -> None:
    assert is_html(start.encode())
    assert readable_format(None, start.encode(), "x").name == "page"


def test_html_in_utf_16_is_known() -> None:
    assert is_html("<html><p>3 March 2019".encode("utf-16"))


@pytest.mark.parametrize(
    "start",
    [
        '<?xml version="1.0"?><rss version="2.0">',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        "<rdf:RDF>",
        "<!DOCTYPE rss><rss>",
        "date,program,title",
        "{}",
        "---\ntitle: A\n---\n",
        "3 March 2019",
        "",
    ],
)
def test_what_is_no_html_is_not_taken_for_it(start: str) -> None:
    assert not is_html(start.encode())


def test_any_other_text_is_a_page_that_was_copied() -> None:
    assert readable_format(None, TEXT.encode(), "x").name == "page"
    read_in = [(each["date"], each["title"]) for each in fields(read(TEXT))]
    assert read_in == ALL[::-1]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"<kml>\n", b'<?xml version="1.0"?>\n']
)
def test_what_is_no_text_of_a_page_is_in_no_format(data: bytes) -> None:
    with pytest.raises(UnreadableInputError, match="none of the formats"):
        readable_format(None, data, "x")


def test_the_oldest_comes_first() -> None:
    """Ids follow time, as they do for other formats."""
    read_in = [(each["date"], each["title"]) for each in fields(read(LIST))]

    assert read_in == ALL[::-1]


def test_an_entry_says_its_line_and_no_more_than_is_printed() -> None:
    reading = read(LIST)

    last = list(reading.entries)[-1]
    assert isinstance(last, Entry)
    assert last.line == 2
    assert dict(last.fields) == {
        "date": "2019-03-03",
        "title": "Harbour Watch welcomes the ruling",
        "sources": ["https://harbour.example/1"],
    }
    assert reading.site == "Harbour Watch"
    assert reading.pattern == ("5 entries: the title above the date")


def test_letters_that_cannot_be_read_are_told() -> None:
    data = LIST.encode() + b"\xff"
    head = b"<meta charset=utf-8>"

    reading = read_page(head + data, "x", ReadOptions())

    assert reading.notes == ("a letter can't be read as utf-8",)


def test_an_encoding_that_the_user_says_is_that_of_a_text_too() -> None:
    text = TEXT.replace("reading room", "Café").encode("cp1252")

    with pytest.raises(UnreadableInputError, match="not UTF-8"):
        read_page(text, "x", ReadOptions())
    reading = read_page(text, "x", ReadOptions(encoding="cp1252"))
    assert "Reopen the Café" in [each["title"] for each in fields(reading)]


def test_a_selector_that_is_none_is_a_misuse() -> None:
    with pytest.raises(MisuseError, match="is no CSS selector"):
        read(LIST, ReadOptions(select={"entry": "li..x"}))


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\x7fELF\0\0"])
def test_nothing_and_binary_are_refused(data: bytes) -> None:
    """Also where the format is named."""
    with pytest.raises(UnreadableInputError, match=r"empty|binary"):
        read_page(data, "x", ReadOptions())


BARE = LIST.replace('<link rel="canonical" href="https://harbour.example/news/">', "")


def test_the_address_that_a_page_does_not_say_can_be_given() -> None:
    """Else a note says what it costs, and how to give it."""
    without = read(BARE)
    given = read(BARE, ReadOptions(base="https://harbour.example/news/"))

    assert not any("sources" in each for each in fields(without))
    assert any("--base" in each for each in without.notes)
    assert fields(given) == fields(read(LIST))
    assert not given.notes


def test_what_a_browser_writes_above_a_page_is_its_address() -> None:
    saved = "<!-- saved from url=(0029)https://harbour.example/news/ -->\n"

    assert fields(read(saved + BARE)) == fields(read(LIST))


def test_a_date_with_nothing_but_labels_is_left_out() -> None:
    """It says nothing that a statement could have; all else is read."""
    labels = (Line("Category: News", 7),)
    day = PartialDate(2019, 3, 3)
    entries = (
        RawEntry(day, 4, "Reopen the reading room"),
        RawEntry(day, 7, None, body=labels),
    )

    read = reading_of(ListPage(entries))

    assert [each.line for each in read.entries if isinstance(each, Entry)] == [4]
    assert read.left_out == (
        LeftOut(7, "2019-03-03", "is a date with nothing beside it but labels"),
    )
