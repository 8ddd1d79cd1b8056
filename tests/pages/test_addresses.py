"""Test how links of a page become full addresses."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from mediarel.pages.site import own_address, whole_address

OWN = "https://harbour.example/news/"


def own(html: str) -> str | None:
    """Return the address that a page gives as its own."""
    return own_address(LexborHTMLParser(html), html)


@pytest.mark.parametrize(
    "html",
    [
        f'<link rel="canonical" href="{OWN}">',
        f'<meta property="og:url" content="{OWN}">',
        f"<!-- saved from url=(0029){OWN} --><html>",
        f'<base href="{OWN}">',
        f'<base href="/news/"><link rel="canonical" href="{OWN}2019.html">',
    ],
)
def test_the_address_of_a_page_is_read_from_its_metadata(html: str) -> None:
    assert own(html) == OWN


@pytest.mark.parametrize(
    "html", ["<p>", '<base href="/news/">', '<base href="http://[">']
)
def test_a_page_without_metadata_has_no_address(html: str) -> None:
    assert own(html) is None


def test_the_stated_address_overrides_the_given_address() -> None:
    html = f'<link rel="canonical" href="{OWN}">'
    given = "https://elsewhere.example/"

    assert own_address(LexborHTMLParser(html), html, given) == OWN
    assert own_address(LexborHTMLParser(""), "", given) == given


def test_the_given_address_overrides_the_site_address() -> None:
    html = '<head><link rel="icon" href="https://harbour.example/i.png"></head>'

    assert own_address(LexborHTMLParser(html), html, OWN) == OWN


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("a.html", "https://harbour.example/news/a.html"),
        ("/a b.pdf", "https://harbour.example/a%20b.pdf"),
        ("docs\\2019\\a.pdf", "https://harbour.example/news/docs/2019/a.pdf"),
        ("?id=1&x=a\\b", "https://harbour.example/news/?id=1&x=a\\b"),
        ("//other.example/a", "https://other.example/a"),
        (" http://other.\nexample/a ", "http://other.example/a"),
    ],
)
def test_a_relative_link_becomes_a_full_address(href: str, whole: str) -> None:
    assert whole_address(href, OWN) == whole


@pytest.mark.parametrize(
    "href",
    [
        "javascript:open('a.html')",
        "mailto:a@b.example",
        "#top",
        "",
        "data:,x",
        "http://[",
    ],
)
def test_scripts_and_mail_links_have_no_address(href: str) -> None:
    assert whole_address(href, OWN) is None


def test_a_relative_link_has_no_address_if_the_page_has_none() -> None:
    assert whole_address("a.html", None) is None
    assert whole_address("https://other.example/a", None) == "https://other.example/a"


def test_an_address_without_a_path_is_the_root() -> None:
    page = own('<link rel="canonical" href="https://harbour.example">')

    assert whole_address("a.html", page) == "https://harbour.example/a.html"
