"""What stands around the list on a page never wins over it, and none of it is lost."""

from __future__ import annotations

import pytest

from html_pages import ALL, TEXT, listed, page, read, told
from mediarel.errors import UnreadableInputError

LISTS = {
    "articles": listed(
        "<article><h2><a href=/{n}>{title}</a></h2><p>{date}</p><p>{text}</p></article>"
    ),
    "titles": listed(
        "<article><h2><a href=/{n}>{title}</a></h2><p>{date}</p></article>"
    ),
    "items": f"<ul>{listed('<li><a href=/{n}>{title}</a> {date}</li>')}</ul>",
}
RECENT = "<h3>Recent posts</h3><ul>{}</ul>".format(
    "".join(
        f"<li><a href=/s{n}>Recent thing number {n} of many</a> <i>{n} May 2018</i>"
        for n in range(1, 11)
    )
)
MONTHS = "<h3>Archives</h3><ul>{}</ul>".format(
    "".join(f"<li><a href=/m{n}>March 20{n} (12)</a></li>" for n in range(10, 19))
)
TWEETS = "<h3>Tweets</h3>{}".format(
    "".join(
        f"<p>@harbour: we will be there, see you all {n}</p><a href=/t>{n} May 2018</a>"
        for n in range(1, 9)
    )
)
COOKIES = "<table><tr><th>Cookie<th>For<th>Since{}</table>".format(
    "".join(
        f"<tr><td>_ga{n} cookie of analytics<td>2 years<td>{n} May 2018"
        for n in range(1, 12)
    )
)
REPEATED = "<h3>Recent</h3><ul>{}</ul>".format(
    listed("<li><a href=/{n}>{title}</a> <i>{date}</i></li>")
)
AROUND = {
    "a sidebar": f"<aside>{RECENT}</aside>",
    "a sidebar by its class": f"<div class=right-sidebar>{RECENT}</div>",
    "recent posts": f"<div>{RECENT}</div>",
    "recent posts that repeat the list": f"<div class=widget>{REPEATED}</div>",
    "months": f"<div>{MONTHS}</div>",
    "tweets": f"<div>{TWEETS}</div>",
    "cookies": COOKIES,
    "page numbers": "<div><a href=?1>1</a> <a href=?2>2</a> … <a href=?9>Next</a>",
}


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("of", LISTS)
def test_what_is_below_the_list_does_not_win(of: str, around: str) -> None:
    assert told(page(f"<div>{LISTS[of]}</div>{AROUND[around]}")) == ALL


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("of", LISTS)
def test_what_is_above_the_list_does_not_win(of: str, around: str) -> None:
    assert told(page(f"{AROUND[around]}<div>{LISTS[of]}</div>")) == ALL


@pytest.mark.parametrize("around", ["a sidebar", "a sidebar by its class", "cookies"])
def test_what_is_beside_does_not_win_where_there_is_no_list(around: str) -> None:
    with pytest.raises(UnreadableInputError, match=r"belong to no list|beside"):
        read(page(f"<main><p>Nothing yet.</p></main>{AROUND[around]}"))


def test_a_column_of_an_old_table_does_not_win() -> None:
    left = (
        "<b>LATEST</b><br>29 July 2011<br>New list online<br>1 July 2011<br>Survey<br>"
    )
    html = f"<table><tr><td>{left}</td><td>{LISTS['items']}</td></tr></table>"

    assert told(page(html)) == ALL


def test_a_list_may_stand_in_what_page_builders_call_widgets() -> None:
    html = (
        f"<div class='elementor-widget elementor-widget-posts'>{LISTS['items']}</div>"
    )

    assert told(page(html)) == ALL


def test_another_list_in_the_main_part_is_named_line_by_line() -> None:
    found = read(page(f"<div>{LISTS['articles']}</div><div>{RECENT}</div>"))

    named = [each.text for each in found.left_out if "outside of the list" in each.why]
    assert len(named) == 10
    assert named[0] == "Recent thing number 1 of many 1 May 2018"


def test_each_line_is_accounted_for_once() -> None:
    """Those of entries, those that are named, and the sum of menus and footers."""
    html = page(
        f"<p>What we have said since 2001, in the order of time.</p>"
        f"<div>{LISTS['articles']}</div><aside>{RECENT}</aside>"
    )
    found = read(html)

    in_entries = 3 * len(ALL)
    assert [each.text[:12] for each in found.left_out] == ["News"]
    menu, intro, recent, foot = 3, 1, 11, 1
    assert found.menus == menu + intro + recent + foot
    assert in_entries == sum(2 + len(each.body) for each in found.entries)


HEADINGS = listed("<li>{date} <a href=/{n}>{title}</a></li>").split("\n")


def test_months_over_rows_that_have_days_are_headings() -> None:
    rows = listed("<tr><td>{date}</td><td><a href=/{n}>{title}</a></td></tr>").split(
        "\n"
    )
    months = "<thead><tr><th colspan=2>{}</th></tr></thead>"
    html = page(
        f"<table>{months.format('March 2019')}{rows[0]}"
        f"{months.format('February 2019')}{rows[1]}{rows[2]}"
        f"{months.format('January 2019')}{rows[3]}{rows[4]}</table>"
    )

    assert told(html) == ALL
    assert ("February 2019", "is a heading") in [
        (each.text, each.why) for each in read(html).left_out
    ]


def test_lists_under_headings_of_months_are_one() -> None:
    html = page(
        f"<h2>March 2019</h2><ul>{HEADINGS[0]}</ul>"
        f"<h2>February 2019</h2><ul>{HEADINGS[1]}{HEADINGS[2]}</ul>"
        f"<h2>January 2019</h2><ul>{HEADINGS[3]}{HEADINGS[4]}</ul>"
    )

    assert told(html) == ALL


def test_the_year_may_stand_in_the_heading_above() -> None:
    """And not in a row of years, which lead to other pages."""
    html = page(
        "<div><a href=/7>2017</a><br><a href=/6>2016</a><br></div>"
        "<h2>2019</h2><ul><li>25/3 <a href=/1>First of the year</a>"
        "<li>2/3 <a href=/2>Second of the year</a></ul>"
        "<h2>2018</h2><ul><li>1/12 <a href=/3>Last of the year</a></ul>"
    )

    assert told(html) == [
        ("2019-03-25", "First of the year"),
        ("2019-03-02", "Second of the year"),
        ("2018-12-01", "Last of the year"),
    ]


@pytest.mark.parametrize(
    "day",
    [
        "<h2>{}</h2><ul>{}</ul>",
        "<div><h2>{}</h2><ul>{}</ul></div>",
    ],
)
def test_a_date_over_several_links_is_that_of_all(day: str) -> None:
    """One with nothing below it is no entry."""
    link = "<li><a href=/{0}>Thing number {0} that happened</a></li>"
    html = page(
        day.format("Sunday, March 3, 2019", link.format(1) + link.format(2))
        + day.format("Saturday, March 2, 2019", "")
        + day.format("Friday, March 1, 2019", link.format(3))
    )

    assert told(html) == [
        ("2019-03-03", "Thing number 1 that happened"),
        ("2019-03-03", "Thing number 2 that happened"),
        ("2019-03-01", "Thing number 3 that happened"),
    ]


CONDOLENCE = {
    "article": (
        LISTS["articles"],
        "</article>\n",
        "<article><h2><a href=/c>Condolence</a></h2><p>With sadness.</p></article>",
    ),
    "item": (LISTS["items"], "</li>\n", "<li><a href=/c>Condolence</a></li>"),
    "row": (
        f"<table>{listed('<tr><td>{date}<td><a href=/{n}>{title}</a></tr>')}</table>",
        "</tr>\n",
        "<tr><td><td><a href=/c>Condolence</a></tr>",
    ),
    "title first": (
        listed("<h3>{title}</h3><p>{date}</p><p>{text}</p><hr>"),
        "<hr>\n",
        "<h3>Condolence</h3><p>With great sadness we heard of it.</p><hr>",
    ),
    "date first": (
        listed("<p>{date}</p><h3>{title}</h3><p>{text}</p><hr>"),
        "<hr>\n",
        "<h3>Condolence</h3><p>With great sadness we heard of it.</p><hr>",
    ),
    "bold": (
        listed("<i>{date}</i><br><b class=t>{title}</b><br>{text}<br><br>"),
        "<br><br>\n",
        "<b class=t>Condolence</b><br>With great sadness we heard of it.<br><br>",
    ),
}


@pytest.mark.parametrize("of", CONDOLENCE)
def test_an_entry_without_a_date_is_named_and_never_swallowed(of: str) -> None:
    html, end, condolence = CONDOLENCE[of]
    found = read(page(html.replace(end, f"{end}{condolence}\n", 1)))

    assert [(str(each.date), each.title) for each in found.entries] == ALL
    assert ("Condolence", "has no date of its own") in [
        (each.text, each.why) for each in found.left_out
    ]
    body = [line.text for each in found.entries for line in each.body]
    assert not any("sadness" in line for line in body)


@pytest.mark.parametrize("of", CONDOLENCE)
def test_an_entry_without_a_date_may_be_dated_by_its_neighbours(of: str) -> None:
    """The earlier end first, whichever way the list runs."""
    html, end, condolence = CONDOLENCE[of]
    entries = told(page(html.replace(end, f"{end}{condolence}\n", 1)), undated=True)

    assert entries == [ALL[0], ("2019-02-25/2019-03-03", "Condolence"), *ALL[1:]]


FLAT = listed("<h3>{title}</h3><p><em>{date}</em></p><p>{text}</p><hr>")
SHORT = listed("<h3>{title}</h3><p><em>{date}</em></p><hr>")
UNLIKE = {
    "bold": (FLAT, "<p><b>Condolence</b></p><p>We mourn with sadness.</p>"),
    "bold, with more below": (
        FLAT,
        "<p><b>Condolence</b></p><p>We mourn with sadness.</p><p>So do others.</p>",
    ),
    "a line above a text": (FLAT, "<p>Condolence</p><p>We mourn with sadness.</p>"),
    "the name of a kind": (FLAT, "<p>Condolence</p>"),
    "the name of a kind where others have none": (SHORT, "<p>Condolence</p>"),
    "the name of a kind below texts of any length": (
        FLAT.replace("<hr>", "<p>More of it.</p><hr>", 3).replace(
            "<hr>", "<p>And more.</p><hr>", 1
        ),
        "<p>Condolence</p>",
    ),
    "bold, below texts of any length": (
        FLAT.replace("<hr>", "<p>More of it.</p><hr>", 3).replace(
            "<hr>", "<p>And more.</p><hr>", 1
        ),
        "<p><b>Condolence</b></p><p>We mourn with sadness.</p>",
    ),
}


@pytest.mark.parametrize("of", UNLIKE)
@pytest.mark.parametrize("place", [1, 3, 5])
def test_an_entry_without_a_date_may_look_like_no_other(of: str, place: int) -> None:
    """The dated ones have one shape, or nothing in bold."""
    html, condolence = UNLIKE[of]
    parts = html.split("<hr>")
    parts[place] = condolence + parts[place]
    found = read(page("".join(parts)))

    assert [(str(each.date), each.title) for each in found.entries] == ALL
    assert ("Condolence", "has no date of its own") in [
        (each.text, each.why) for each in found.left_out
    ]
    said = str([(each.beside, each.body) for each in found.entries])
    assert "sadness" not in said
    assert "Condolence" not in said
    taken = [title for _, title in told(page("".join(parts)), undated=True)]
    assert taken == [*(title for _, title in ALL[:place]), "Condolence"] + [
        title for _, title in ALL[place:]
    ]


def test_the_name_of_a_kind_where_others_have_theirs_is_the_kind() -> None:
    kinds = ("Open Letter", "Joint Statement", "Condolence")
    html = SHORT
    for kind in kinds:
        html = html.replace("<hr>", f"<p>{kind}</p>", 1)
    found = read(page(html))

    assert [each.beside for each in found.entries] == [*((x,) for x in kinds), (), ()]
    assert [each.text for each in found.left_out] == ["News"]


def test_a_subheading_in_many_entries_begins_none() -> None:
    html = FLAT.replace("<hr>", "<p><b>The demands</b></p><p>We ask for it.</p>", 3)
    found = read(page(html))

    assert [(str(each.date), each.title) for each in found.entries] == ALL
    assert all(len(each.body) > 1 for each in found.entries[:3])


FEW = {
    "items": (
        "<ul><li><a href=/1>Reopen the reading room</a> 3 March 2019</li>"
        "<li><a href=/2>{}</a></li>"
        "<li><a href=/3>Free the five</a> 13 March 2019</li></ul>"
    ),
    "the last of classed boxes": (
        "<div class=n><p class=t>Reopen the reading room</p><p>3 March 2019</p></div>"
        "<div class=n><p class=t>Free the five</p><p>13 March 2019</p></div>"
        "<div class=n><p class=t>{}</p></div>"
    ),
}


@pytest.mark.parametrize("title", ["Condolence", "Rice for all"])
@pytest.mark.parametrize("of", FEW)
def test_one_of_three_without_a_date_is_no_part_of_another(of: str, title: str) -> None:
    """Neither its text nor, where it could be the name of a kind, its kind."""
    html = page(FEW[of].format(title))
    found = read(html)

    assert [each.title for each in found.entries] == [
        "Reopen the reading room",
        "Free the five",
    ]
    assert not any(each.beside or each.body for each in found.entries)
    assert (title, "has no date of its own") in [
        (each.text, each.why) for each in found.left_out
    ]
    assert title in [each for _, each in told(html, undated=True)]


def test_a_year_beside_whole_dates_makes_no_entry_the_text_of_another() -> None:
    """As many have no date as have one."""
    items = FEW["items"].format("Condolence")
    html = items.replace("</ul>", "<li><a href=/8>Rice for all</a> 2018</li></ul>")
    found = read(page(html))

    assert not any(each.beside or each.body for each in found.entries)
    assert [each.text for each in found.left_out if "no date" in each.why] == [
        "Condolence",
        "Rice for all 2018",
    ]


SECOND = {
    "columns": (
        "<table><tr><th>Title<th>Issued<th>Updated</tr>",
        "<tr><td>{title}<td>{date}<td>{day} {month} 2020</tr>",
    ),
    "columns, the change first": (
        "<table><tr><th>Title<th>Last updated<th>Issued</tr>",
        "<tr><td>{title}<td>{day} {month} 2020<td>{date}</tr>",
    ),
    "classed lines": (
        "<div>",
        (
            "<article><h2><a href=/{n}>{title}</a></h2><p class=date>{date}</p>"
            "<p class=date>{day} {month} 2020</p><p>{text}</p></article>"
        ),
    ),
    "times": (
        "<div>",
        (
            "<article><h2><a href=/{n}>{title}</a></h2><div><time>{date}</time></div>"
            "<div><time>{day} {month} 2020</time></div><p>{text}</p></article>"
        ),
    ),
}


def test_when_they_were_changed_dates_entries_that_print_no_other_date() -> None:
    rows = listed("<tr><td>{title}<td>{date}</tr>")

    assert told(page(f"<table><tr><th>Title<th>Updated</tr>{rows}</table>")) == ALL


@pytest.mark.parametrize("of", SECOND)
def test_a_second_date_is_neither_the_issuer_nor_text(of: str) -> None:
    """What counts is when it was issued; that there is another date is told."""
    above, entry = SECOND[of]
    found = read(page(above + listed(entry)))

    assert [(str(each.date), each.title) for each in found.entries] == ALL
    said = [(each.beside, *(x.text for x in each.body)) for each in found.entries]
    assert "2020" not in str(said)
    assert "5 entries have a second date, which is left out" in found.notes


def test_the_head_of_a_table_is_named_as_such() -> None:
    """It is no entry without a date."""
    rows = listed("<tr><td>{title}<td>{date}</tr>")
    found = read(page(f"<table><tr><th>Title<th>Issued</tr>{rows}</table>"))

    assert [each.title for each in found.entries] == [title for _, title in ALL]
    assert {(each.text, each.why) for each in found.left_out} >= {
        ("Title", "is a heading"),
        ("Issued", "is a heading"),
    }


@pytest.mark.parametrize(
    ("above", "below", "interval"),
    [(True, False, "2019-03-03/.."), (False, True, "../2019-01-02")],
)
def test_at_the_end_of_a_list_the_interval_is_open(
    above: bool,  # noqa: FBT001 - a parameter
    below: bool,  # noqa: FBT001 - the same
    interval: str,
) -> None:
    _, _, condolence = CONDOLENCE["article"]
    html = condolence * above + LISTS["articles"] + condolence * below
    entries = told(page(f"<div>{html}</div>"), undated=True)

    assert (interval, "Condolence") in entries
    assert len(entries) == len(ALL) + 1


RELEASE = "<h1>Reopen the reading room now</h1><p>3 March 2019</p>" + (
    f"<p>{TEXT} {TEXT}</p>" * 8
)


@pytest.mark.parametrize(
    "around", ["", f"<aside>{RECENT}</aside>", f"<h3>Related news</h3>{RECENT[:500]}"]
)
def test_a_page_that_is_one_release_is_taken_as_that(around: str) -> None:
    """With the page's own address: a list that had its beginning knows it by that."""
    head = '<link rel="canonical" href="https://harbour.example/reopen">'
    found = read(f"<html><head>{head}</head><body>{RELEASE}{around}</body>")

    (entry,) = found.entries
    assert (str(entry.date), entry.title) == (
        "2019-03-03",
        "Reopen the reading room now",
    )
    assert entry.link == "https://harbour.example/reopen"
    assert len([line for line in entry.body if line.text]) == 8


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("", "the page shows no text"),
        ("<html><body><div id=app></div><script src=a></script>", "a script fills in"),
        (page("<div id=list></div><script>load()</script>"), "a script fills in"),
        (
            page(listed("<div><h2>{title}</h2><p>{text}</p></div>")),
            "beside the main part",
        ),
        ("<h1>News</h1><p>Nothing has been said as yet.", "shows no date"),
        (
            page(listed("<li>{title}, {day} {month}")),
            "'3 March' is a date without a year",
        ),
        (
            page("<li>03/04/2019 <a href=/1>One thing</a><li>05/06/2019 Two things"),
            "'03/04/2019' can be read as 3 April 2019 or 4 March 2019",
        ),
    ],
)
def test_what_can_not_be_read_is_refused_with_the_reason(html: str, why: str) -> None:
    with pytest.raises(UnreadableInputError, match=why):
        read(html)


def test_one_date_without_a_year_costs_its_entry_and_no_other() -> None:
    html = LISTS["articles"].replace("14 February 2019", "14 February")
    found = read(page(f"<div>{html}</div>"))

    assert [(str(x.date), x.title) for x in found.entries] == [*ALL[:2], *ALL[3:]]
    assert ("14 February", "has a date without a year") in [
        (each.text, each.why) for each in found.left_out
    ]


def test_one_figure_over_twelve_decides_for_the_page() -> None:
    entries = "<li>03/04/2019 <a href=/1>One thing</a><li>25/06/2018 <a href=/2>Two</a>"

    assert [date for date, _ in told(page(f"<ul>{entries}</ul>"))] == [
        "2019-04-03",
        "2018-06-25",
    ]


@pytest.mark.parametrize("printed", ["0{n}/01/2019", "{n} January", "{n} days ago", ""])
def test_what_a_date_leaves_open_is_as_its_time_states_it(printed: str) -> None:
    time = f"<time datetime=2019-01-0{{n}}T10:00>{printed}</time>"
    html = page(listed(f"<article><h2>{{title}}</h2>{time}<p>{{text}}</p></article>"))

    assert [date for date, _ in told(html)] == [f"2019-01-0{n}" for n in range(1, 6)]
