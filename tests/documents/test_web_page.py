"""Test the text of HTML pages."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.documents.document_text import RefusedError
from mediarel.documents.web_page import read_html as read
from outcomes import refused_document
from release_pages import (
    ADDRESS,
    DATA,
    POSTED,
    PUBLISHED,
    head,
    html_release,
    news_page,
    print_page,
    table_page,
    title_of,
)
from releases import paragraphs_of
from strategies import nested

PAGES: dict[str, Callable[[str], str]] = {
    "a news page": news_page,
    "a page of div elements": lambda each: news_page(each, is_old=True),
    "a page without a date": lambda each: news_page(each, "", ""),
    "a page of layout tables": table_page,
    "a page for printing": print_page,
    "a fragment of HTML": html_release,
}


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("page", PAGES)
def test_the_release_is_found_on_a_page(page: str, language: str) -> None:
    """Navigation, sidebars and buttons are left out."""
    found = read(PAGES[page](language).encode())

    assert found.text.split("\n\n") == paragraphs_of(language, in_rows=True)
    assert found.title == title_of(language)
    assert found.problems == ()


UNDATED = ("Kampot, 3 March 2019 – We", "We")


@pytest.mark.parametrize(
    ("more", "meta"), [(PUBLISHED, ""), (DATA, ""), ("", POSTED), (PUBLISHED, POSTED)]
)
def test_date_address_and_language_are_read(more: str, meta: str) -> None:
    """The date is not converted to another time zone."""
    found = read(news_page("en", more, meta).replace(*UNDATED).encode())

    assert (found.date, found.source, found.language) == ("2019-03-04", ADDRESS, "en")


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("<h1>River Watch</h1>", "Stop the dam at Prek Thom"),
        ("<h1>Stop the dam at once</h1>", "Stop the dam at once"),
        ("<h1>One of the two</h1><h1>Two of the two</h1>", "Stop the dam at Prek Thom"),
    ],
)
def test_title_is_the_only_heading_or_the_page_title(heading: str, title: str) -> None:
    """A heading with the site's name is not the title."""
    text = "<p>We ask you to stop the dam at Prek Thom, which will not hold.</p>"
    page = f"<title>Stop the dam at Prek Thom – River Watch</title>{heading}{text}"

    assert read(page.encode()).title == title


CASES = {
    "lines": ("<p>One<br>two<br><br>three</p>", ["One\ntwo", "three"]),
    "superscript": (
        "<p>nets.<sup>[12]</sup> and m<sup>2</sup>, the 3<sup>rd</sup></p>",
        ["nets.¹² and m², the 3rd"],
    ),
    "hidden elements": ("<p>One<p hidden>no<p style='display: none'>no", ["One"]),
    "buttons": (
        (
            "<p>Print</p><p>One</p><p><a href='#'>Share</a> <a href='#'>Tweet</a></p>"
            "<p>two</p><p>Share this:</p><p>Tweet</p>"
        ),
        ["One", "two"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_visible_text_is_read(case: str) -> None:
    html, expected = CASES[case]

    assert read(html.encode()).text.split("\n\n") == expected


@pytest.mark.parametrize(
    "posted",
    [
        "Posted on 4 March 2019 by <a href=/admin>admin</a>",
        "<time datetime=2019-03-04>4 March 2019</time>",
        "By <a href=/maly>Pen Maly</a>",
    ],
)
def test_the_line_with_author_and_date_is_left_out(posted: str) -> None:
    text = (
        "<p>We ask for the dam at Prek Thom to be stopped, and for the boats.</p>" * 5
    )
    title = "Stop the dam at Prek Thom"
    page = f"<head>{PUBLISHED}<title>{title}</title></head><article><h1>{title}</h1>"
    found = read(f"{page}<div>{posted}</div>{text}</article>".encode())

    assert (found.date, found.text.split("\n\n")[1][:6]) == ("2019-03-04", "We ask")


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("windows-1252", "utf-8"),
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("utf-8", "utf-16"),
    ],
)
def test_the_encoding_is_detected(said: str, encoding: str) -> None:
    """Valid UTF-8 is read as UTF-8."""
    data = print_page("en").replace("utf-8", said).encode(encoding)
    found = read(data)

    assert found.text.split("\n\n") == paragraphs_of("en", in_rows=True)
    assert found.problems == ()


@pytest.mark.parametrize("said", ["", 'charset="x-klingon"'])
def test_a_missing_encoding_is_reported(said: str) -> None:
    page = print_page("en").replace('charset="utf-8"', said)
    found = read(page.encode("cp1252"))

    assert found.text.split("\n\n") == paragraphs_of("en", in_rows=True)
    assert [each.is_lost for each in found.problems] == [True]
    assert "does not declare" in found.problems[0].what


def test_undecodable_characters_are_reported() -> None:
    page = "<meta charset=gb18030><p>One " + "two " * 9
    found = read(page.encode() + b"\xff\xff")

    assert (
        found.problems[0].what
        == "lost characters: 2 characters can't be read as gb18030"
    )


REFUSED = {
    "depth": (b"<div>" * 10_000 + b"a", "nested more than 1,000 deep"),
    "no text": (b"<html><body><img src=a></body></html>", "has no text"),
    "only scripts": (b"<script>a</script>", "has no text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_unreadable_page_is_refused_with_a_reason(case: str) -> None:
    data, what = REFUSED[case]

    refused_document(read, data, what)


TAGS = re.findall(
    r"\w+", "p div h1 h2 ul li table tr td article nav footer time sup a b"
)
HTML = nested(TAGS, ["a", " ", "3 March 2019", "Free them all now. " * 9, "<", "1"])


@given(HTML, st.sampled_from(["", head("en"), head("km", PUBLISHED), "<base href=x:>"]))
def test_any_nesting_of_elements_is_read_or_refused(body: str, above: str) -> None:
    with suppress(RefusedError):
        assert read((above + body).encode()).text
