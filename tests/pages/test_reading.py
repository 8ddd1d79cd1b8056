"""Test how list pages are read, and that each line has one use."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediarel.errors import MediarelError, UnreadableInputError
from mediarel.pages.fields import entry_fields
from mediarel.pages.found import ListPage
from mediarel.pages.lines import shown_lines, text_lines
from mediarel.pages.listing import read_html, read_text
from mediarel.pages.markup import Element, read_markup
from samples import ALL

TEXT = "The court said on Monday that it would hear the case of the fishers again."
RELEASE = """\
Reopen the reading room

Kampot, 3 March 2019 – The council closed the reading room on 2 January 2019. Since
then the people who used it have had nowhere to go, and no answer was given to them.

On 14 February 2019 we wrote to the council. We ask it to open the room again at once,
and to say in public why it was closed.

Signed by:
Harbour Watch
Teachers of Kampot
Fishers of the Old Pier
"""


def told(page: ListPage) -> list[tuple[str, str | None]]:
    """Return the date and title of each entry."""
    return [(str(each.date), each.title) for each in page.entries]


def text(*lines: str) -> ListPage:
    """Return the page with these lines, read as copied text."""
    return read_text("\n".join(lines), "page.txt")


def html(body: str, head: str = "") -> ListPage:
    """Return the page with this body, read as HTML."""
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return read_html(page.encode(), "page.html")


def test_a_cookie_notice_below_a_list_is_no_title() -> None:
    page = text(
        *("Press Releases", "", "Harbour Watch opens a room", "", "21/02/2022", ""),
        *("Council asked to mend the pier", "", "02/02/2022", ""),
        *("New rules for small boats", "", "23/01/2019", ""),
        *("Lighthouse keepers thanked", "", "04/12/2018", ""),
        *("Privacy & Cookies Policy", "", "Close", "", "Privacy Overview", ""),
        "This website uses cookies to improve your experience. You may say no to them.",
    )

    assert told(page)[0] == ("2022-02-21", "Harbour Watch opens a room")
    assert len(page.entries) == 4
    assert [each.text[:12] for each in page.left_out] == ["This website"]


def test_a_subtitle_above_the_date_is_text_and_no_issuer() -> None:
    entries = [
        (f"{title}\n{subtitle}\n12/{day}/03 -- A study has shown that life is so.")
        for title, subtitle, day in (
            ("Harbour life hangs on one current", "Study asks what it means", 31),
            ("Study names the breakthrough of the year", "Stars help to see it", 24),
            ("New lighthouse named after old keeper", "Board honours Ann Bo", 18),
            ("Two sailors win scholarships", "Both go to the mainland in spring", 11),
        )
    ]
    page = read_text("Harbour News\n\n" + "\n\n".join(entries), "page.txt")

    assert len(page.entries) == 4
    assert entry_fields(page.entries[0])["title"] == "Harbour life hangs on one current"
    assert "program" not in entry_fields(page.entries[0])


def test_a_date_without_titles_below_has_no_entry() -> None:
    titles = "".join(
        f"<li><a href=/{n}>Thing number {n} happened</a>" for n in range(5)
    )
    page = html(
        f"<h2>Sunday, March 10</h2><h2>Friday, March 8, 2019</h2><ul>{titles}</ul>"
    )

    assert {date for date, _ in told(page)} == {"2019-03-08"}
    assert len(page.entries) == 5


def test_a_weekday_at_the_end_of_a_title_is_kept() -> None:
    title = "Warden to hold fair on Saturday"
    page = text(
        *("Title\tDate", "Warden opens reading room\tMay 28, 2011"),
        *(f"{title}\tMay 15, 2011", "Warden mends the pier\tMay 14, 2011"),
    )

    assert told(page)[1] == ("2011-05-15", title)


def test_a_month_in_bold_is_the_date_of_its_item() -> None:
    page = html(
        "<ul><li><b>July 2018</b> – <a href=/1>Reopen the reading room</a></li>"
        "<li><b>May 2018</b> – <a href=/2>Council asked to mend the pier</a></li>"
        "<li><b>March 2017</b> – <a href=/3>New rules for small boats</a></li></ul>"
    )

    assert told(page)[0] == ("2018-07", "Reopen the reading room")
    assert len(page.entries) == 3


def test_a_year_in_a_title_is_no_date() -> None:
    """If no date on a page has a year, the page is refused."""
    entries = "".join(
        f"<article><div><span>{month}</span> <b>{day}</b></div><h2><a href=/{day}>"
        f"{title}</a></h2><p>{TEXT}</p></article>"
        for month, day, title in (
            ("Nov", 12, "Harbour Watch opens a room"),
            ("Jul", 1, "Ferry enters its second decade “sailing like it’s 2015”"),
            ("Feb", 10, "New rules for small boats"),
        )
    )

    with pytest.raises(UnreadableInputError, match="no date has a year"):
        html(entries)


@pytest.mark.parametrize("row", ["3 March: {}", "3/3 {}"])
def test_a_year_above_rows_completes_their_dates(row: str) -> None:
    titles = ("Reopen the reading room", "The flood, years on", "No answer so far")
    rows = [row.format(title) for title in titles]
    page = read_text("\n".join(("Harbour", "2019", *rows)), "page.txt")

    assert told(page) == [("2019-03-03", title) for title in titles]


OPEN, FLOOD, ANSWER = "Reopen the reading room", "The flood, years on", "No answer yet"
PROSE = "The council said on 3 May 2018 that the room stays closed for the whole year. "


def test_all_titles_below_a_month_are_entries() -> None:
    """The dates in their texts are no dates of entries."""
    titles = {
        "Desember 2019": (OPEN, FLOOD),
        "Mars 2019": (ANSWER,),
        "Maí 2018": ("A letter to the mayor", "Two new members of the board"),
    }
    rows = "".join(
        f"<h3>{month}</h3>"
        + "".join(f"<h4>{title}</h4><p>{2 * PROSE}</p>" for title in group)
        for month, group in titles.items()
    )
    dates = [date for date, _ in told(html(rows))]

    assert dates == ["2019-12", "2019-12", "2019-03", "2018-05", "2018-05"]


def test_a_printed_date_takes_precedence_over_a_date_in_the_excerpt() -> None:
    rows = "".join(
        f"<div><h2>{title}</h2><p>by Dara | <span>Mar {n}, 2019</span> | News</p>"
        f"{'On 5 May 2018' if n == 6 else 'Then'} {title.lower()} at the harbour.</div>"
        for n, title in ((9, OPEN), (6, FLOOD), (3, ANSWER))
    )

    assert [date[:7] for date, _ in told(html(rows))] == ["2019-03"] * 3


def test_the_numbers_of_pages_are_no_date() -> None:
    entries = [
        (f"{n}\nΑπρ\n2019\n{x}") for n, x in ((9, OPEN), (6, FLOOD), (3, ANSWER))
    ]
    page = text(*entries, "8", "9", "10", "Next")

    assert told(page)[0] == ("2019-04-09", OPEN)


def test_a_title_is_not_below_the_text_of_an_entry() -> None:
    entries = [
        f"{title}\n/*\n\n{n}. marts 2019 by Dara\n\n*/\n\n{2 * PROSE}\n"
        for n, title in ((9, OPEN), (6, FLOOD), (3, ANSWER))
    ]

    assert told(text("News", *entries, "« Older entries"))[0] == ("2019-03-09", OPEN)


def test_an_ambiguous_order_of_day_and_month_is_refused() -> None:
    with pytest.raises(UnreadableInputError, match="3 April 2019 or 4 March 2019"):
        text("03/04/2019", "Reopen the room", "", "01/02/2019", "The flood, years on")


def test_an_undated_entry_of_a_copied_page_is_reported() -> None:
    entries = [
        f"{n} March 2019\n{word} boats ask to land\nThe {word} said it. {TEXT}"
        for n, word in enumerate(("Green", "Small", "White", "Old", "New"), 3)
    ]
    entries.insert(2, f"Letter to the king\nIt is with sorrow that we write. {TEXT}")
    page = read_text("Statements\n\n" + "\n\n".join(entries), "page.txt")

    assert [each.text for each in page.left_out] == ["Letter to the king"]
    assert len(page.entries) == 5


def test_a_single_release_keeps_its_complete_text() -> None:
    page = read_text(f"Home\nAbout us\nContact\n\n{RELEASE}", "page.txt")

    assert [str(each.date) for each in page.entries] == ["2019-03-03"]
    assert page.entries[0].text == RELEASE.strip()


# Dates that make no list of a release.
MORE_DATES = [
    "Members of Harbour Watch at the old pier on 14 December 2018",
    f"The next meeting of the groups is on 11 December 2019.\n\n{TEXT}",
    "[4] The report of the council was published on 23 March 2019",
    "Date of publication: 2018-01-02",
    "Press\n\n01/03/2019 Evening Post\n13/04/2019 Morning Post\n15/04/2019 Port News",
]


@pytest.mark.parametrize("is_html", [False, True])
@pytest.mark.parametrize("more", MORE_DATES)
def test_further_dates_make_no_list_of_a_release(more: str, is_html: object) -> None:
    text = f"{RELEASE}\n{more}"
    if is_html:
        lines = (f"<p>{e.replace(chr(10), '<br>')}</p>" for e in text.split("\n\n"))
        page = html(f"<h2>News</h2>{''.join(lines)}<h2>More</h2>")
    else:
        page = read_text(text, "page.txt")

    assert [str(each.date) for each in page.entries] == ["2019-03-03"]
    assert "Fishers of the Old Pier" in str(page.entries[0].text)


def test_a_path_of_links_above_a_title_is_no_title() -> None:
    title = "Reopen the reading room of the port"
    page = html(
        f"<div><a href=/>Home</a>/ <a href=/e>Events</a> /{title}</div><b>{title}</b>"
        f"<p>3 March 2019</p>{f'<p>{TEXT} {TEXT}</p>' * 3}"
    )

    assert told(page) == [("2019-03-03", title)]


@pytest.mark.parametrize("far", [3, 17])
def test_a_word_far_above_a_release_is_not_its_title(far: int) -> None:
    signs = "\n".join(["***"] * far)
    text = "\n\n".join([TEXT * 2] * 4)

    page = read_text(f"3 March 2019\n--\nContact\n{signs}\n\n{text}", "page.txt")

    assert TEXT in str(page.entries[0].text)


def test_long_titles_below_dates_are_a_list_and_not_a_release() -> None:
    titles = [
        f"Why does the council of Kampot close the room number {n} for all fishers?"
        for n in range(2, 9)
    ]
    lines = [f"news | 2018.0{n}.01\n{e}" for n, e in enumerate(reversed(titles), 1)]
    page = read_text("\n".join(["home", "about us", *lines[::-1]]), "page.txt")

    assert [title for _, title in told(page)] == titles


def test_a_page_with_a_release_without_a_date_names_the_command() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        html(f"<h1>Reopen the room</h1><p>{TEXT}</p><p>{TEXT} {TEXT}</p>")

    assert "it is a single release without a date" in caught.value.problem


@pytest.mark.parametrize("date", ["Press release, 3 May 2019", "3 May 2019, by:"])
def test_a_list_below_a_release_is_left_out(date: str) -> None:
    paragraphs = f"<p>{TEXT} {TEXT}</p>" * 3
    others = "".join(
        f"<li><a href=/{n}>The flood, year {n}</a> 1 May 201{n}</li>" for n in range(5)
    )
    page = html(
        f"<div><div><h2>Reopen the reading room</h2><p>{date}</p>{paragraphs}</div>"
        f"<div><h3>All releases</h3><ul>{others}</ul></div></div>",
        "<title>Reopen the reading room | Harbour Watch</title>",
    )

    assert told(page) == [("2019-05-03", "Reopen the reading room")]
    assert entry_fields(page.entries[0])["text"].count(TEXT) == 6  # type: ignore[attr-defined]


@pytest.mark.parametrize("last", ["News", "Press releases", "សេចក្តីថ្លែងការណ៍"])
def test_a_section_in_the_page_title_is_no_site_name(last: str) -> None:
    entries = "".join(
        f"<h3>Reopen reading room {n}</h3><p>{n} May 2019</p><p>{TEXT}</p>"
        for n in range(1, 4)
    )
    page = html(entries, f"<title>Harbour Watch | {last}</title>")

    assert page.site == "Harbour Watch"


def test_a_page_of_one_release_is_one_entry() -> None:
    paragraphs = "".join(f"<p>{TEXT} {TEXT}</p>" for _ in range(4))
    page = html(
        f"<nav><a href=/>Home</a></nav><main><h1>Reopen the reading room</h1>"
        f"<time datetime=2019-03-03>3 March 2019</time>{paragraphs}</main>"
        "<aside><h3>Recent posts</h3><a href=/1>The flood, years on</a> 1 May 2018"
        "</aside>",
        "<title>Reopen the reading room | Harbour Watch</title>",
    )

    assert told(page) == [("2019-03-03", "Reopen the reading room")]
    assert entry_fields(page.entries[0])["text"].count(TEXT) == 8  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "it is empty"),
        ("<p>Reopen the reading room</p>", "has no dates"),
        ("<script></script><p>News</p>", "because a script loads it"),
        (
            "<footer>Opened on 3 March 2019</footer><p>News</p>",
            "in a sidebar or footer",
        ),
    ],
)
def test_a_page_without_a_list_is_refused(body: str, reason: str) -> None:
    with pytest.raises(UnreadableInputError, match=reason):
        html(body)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("", "it is empty"),
        ("Home\nNews\nReopen the reading room", "the page has no dates"),
        ("News\nLoading…", "because a script loads it"),
    ],
)
def test_a_text_without_a_list_is_refused(lines: str, reason: str) -> None:
    with pytest.raises(UnreadableInputError, match=reason):
        read_text(lines, "page.txt")


DOUBTFUL = "\n".join(
    f"{day} March 2019\tReport on {word} boats\tLetter on {word} nets"
    for day, word in ((9, "green"), (7, "small"), (3, "white"))
)


def test_two_nearly_equal_readings_are_refused_and_one_can_be_picked() -> None:
    with pytest.raises(UnreadableInputError, match="can be read in 2 ways") as refused:
        read_text(DOUBTFUL, "page.txt")

    assert "Report on green boats" in str(refused.value)
    assert "Letter on green nets" in str(refused.value)
    picked = [read_text(DOUBTFUL, "page.txt", pick=n) for n in (1, 2)]
    assert {told(each)[0][1] for each in picked} == {
        "Report on green boats",
        "Letter on green nets",
    }


def test_a_reading_that_does_not_exist_cannot_be_picked() -> None:
    with pytest.raises(UnreadableInputError, match="--pick 3 is too high"):
        read_text(DOUBTFUL, "page.txt", pick=3)


PARTS = st.sampled_from(
    [
        *("3 March 2019", "14 February 2019", "03/04/2019", "2019", "March", "1 May"),
        *("Reopen the reading room", "The flood, years on", TEXT, "Read more", "News"),
        *("Press Release", "by Dara", "Share", "1 2 3 Next", "", "", "© 2019 Harbour"),
        *("Recent posts", "3 March 2019\tReopen the room", "We use cookies. Accept?"),
    ]
)


@settings(max_examples=200 if ALL else 40)
@given(st.lists(PARTS, max_size=40))
def test_each_line_of_a_text_has_one_use(parts: list[str]) -> None:
    given_text = "\n".join(parts)
    try:
        page = read_text(given_text, "page.txt")
    except MediarelError:
        return

    lines = text_lines(given_text, Element("body", None))
    assert Counter(x.line for x in page.lines) == Counter(x.number for x in lines)
    assert {each.use for each in page.lines} <= {"field", "navigation", "refused"}
    assert all(each.why for each in page.lines if each.use != "field")


TAGS = ("p", "div", "li", "h2", "b", "article", "footer", "nav", "td")


@settings(max_examples=200 if ALL else 40)
@given(st.lists(st.tuples(st.sampled_from(TAGS), PARTS), max_size=40))
def test_each_line_of_a_page_has_one_use(parts: list[tuple[str, str]]) -> None:
    body = "\n".join(f"<{tag}>{part}</{tag}>" for tag, part in parts)
    source = f"<html><body>{body}</body></html>"
    try:
        page = read_html(source.encode(), "page.html")
    except MediarelError:
        return

    lines = shown_lines(read_markup(source, "page.html").body, source)
    assert [each.text for each in page.lines] == [each.text for each in lines]


def test_prose_outside_the_list_is_reported() -> None:
    entries = [
        f"{n} March 2019\n{word} boats ask for a berth\n"
        for n, word in enumerate(("Green", "Small", "White", "Old"), 3)
    ]
    page = read_text(f"{TEXT}\n\n" + "\n".join(entries) + f"\n\n\n{TEXT}", "page.txt")

    assert [each.text for each in page.left_out] == [TEXT, TEXT]


SUBJECTS = (
    "Reopen the reading room of the harbour",
    "Give the fishing nets back at once",
    "Council asked to mend the old pier",
    "Lighthouse keepers thanked by islanders",
)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            "{day} March 2019 · Nets of {day}\n{subject}: a letter\n\n",
            id="a short category is beside the date",
        ),
        pytest.param(
            "dara{day} March 2019\nNews | Harbour\n{subject}: a letter\n"
            "They said on {day}.1.2019 that they would hear the case of the boats …\n"
            "Read more\n",
            id="a category is between date and title",
        ),
        pytest.param(
            "STATEMENT – {subject}: a letter ({day}/03/2019)\nThey said no.\n\n",
            id="the same kind is before each title",
        ),
        pytest.param(
            "{subject}: a letter\n{day} March 2019 | Dara\nTopic Boats | Share\n",
            id="a button is in the line below the date",
        ),
    ],
)
def test_the_title_is_the_line_that_is_no_category(lines: str) -> None:
    text = "".join(
        lines.format(day=day, subject=subject)
        for day, subject in zip((29, 17, 14, 13), SUBJECTS, strict=True)
    )

    titles = [title for _, title in told(read_text(text, "page.txt"))]

    assert [str(title).partition(": ")[0] for title in titles] == list(SUBJECTS)


def test_a_place_before_a_date_is_no_issuer() -> None:
    page = text(
        *("Phnom Penh, 18 March 2019", "Do not silence the people", "", TEXT, ""),
        *("Siem Reap, 2 April 2019", "Give back the nets", "", TEXT, TEXT, ""),
        *("Kampot, 9 May 2019", "Open the records", "", TEXT, TEXT),
    )

    assert all("program" not in entry_fields(each) for each in page.entries)
