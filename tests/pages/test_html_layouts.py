"""The layouts of list pages in HTML: each gives the same five entries."""

from __future__ import annotations

import pytest

from html_pages import ALL, DATES, KEPT, TEXT, TITLES, first, listed, page, read, told

# What holds the list, and an entry of it.
LAYOUTS = {
    "date, title, text in an article": (
        "div",
        "<article><p>{date}</p><h2>{title}</h2><p>{text}</p></article>",
    ),
    "date, title, text as paragraphs of a div": (
        "div",
        "<div><p>{date}</p><p>{title}</p><p>{text}</p></div>",
    ),
    "date, title, text as paragraphs with nothing around": (
        "div",
        "<p>{date}</p><p>{title}</p><p>{text}</p>",
    ),
    "the same, the title in bold": (
        "div",
        "<p>{date}</p><p><b>{title}</b></p><p>{text}</p>",
    ),
    "title, date, text with nothing around": (
        "div",
        "<h3>{title}</h3><p>{date}</p><p>{text}</p>",
    ),
    "the same, the title in a link": (
        "div",
        "<p><a href=/{n}>{title}</a></p><p>{date}</p><p>{text}</p>",
    ),
    "title, date, text in an article": (
        "div",
        (
            "<article><h2><a href=/{n}>{title}</a></h2><span class=date>"
            "{date}</span><p>{text}</p></article>"
        ),
    ),
    "the date with a kind behind it": (
        "div",
        (
            "<div class=item><h3><a href=/{n}>{title}</a></h3><p>{date} "
            "Press Release</p><p>{text}</p></div>"
        ),
    ),
    "by, date and kind with bars": (
        "div",
        (
            "<article><h2><a href=/{n}>{title}</a></h2><p>by Dara | {date} "
            "| Press Releases</p><p>{text}</p></article>"
        ),
    ),
    "labelled lines": (
        "div",
        (
            "<article><h2><a href=/{n}>{title}</a></h2><ul><li>Author of "
            "the post: dara</li><li>Published: {date}</li><li>Category: "
            "Communiqué</li><li>Comments: 0</li></ul><p>{text}</p>"
            "</article>"
        ),
    ),
    "posted in a kind on a date": (
        "div",
        (
            "<h2><a href=/{n}>{title}</a></h2><div>Posted in <a href=/c>"
            "Letters</a> on {date} | <a href=/p>Preview</a></div><p>"
            "{text}</p>"
        ),
    ),
    "date and issuer, the text repeats the title": (
        "div",
        (
            "<div class=e><p>{date} | Office of the Warden</p><h4><a "
            "href=/{n}>{title}</a></h4><p>{title}</p></div>"
        ),
    ),
    "issuer and date with a comma": (
        "ul",
        "<li><a href=/{n}>{title}</a><br>Evening Post, {date}<br>{text}</li>",
    ),
    "author, date, categories above the title": (
        "div",
        (
            "<div class=post><span>dara</span><span>{date}</span><p>"
            "Harbour | Press</p><h3><a href=/{n}>{title}</a></h3><p>"
            "{text}</p><a href=/{n}>Leggi tutto</a></div>"
        ),
    ),
    "a date that printed wins over, and a second": (
        "div",
        (
            "<article><h2><a href=/{n}>{title}</a></h2><div><time "
            "datetime=2019-01-01>{date}</time><time>9 May 2020</time><span>"
            "Harbour Watch</span></div><p>{text}</p></article>"
        ),
    ),
    "two dates that look the same": (
        "div",
        (
            "<article><h2><a href=/{n}>{title}</a></h2><div><span>"
            "{date}</span> <span>9 May 2020</span></div><p>{text}</p>"
            "</article>"
        ),
    ),
    "a category above the title": (
        "div",
        (
            "<div class=x><p>Activities</p><h3><a href=/{n}>{title}</a>"
            "</h3><p>{date}</p></div>"
        ),
    ),
    "title, kind, date with commas": (
        "ul",
        "<li><a href=/{n}>{title}</a> , media release, {date}</li>",
    ),
    "the same without a link": (
        "ul",
        "<li>{title}, media release, {date}</li>",
    ),
    "rows of date and title": (
        "table",
        "<tr><td>{date}</td><td><a href=/{n}>{title}</a></td></tr>",
    ),
    "rows of title and date": (
        "table",
        "<tr><td><a href=/{n}>{title}</a></td><td>{date}</td></tr>",
    ),
    "rows without links": (
        "table",
        "<tr><td>{date}</td><td>{title}</td></tr>",
    ),
    "rows with the file in a column of its own": (
        "table",
        "<tr><td>{date}</td><td>{title}</td><td><a href=/{n}.pdf>PDF</a></td></tr>",
    ),
    "a date drawn by its style": (
        "div",
        (
            "<div class=row><div class=box><span class=m>{month}</span><span class=d>"
            "{day}</span><span class=y>{year}</span></div><div><h2><a href=/{n}>{title}"
            "</a></h2><p>{text}</p></div></div>"
        ),
    ),
    "rows with the file and its size in a column": (
        "table",
        (
            "<tr><td>{date}</td><td><b>{title}</b></td><td><a href=/{n}.pdf>"
            "Descarregar (PDF, {n}13 KB)</a></td></tr>"
        ),
    ),
    "rows with the file and its size behind the title": (
        "table",
        (
            "<tr><td>{date}</td><td class=field-title><a href=/{n}>{title}</a> <span>"
            "<a href=/{n}>PDF</a> <span>({n}44 Ko)</span></span></td></tr>"
        ),
    ),
    "rows with an issuer between": (
        "table",
        (
            "<tr><td>{date}</td><td>Harbour Watch</td><td><a href=/{n}>"
            "{title}</a></td></tr>"
        ),
    ),
    "whole texts with the date at the end": (
        "div",
        (
            "<h3>{title}</h3><p>{text} On 5 May 2018 it said so.</p><p>"
            "{text}</p><p><i>{date}</i></p>"
        ),
    ),
    "slashes between": (
        "div",
        (
            "<article><h2><a href=/{n}>{title}</a></h2><span>{date}/en <a "
            "href=/h>Harbour</a>, <a href=/p>prensa</a> /por <a href=/d>"
            "dara</a></span><a href=/{n}>Leer más</a></article>"
        ),
    ),
    "fields in spans, the date first": (
        "div",
        (
            "<div class=row><span class=f1>{date}</span><span class=f2><a "
            "href=/{n}>{title}</a></span></div>"
        ),
    ),
    "fields in spans, the title first": (
        "div",
        (
            "<div class=row><span class=f2><a href=/{n}>{title}</a></span>"
            "<span class=f1>{date}</span></div>"
        ),
    ),
    "items with the date below": (
        "ul",
        "<li><a href=/{n}>{title}</a><br>Published {date}</li>",
    ),
    "items with the date before": (
        "ul",
        "<li><span>{date}</span> <a href=/{n}>{title}</a></li>",
    ),
    "items with a dash": (
        "ul",
        "<li>{date} – <a href=/{n}>{title}</a></li>",
    ),
    "items with the date in brackets": (
        "ul",
        "<li><a href=/{n}>{title}</a> ({date})</li>",
    ),
    "the same within the link": (
        "ul",
        "<li><a href=/{n}>{title} ({date})</a></li>",
    ),
    "date and title in one link": (
        "ul",
        "<li><a href=/{n}>{date}: {title}</a></li>",
    ),
    "lines with a break": (
        "p",
        "{date} <a href=/{n}>{title}</a><br>",
    ),
    "paragraphs with a break": (
        "div",
        "<p>{date}<br><a href=/{n}>{title}</a></p>",
    ),
    "terms and descriptions": (
        "dl",
        "<dt>{date}</dt><dd><a href=/{n}>{title}</a></dd>",
    ),
    "terms and descriptions, the title first": (
        "dl",
        "<dt><a href=/{n}>{title}</a></dt><dd>{date}</dd>",
    ),
    "flat, with a line between": (
        "div",
        "<span>{date}</span><h2>{title}</h2><p>{text}</p><hr>",
    ),
    "flat, with a line between, the title first": (
        "div",
        "<h2>{title}</h2><span>{date}</span><p>{text}</p><hr>",
    ),
    "a heading in the link": (
        "div",
        (
            "<article><a href=/{n}><h3>{title}</h3></a><time "
            "datetime=2019-03-04T01:00Z>{date}</time></article>"
        ),
    ),
    "all in one link": (
        "div",
        "<a href=/{n}><div><p>{date}</p><h3>{title}</h3><p>{text}</p></div></a>",
    ),
    "a first heading for each": (
        "div",
        (
            "<article><h1><a href=/{n}>{title}</a></h1><p>{date}</p><p>"
            "{text}</p></article>"
        ),
    ),
    "no closing tags, a backslash in the address": (
        "ul",
        '<li><font>{date}</font><p><a href="docs\\{n}.pdf">{title}</a>',
    ),
    "one link for the picture, one for the title": (
        "div",
        (
            "<div class=c><a href=/{n}><img src=x></a><p>{date}</p><a "
            "href=/{n}>{title}</a></div>"
        ),
    ),
    "the link on read more": (
        "div",
        (
            "<div class=c><h3>{title}</h3><p>{date}</p><p>{text} …</p><a "
            "href=/{n}>Read more</a></div>"
        ),
    ),
    "the date as a box in three parts": (
        "div",
        (
            "<div class=c><div class=d><div>{day}</div><div>{month}</div>"
            "<div>{year}</div></div><h3><a href=/{n}>{title}</a></h3><p>"
            "{text}</p></div>"
        ),
    ),
    "cards": (
        "div",
        (
            "<div class=col><div class=card><h5>{title}</h5><div "
            "class=small>{date}</div><a href=/{n}>Read more</a></div></div>"
        ),
    ),
    "a script that opens a window": (
        "div",
        "<div class=c><a href=\"javascript:open('x')\">{title}</a><p>{date}</p></div>",
    ),
    "the text with a dateline": (
        "div",
        (
            "<div class=c><h3><a href=/{n}>{title}</a></h3><p>{date}</p><p>"
            "Kampot, 1 March 2018 – {text}</p></div>"
        ),
    ),
    "the text with a date at its beginning": (
        "div",
        (
            "<div class=c><h3><a href=/{n}>{title}</a></h3><p>{date}</p><p>"
            "March 1, 2018 – {text}</p></div>"
        ),
    ),
    "flat, by classes alone": (
        "div",
        (
            "<div class=news-date>{date}</div><div class=news-title>"
            "{title}</div><div class=news-text>{text}</div>"
        ),
    ),
    "date and title in bold above the text": (
        "div",
        "<p><strong>{date}: {title}</strong><br>{text}</p>",
    ),
    "the date in bold before the title": (
        "div",
        "<p><strong>{date}</strong> {title}</p>",
    ),
}
WITHOUT_LINK = ("a script that opens a window",)


def html_of(layout: str) -> str:
    """Return the page of a layout."""
    tag, entry = LAYOUTS[layout]
    return page(f"<{tag}>{listed(entry)}</{tag}>")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_is_read_without_settings(layout: str) -> None:
    assert told(html_of(layout)) == ALL


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_link_is_that_of_the_title_or_the_only_one(layout: str) -> None:
    """Whatever the date's, the author's and the category's lead to."""
    entry = LAYOUTS[layout][1]
    link = first(html_of(layout)).link

    if "{n}" not in entry or layout in WITHOUT_LINK:
        assert link is None
    else:
        assert link is not None
        assert link.removesuffix(".pdf").endswith("/1")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_line_is_in_an_entry_but_the_heading(layout: str) -> None:
    """Menu and foot are a sum: three links and the line of rights."""
    found = read(html_of(layout))

    assert [each.text for each in found.left_out] == ["News"]
    assert found.menus == 4


@pytest.mark.parametrize(
    ("layout", "beside"),
    [
        ("the date with a kind behind it", ("Press Release",)),
        ("by, date and kind with bars", ("by Dara", "Press Releases")),
        ("date and issuer, the text repeats the title", ("Office of the Warden",)),
        ("issuer and date with a comma", ("Evening Post",)),
        ("title, kind, date with commas", ("media release",)),
        ("the same without a link", ("media release",)),
        ("rows with an issuer between", ("Harbour Watch",)),
        ("a category above the title", ("Category: Activities",)),
        ("a date that printed wins over, and a second", ("Harbour Watch",)),
    ],
)
def test_what_stands_beside_a_date_is_handed_on(
    layout: str, beside: tuple[str, ...]
) -> None:
    assert first(html_of(layout)).beside == beside


def test_entries_may_have_no_title_and_an_issuer_behind_the_date() -> None:
    """As on the seed's page: two spaces between, the text below an empty line."""
    html = page(listed("{date}&nbsp; CLEC<br><br>{text} {title}. {text}<br><br>"))

    assert told(html) == [(date, None) for date in KEPT]
    assert first(html).beside == ("CLEC",)
    assert first(html).body[0].text.startswith("The court said")


def test_a_date_with_a_colon_begins_a_text() -> None:
    """What is below belongs to it, up to the next date."""
    html = page(
        listed("<p>{date} : {text}</p><p>{title}.</p><ul><li>And more</li></ul>")
    )

    assert told(html) == [(date, None) for date in KEPT]
    assert [line.text for line in first(html).body if line.text][1:] == [
        f"{TITLES[0]}.",
        "And more",
    ]


@pytest.mark.parametrize(
    "layout",
    [
        "<article><span>{date}</span><h2>{title} ({date})</h2></article>",
        "<article><span>{date}</span><h2>{title} on {date}</h2></article>",
    ],
)
def test_a_date_in_a_title_is_kept_where_another_stands_beside(layout: str) -> None:
    titles = [title for _, title in told(page(listed(layout)))]

    for title, name, date in zip(titles, TITLES, DATES, strict=True):
        assert title is not None
        assert title.startswith(name)
        assert date in title


def test_the_date_of_an_entry_is_not_that_in_its_title() -> None:
    html = page(listed("<div><h3>{title} of 5 May 2017</h3><p>{date}</p></div>"))

    assert [date for date, _ in told(html)] == list(KEPT)


def test_rows_may_differ_in_what_is_around_their_dates() -> None:
    """An old editor puts other elements into each row: it is one list for all that."""
    around = (
        "<span>{}</span>",
        "<p><span>{}</span></p>",
        "<font>{}</font>",
        "<p>{}",
        "{}",
    )
    rows = "".join(
        f"<tr class=r{n % 2}><td>{each.format(date)}<td><a href=/{n}>{title}</a>"
        for n, (each, date, title) in enumerate(zip(around, DATES, TITLES, strict=True))
    )

    assert told(page(f"<table>{rows}</table>")) == ALL


def test_cards_in_rows_are_one_list() -> None:
    card = "<div class=col><h4>{title}</h4><small>{date}</small></div>"
    cards = listed(card).split("\n")
    rows = [f"<div class=row>{''.join(cards[n : n + 2])}</div>" for n in (0, 2, 4)]

    assert told(page("".join(rows))) == ALL


def test_tables_of_one_entry_each_are_one_list() -> None:
    html = listed(
        "<table><tr><td>{date}<tr><td><a href=/{n}>{title}</a><tr><td>{text}</table>"
    )

    assert told(page(html)) == ALL


def test_the_newest_may_stand_apart() -> None:
    """Drawn larger, above the others, in an element of its own."""
    newest = "<article><h2>Big news today for all</h2><p>5 April 2019</p></article>"
    others = listed("<article><h2>{title}</h2><p>{date}</p></article>")
    html = page(f"<div class=hero>{newest}</div><div class=grid>{others}</div>")

    assert told(html) == [("2019-04-05", "Big news today for all"), *ALL]


def test_a_list_of_one_entry_is_a_list() -> None:
    entry = f"<article><h2><a href=/1>{TITLES[0]}</a></h2><p>{DATES[0]}</p></article>"

    assert told(page(f"<div>{entry}</div>")) == ALL[:1]


def test_an_entry_that_stands_twice_is_one() -> None:
    """And is told; two of one date and title but of two issuers are two."""
    others = listed("<li>{date} <a href=/{n}0>{title}</a>, Harbour Watch</li>")
    entry = "<li>{} <a href=/1>The ruling</a>, {}</li>"
    html = page(
        f"<ul>{others}"
        + entry.format(DATES[0], "Harbour Watch")
        + entry.format(DATES[0], "Harbour Watch")
        + entry.format(DATES[0], "Office of the Warden")
        + "</ul>"
    )

    assert [entry.beside for entry in read(html).entries[5:]] == [
        ("Harbour Watch",),
        ("Office of the Warden",),
    ]
    assert "stands on the page twice" in [each.why for each in read(html).left_out]


@pytest.mark.parametrize(
    "entry",
    [
        "<div><h3><a href=/{n}>{title}<br>and more</a></h3><p>{date}</p></div>",
        "<div><p>{date}</p><p><a href=/{n}>{title}<br>and more</a></p></div>",
    ],
)
def test_a_title_may_stand_over_two_lines(entry: str) -> None:
    html = page(listed(entry))

    assert [title for _, title in told(html)] == [f"{each} and more" for each in TITLES]
    assert not first(html).body


def test_the_year_of_a_date_in_a_box_may_stand_elsewhere_in_the_entry() -> None:
    box = "<b>{day} {month}</b><h3>{title}</h3><p>{text}</p><i>{year}</i>"

    assert told(page(listed(f"<div>{box}</div>"))) == ALL


def test_few_entries_may_have_a_title_below_a_heading_of_the_page() -> None:
    """The heading is of no entry; the title of one is no sign that others have none."""
    entries = [
        f"<div class=n><p><b>{date}</b> <span>Harbour Watch</span></p>"
        f"{'<h4>The petition</h4>' if n == 1 else ''}<p>{TEXT}</p></div>"
        for n, date in enumerate(DATES)
    ]

    found = told(page("<h2>Notices that we received</h2>" + "".join(entries)))

    assert [title for _, title in found] == [None, "The petition", None, None, None]


def test_an_entry_without_a_date_is_not_taken_for_that_of_the_one_below() -> None:
    entries = [
        f"<div class=n><p><b>{date}</b> <i>Harbour Watch</i></p>"
        f"<p><strong>{title}</strong></p><p>{TEXT}</p></div>"
        for date, title in zip(DATES, TITLES, strict=True)
    ]
    undated = "<div class=n><p><strong>To our readers</strong></p><p>We move.</p></div>"

    found = read(
        page(
            "<h2>News</h2>" + undated.join(("".join(entries[:2]), "".join(entries[2:])))
        )
    )

    assert [each.title for each in found.entries] == list(TITLES)
    assert ("To our readers", "has no date of its own") in {
        x[1:] for x in found.left_out
    }


def test_a_text_that_begins_with_a_date_is_dated_by_the_one_below_it() -> None:
    entries = [
        f"<h3>{title}</h3><p>Il 15 giugno 2012 la polizia ha fermato tre persone. "
        f"{TEXT}</p><p class=d><em>{date}</em></p><hr>"
        for date, title in zip(DATES, TITLES, strict=True)
    ]

    assert told(page("<div>" + "".join(entries) + "</div>")) == ALL


def test_what_stands_below_the_list_is_another() -> None:
    """As regular as the entries themselves."""
    item = "<li><h3><a href=/{n}>{title}</a></h3><span>{date}</span></li>"
    others = "".join(
        f"<li><h4><a href=/c{n}>Consultation no. {n}</a></h4><b>{n} May 2019</b></li>"
        for n in range(1, 4)
    )

    below = f"<div><h2>Consultations</h2><ul>{others}</ul></div>"

    assert told(page(f"<ul class=l>{listed(item)}</ul>{below}")) == ALL


def test_month_headings_and_lines_that_begin_with_day_and_month() -> None:
    html = (
        "<div><h3>Mars 2019</h3><p><b>03/03</b> : La direction convoque le personnel, "
        "et personne ne sait pourquoi ni pour quand.</p><ul><li>collecte : 40 euros"
        "</ul><p><b>01/03</b> : Le tribunal nous donne raison sur tout.</p>"
        "<h3>Février 2019</h3><p><b>27/02</b> : La soupe est offerte par la paroisse. "
        "Plus de deux cents personnes ont dormi devant la porte.</p><p>La suite.</p>"
    )

    assert [each for each, _ in told(page(html))] == [
        *("2019-03-03", "2019-03-01", "2019-02-27")
    ]
