"""Test lists whose entries are marked up with JSON-LD, microdata or microformats."""

import json

import pytest

from mediarel.pages.listing import read_html

TEXT = "The court said on Monday that it would hear the case of the fishers again."
TITLES = (
    "Reopen the reading room",
    "Harbour Watch welcomes the ruling",
    "Teachers of Kampot on strike",
)
DATES = ("2019-03-21", "2019-03-03", "2019-02-14")
STATED = list(zip(DATES, TITLES, strict=True))


def told(body: str, data: object = None) -> list[tuple[str, str | None]]:
    """Return the date and title of each entry of a page with JSON-LD `data`."""
    script = f"<script type=application/ld+json>{json.dumps(data)}</script>"
    head = "<title>News</title>" + (script if data else "")
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return [(str(x.date), x.title) for x in read_html(page.encode(), "x").entries]


def articles(kind: str = "NewsArticle") -> list[dict[str, str]]:
    """Return the entries as JSON-LD."""
    return [
        {"@type": kind, "headline": title, "datePublished": f"{date}T08:00:00+07:00"}
        for date, title in STATED
    ]


LISTS = {
    "an array": articles(),
    "ItemList": {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "item": each}
            for n, each in enumerate(articles(), 1)
        ],
    },
    "Blog": {"@graph": [{"@type": ["Blog"], "blogPost": articles("BlogPosting")}]},
}


@pytest.mark.parametrize("name", LISTS)
def test_dates_that_are_only_in_json_ld_are_read(name: str) -> None:
    body = "".join(f"<h3><a href=/x>{title}</a></h3><p>{TEXT}" for title in TITLES)

    assert told(f"<h1>News</h1>{body}", LISTS[name]) == STATED


def test_stated_dates_replace_other_printed_dates() -> None:
    body = "".join(
        f"<article><h3><a href=/{n}>{title}</a></h3><p>{n} May 2020</p>"
        f"<p>{TEXT}</p></article>"
        for n, title in enumerate(TITLES, 1)
    )

    assert told(body, articles()) == STATED


def test_a_printed_date_one_day_from_the_stated_date_is_kept() -> None:
    body = "".join(
        f"<article><h3><a href=/{n}>{title}</a></h3><p>{day} March 2019</p>"
        f"<p>{TEXT}</p></article>"
        for n, (title, day) in enumerate(zip(TITLES, (22, 4, 1), strict=True))
    )

    dates = [date for date, _ in told(body, articles())]
    assert dates == ["2019-03-22", "2019-03-04", "2019-02-14"]


FORMS = {
    "microdata": (
        "<div itemscope itemtype=https://schema.org/BlogPosting>"
        "<div itemprop=author itemscope><meta itemprop=name content=Dara></div>"
        "<p itemprop=headline>{title}</p><meta itemprop=datePublished content={date}>"
        f"<p>{TEXT}</p></div>"
    ),
    "h-entry": (
        "<div class=h-entry><a class=p-name href=/x>{title}</a>"
        f"<p>{TEXT}</p><time class=dt-published datetime={{date}}>last week</time>"
        "</div>"
    ),
    "hentry": (
        "<div class=hentry><h2 class=entry-title>{title}</h2>"
        f"<abbr class=published title={{date}}T08:00>some days ago</abbr>{TEXT}</div>"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_titles_and_dates_marked_in_each_entry_are_read(form: str) -> None:
    entries = [FORMS[form].format(date=date, title=title) for date, title in STATED]
    body = f"<div class=h-feed itemscope>{''.join(entries)}</div>"

    assert told(f"<h1>News</h1>{body}") == STATED


@pytest.mark.parametrize("data", ["", "[[[", {"@type": "Article"}, [1, None, {}]])
def test_other_json_ld_changes_nothing(data: object) -> None:
    body = "".join(f"<li>{date} <a href=/x>{title}</a></li>" for date, title in STATED)

    assert told(f"<ul>{body}</ul>", data) == STATED
