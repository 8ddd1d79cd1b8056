"""Test the format of web pages: HTML, or copied text."""

import pytest

from html_pages import ALL, listed, page
from mediarel.dates.edtf import PartialDate
from mediarel.errors import UnreadableInputError
from mediarel.formats.encoding import readable_format
from mediarel.formats.entries import Entry, LeftOut, Reading, ReadOptions
from mediarel.formats.listing import is_html, read_page, reading_of
from mediarel.pages.found import Line, ListPage, RawEntry

LIST = page(listed("<article><h2><a href=/{n}>{title}</a></h2><p>{date}</p></article>"))
TEXT = "\n".join(
    f"{date}\n{title}\nThe court of {title[:9]} said so on the Monday after that.\n"
    for date, title in ALL
)


def read(html: str, options: ReadOptions | None = None) -> Reading:
    """Return the entries and notes of a page."""
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
def test_html_is_recognised_by_its_beginning(start: str) -> None:
    assert is_html(start.encode())
    assert readable_format(None, start.encode(), "x").name == "page"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"<kml>\n", b'<?xml version="1.0"?>\n']
)
def test_files_of_unknown_formats_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInputError, match="has a format that"):
        readable_format(None, data, "x")


def test_encoding_option_applies_to_copied_text() -> None:
    text = TEXT.replace("reading room", "Café").encode("cp1252")

    with pytest.raises(UnreadableInputError, match="not UTF-8"):
        read_page(text, "x", ReadOptions())
    reading = read_page(text, "x", ReadOptions(encoding="cp1252"))
    assert "Reopen the Café" in [each["title"] for each in fields(reading)]


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\x7fELF\0\0"])
def test_empty_and_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInputError, match=r"empty|binary"):
        read_page(data, "x", ReadOptions())


BARE = LIST.replace('<link rel="canonical" href="https://harbour.example/news/">', "")


def test_base_option_sets_the_url_of_a_page() -> None:
    """Without --base, a note explains the consequence."""
    without = read(BARE)
    given = read(BARE, ReadOptions(base="https://harbour.example/news/"))

    assert not any("sources" in each for each in fields(without))
    assert any("--base" in each for each in without.notes)
    assert fields(given) == fields(read(LIST))
    assert not given.notes


def test_entry_with_labels_only_is_left_out() -> None:
    labels = (Line("Category: News", 7),)
    day = PartialDate(2019, 3, 3)
    entries = (
        RawEntry(day, 4, "Reopen the reading room"),
        RawEntry(day, 7, None, body=labels),
    )

    read = reading_of(ListPage(entries))

    assert [each.line for each in read.entries if isinstance(each, Entry)] == [4]
    assert read.left_out == (LeftOut(7, "2019-03-03", "has neither title nor text"),)
