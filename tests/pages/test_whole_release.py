"""Pages that are one release: in whatever way they say so, and whatever is on them."""

from __future__ import annotations

import pytest

from html_pages import listed, read
from mediarel.errors import UnreadableInputError
from mediarel.pages.fields import entry_fields

OWN = "https://river.example/statements/198/"
HEAD = (
    "<meta charset=utf-8><title>Stop the dredging of the estuary – River Watch</title>"
    '<meta property="og:site_name" content="River Watch">'
    f"<link rel=canonical href={OWN}>"
)
STATED = '<meta property="article:published_time" content="2019-02-27T02:12:00+00:00">'
TITLE = "<h1 class=entry-title>Stop the dredging of the estuary</h1>"
BYLINE = (
    "<div class=entry-meta><span>Posted on <time datetime=2019-02-27T09:12:00+07:00>"
    "February 27, 2019</time></span>"
    "<span> by <a href=/author/admin>admin</a></span></div>"
)
FIRST = (
    "Families of three villages were told to leave within seven days, on the order of "
    "the governor, who says that the land belongs to a company."
)
MORE = (
    "On 14 February 2019 police came with two machines, and burned eleven houses.",
    "“We have nowhere to go,” said one, whose field was fenced in on 3 January 2019.",
    "For more, please call Sok Dara, 012 345 678",
)
TEXT = "\n\n".join((FIRST, *MORE))


def _page(head: str, body: str, classes: str = "single single-post") -> str:
    menu = '<nav><a href="/">Home</a> <a href=/statements/>Statements</a></nav>'
    return (
        f"<!doctype html><html><head>{HEAD}{head}</head><body class='{classes}'>{menu}"
        f"<main><article class=hentry><header>{TITLE}{body}</article></main>"
        "<footer>© 2019 River Watch</footer></body></html>"
    )


def _below(first: str = FIRST, more: tuple[str, ...] = MORE) -> str:
    paragraphs = "".join(f"<p>{each}</p>" for each in (first, *more))
    return f"</header><div class=entry-content>{paragraphs}</div>"


@pytest.mark.parametrize(
    ("head", "body", "classes"),
    [
        (STATED, BYLINE + _below(), "single"),
        ("", BYLINE + _below(), "single-post"),
        (STATED, BYLINE + _below(), ""),
        ("", "<p class=date>27 February 2019</p>" + _below(), "single"),
        (STATED, _below(), "single"),
    ],
)
def test_a_page_that_says_it_is_one_release_is_one(
    head: str, body: str, classes: str
) -> None:
    """Its title, date and text are taken, whichever other dates its text names."""
    found = read(_page(head, body, classes))
    assert [entry_fields(each) for each in found.entries] == [
        {
            "date": "2019-02-27",
            "title": "Stop the dredging of the estuary",
            "text": TEXT,
            "sources": [OWN],
        }
    ]
    assert found.site == "River Watch"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (f"Kampot, 25 February 2019 – {FIRST}", MORE[-1]),
        (FIRST, "Kampot, 25 February 2019"),
    ],
)
def test_the_date_that_a_release_prints_wins(first: str, last: str) -> None:
    """What its head states counts only where neither dateline nor foot has a date."""
    text = _below(first, (*MORE[:-1], last))
    found = read(_page(STATED, text))
    assert [str(each.date) for each in found.entries] == ["2019-02-25"]


def test_posts_related_to_a_release_are_not_read() -> None:
    """Not their dates, their titles, nor what is linked before and next."""
    related = listed("<li><a href=/{n}>{title} again</a> <span>{date}</span></li>")
    below = (
        "<nav><a rel=prev href=/197>Previous: Open letter</a></nav>"
        f"<div class=related><h3>Related</h3><ul>{related}</ul></div>"
    )
    found = read(_page(STATED, BYLINE + _below() + below))
    assert [entry_fields(each)["text"] for each in found.entries] == [TEXT]


def test_a_chronology_in_a_release_is_of_its_text() -> None:
    """Where the page says that it is one release, dates in bold begin no entries."""
    lines = "".join(
        f"<p><strong>{day} May 2018</strong> Families petition the governor</p>"
        for day in (3, 12, 20)
    )
    found = read(_page(STATED, BYLINE + _below() + lines))
    (entry,) = found.entries
    assert str(entry_fields(entry)["text"]).endswith(
        "20 May 2018 Families petition the governor"
    )


@pytest.mark.parametrize("last", ["They were taken.", "They were taken on 3 May 2009."])
def test_a_heading_a_date_and_two_paragraphs_are_a_release(last: str) -> None:
    """However short they are, and though nothing else says so."""
    body = f"<p>2 March 2009</p><p>The families do not know more.</p><p>{last}</p>"
    found = read(f"<title>Free them all | RRN</title><h1>Free them all</h1>{body}")
    assert [(str(each.date), each.title) for each in found.entries] == [
        ("2009-03-02", "Free them all")
    ]


def test_a_list_stays_one_though_its_page_says_it_is_an_article() -> None:
    """Generators say that of every page: entries with links of their own tell more."""
    entries = listed("<p><a href=/{n}>{title}</a> <span>{date}</span></p><p>{text}</p>")
    found = read(_page(STATED, f"</header>{entries}"))
    assert len(found.entries) == 5


def test_a_page_of_one_release_without_its_day_is_refused() -> None:
    """A date in a sentence is none of the release."""
    with pytest.raises(UnreadableInputError):
        read(_page("", _below(MORE[0], (FIRST,))))


def test_an_account_is_no_issuer() -> None:
    """Not in a byline, and not in a link to its page; another name is one."""
    for name, issuer in (("admin", None), ("Webmaster", None), ("Dara", "Dara")):
        found = read(_page(STATED, BYLINE.replace(">admin", f">{name}") + _below()))
        assert [entry_fields(each).get("program") for each in found.entries] == [issuer]


def test_a_sentence_is_no_kind() -> None:
    """Though a word of it is one: it is of the text."""
    text = _below("We send our condolences.", (FIRST, "We appeal."))
    (entry,) = read(_page(STATED, BYLINE + text)).entries
    fields = entry_fields(entry)
    assert "type" not in fields
    assert str(fields["text"]).startswith("We send our condolences.\n\nFamilies")


def test_related_posts_make_no_list_of_a_page_that_says_nothing() -> None:
    """Where its heading is its title, what stands below "Related posts" is passed."""
    related = listed("<li><a href=/{n}>{title} again</a> <span>{date}</span></li>") * 2
    found = read(
        f"<head>{HEAD}</head><h1>Stop the dredging of the estuary</h1>"
        f"<p>27 February 2019</p><p>{FIRST}</p><p>{MORE[0]}</p>"
        f"<h3>Related posts</h3><ul>{related}</ul>"
    )
    assert [each.title for each in found.entries] == [
        "Stop the dredging of the estuary"
    ]
