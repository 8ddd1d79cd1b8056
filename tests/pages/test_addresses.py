"""Links of a page made whole, where the page says its own address."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from mediarel.pages.site import own_address, whole_address

OWN = "https://harbour.example/news/"


def own(html: str) -> str | None:
    """Return the address that a page says it has."""
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
def test_a_page_says_its_address_in_many_ways(html: str) -> None:
    assert own(html) == OWN


@pytest.mark.parametrize(
    "html", ["<p>", '<base href="/news/">', '<base href="http://[">']
)
def test_a_page_that_does_not_say_it_has_none(html: str) -> None:
    assert own(html) is None


def test_what_a_page_says_counts_above_what_is_given() -> None:
    html = f'<link rel="canonical" href="{OWN}">'
    given = "https://elsewhere.example/"

    assert own_address(LexborHTMLParser(html), html, given) == OWN
    assert own_address(LexborHTMLParser(""), "", given) == given


def test_what_is_given_counts_above_the_address_of_the_site() -> None:
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
def test_a_link_is_made_whole(href: str, whole: str) -> None:
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
def test_what_leads_to_no_page_is_no_address(href: str) -> None:
    assert whole_address(href, OWN) is None


def test_a_part_of_an_address_is_none_where_the_page_does_not_say_its_own() -> None:
    assert whole_address("a.html", None) is None
    assert whole_address("https://other.example/a", None) == "https://other.example/a"


FEED = '<link rel="alternate" href="https://harbour.example/en/feed">'
ICON = '<link rel="shortcut icon" href="https://{}/favicon.ico">'


def test_feed_and_icon_tell_the_address_of_the_site() -> None:
    """From there a link that begins at the root can be told, and no other."""
    site = own(f"<head>{FEED}{ICON.format('harbour.example')}</head>")

    assert site == "https://harbour.example"
    assert whole_address("/en/a", site) == "https://harbour.example/en/a"
    assert whole_address("a.html", site) is None
    assert whole_address("?id=1", site) is None


def test_feed_and_icon_on_two_hosts_tell_nothing() -> None:
    assert own(f"<head>{FEED}{ICON.format('pictures.example')}</head>") is None


def test_an_address_without_a_path_is_that_of_its_root() -> None:
    page = own('<link rel="canonical" href="https://harbour.example">')

    assert whole_address("a.html", page) == "https://harbour.example/a.html"
