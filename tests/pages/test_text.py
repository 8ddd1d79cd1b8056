"""A list page as text: every layout that pages have, and what stands around a list.

The order of an entry
Menus, sidebars and feet
What has no date of its own
What is refused
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.dates.typed import DayOrder
from mediarel.errors import UnreadableInputError
from mediarel.pages.fields import entry_fields
from mediarel.pages.kinds import is_kind
from mediarel.pages.text import read_text
from mediarel.release.document import document


class Printed(NamedTuple):
    """An entry, as the pages of these tests print it."""

    date: str
    iso: str
    title: str
    text: str
    kind: str
    issuer: str


TITLE_FIRST = "{title}\n{date}\n{text}\n\n"
LONG = "It asked the council to say by when, and on what terms, this is to be done."
ENTRIES = (
    Printed(
        "21 March 2019",
        "2019-03-21",
        "Reopen the reading room",
        f"The court said on Monday that the room stays shut until June. {LONG}",
        "Press Release",
        "Harbour Watch",
    ),
    Printed(
        "3 March 2019",
        "2019-03-03",
        "Harbour Watch welcomes the ruling on the old pier, and thanks all who wrote",
        f"The pier was sold in 2011 without a word to those who fish there. {LONG}",
        "Joint Statement",
        "Office of the Warden",
    ),
    Printed(
        "14 February 2019",
        "2019-02-14",
        "Is the new harbour law lawful?",
        f"In Kampot as in Geneva, they have waited for an answer since 2017. {LONG}",
        "Press Release",
        "Harbour Watch",
    ),
    Printed(
        "14 February 2019",
        "2019-02-14",
        "20 years since the flood: what was promised, and what was done",
        f"“We were told to wait,” said a fisher of Kampot on 3 May 2018. {LONG}",
        "Statement",
        "Harbour Watch",
    ),
    Printed(
        "30 December 2018",
        "2018-12-30",
        "Drop the charges against Dara Sok!",
        f"Dara Sok has been held since 12 November 2018, without a trial. {LONG}",
        "Press Release",
        "Office of the Warden",
    ),
)
MENU = "Harbour Watch\n\nHome\nAbout us\n2019\n2018\nPress\nContact\nNews and views\n"
FOOT = "\n« Older Entries\n\n© 2019 Harbour Watch. All rights reserved.\n"


def printed(template: str, entries: tuple[Printed, ...] = ENTRIES) -> str:
    """Return `entries` as `template` says."""
    return "".join(template.format(**each._asdict()) for each in entries)


def page(template: str, entries: tuple[Printed, ...] = ENTRIES) -> str:
    """Return a page whose entries are printed as `template` says."""
    return f"{MENU}{printed(template, entries)}{FOOT}"


def read(text: str) -> list[dict[str, object]]:
    return [entry_fields(raw) for raw in read_text(text, "page.txt").entries]


def column(text: str, *names: str) -> list[tuple[object, ...]]:
    return [tuple(each.get(name) for name in names) for each in read(text)]


LABELLED = (
    "{title}\nAuthor of the post: dara\nPublished: {date}\nCategory: {kind}\n"
    "Comments: 0\n{text}\n\n"
)
WANTED = [(each.iso, each.title) for each in ENTRIES]


@pytest.mark.parametrize(
    "template",
    [
        "{date}\n{title}\n{text}\n\n",
        "{date}\n\n{title}\n\n{text}\n\nRead more\n\n",
        "{title}\n{date}\n{text}\n\n",
        "{title}\n{date}\n{text}\n",
        "{title}\n\n{date}\n\n{text}\n\n\n",
        "{title}\n{date} {kind}\n{text}\n\n",
        "{kind} | {title}\n{date}\n\n",
        "[{kind}] {title}\n{date}\n{text}\n\n",
        "{title}\nby {issuer} | {date} | {kind}s\n\n{text}\n\nread more\n\n",
        LABELLED,
        "{title}\nPosted in {kind} on {date} | Preview\n{text}\n\n",
        "{date} | {issuer}\n{title}\n{title} {text}\n\n",
        "{title}\n{issuer}, {iso}\n{text}\n\n",
        "dara{date}\nHarbour | Press\n{title}\n{text}\n\nLeggi tutto\n\n",
        "{title}\n{date}April 9, 2020{issuer}\n{text}\n\n",
        "{kind}\n{title}\n{date}\n\n",
        "{date}\nPress\n{title}\n\n",
        "{date}\t{title}\n",
        "{title}\t{date}\n",
        "{date}\t\n{title}\n\n",
        "{date}\n\n{title}\n\n",
        "{title} , {kind}, {date}\n",
        "{title}\n{date}/in Harbour, press /by {issuer}\nRead more\n\n",
        "{title}\n{text}\n\n{text}\n\n{date}\n\n",
        "{title} ({date})\n",
        "{date} - {title}\n",
        "{title}\nLast Updated: 30 March 2019\nPublished: {date}\n{text}\n\n",
        "{title}\n{title}\n{date}\n{text}\n\n",
        "{date}\n1,204\n{title}\n{text}\nShare\nTweet\n\n",
        "{title}\n57\n{date}\n{text}\nShare\n0 comments\n\n",
    ],
)
def test_one_layout_holds_for_the_page(template: str) -> None:
    """Titles hold commas, figures and question marks; texts have dates of their own."""
    assert column(page(template), "date", "title") == WANTED


def test_a_date_in_the_title_stays_in_it() -> None:
    found = column(page("{date}\nPress\n{title} ({date})\n{text}\n\n"), "title")

    assert found == [(f"{each.title} ({each.date})",) for each in ENTRIES]


def test_a_date_may_be_drawn_as_a_box() -> None:
    """Month, day and year, each on its line."""
    boxes = ("Mar\n21\n2019", "Mar\n3\n2019", "Feb\n14\n2019", "Feb\n14\n2019")
    entries = tuple(
        each._replace(date=box)
        for each, box in zip(ENTRIES, (*boxes, "Dec\n30\n2018"), strict=True)
    )

    assert (
        column(page("{date}\n{title}\n{text}\n\n", entries), "date", "title") == WANTED
    )


def test_rows_of_a_table_change_from_one_to_the_next() -> None:
    """Date and title on a line here, on two with empty ones between there."""
    rows = (
        "{0}\t{1}\n",
        "{0}\n\n{1}\n \n",
        "{0}\t\n{1}\n\n",
        "{0}\t{1} \n",
        "{0}\n\n{1}",
    )
    text = "".join(
        row.format(each.date, each.title)
        for row, each in zip(rows, ENTRIES, strict=True)
    )

    assert column(f"{MENU}{text}{FOOT}", "date", "title") == WANTED


def test_a_date_over_several_titles_is_the_date_of_all() -> None:
    """A heading with nothing below is no entry."""
    text = (
        "Sunday, March 3, 2019\nReopen the reading room\nNo answer for the fishers\n"
        "Saturday, March 2, 2019\nFriday, March 1, 2019\nDrop the charges now\n"
        "Thursday, February 28, 2019\nWednesday, February 27, 2019\n"
        "Council meets on the pier\nA hearing for Dara Sok\nThe flood, years on\n"
    )

    assert column(f"{MENU}{text}{FOOT}", "date", "title") == [
        ("2019-03-03", "Reopen the reading room"),
        ("2019-03-03", "No answer for the fishers"),
        ("2019-03-01", "Drop the charges now"),
        ("2019-02-27", "Council meets on the pier"),
        ("2019-02-27", "A hearing for Dara Sok"),
        ("2019-02-27", "The flood, years on"),
    ]


def test_a_month_over_whole_dates_is_a_heading() -> None:
    text = (
        "March 2019\n21 March 2019\tReopen the reading room\n"
        "3 March 2019\tNo answer for the fishers\nFebruary 2019\n"
        "14 February 2019\tDrop the charges now\n"
    )

    assert column(f"{MENU}{text}{FOOT}", "date", "title") == [
        ("2019-03-21", "Reopen the reading room"),
        ("2019-03-03", "No answer for the fishers"),
        ("2019-02-14", "Drop the charges now"),
    ]


def test_a_year_over_days_and_months_is_theirs() -> None:
    """Day and month first is decided over the page: 21/3 can be but one."""
    text = (
        "2019\n21/3 Reopen the reading room\n3/3 12 answers for the fishers\n"
        "2018\n5/12 Drop the charges now\n"
    )

    assert column(f"{MENU}{text}{FOOT}", "date", "title") == [
        ("2019-03-21", "Reopen the reading room"),
        ("2019-03-03", "12 answers for the fishers"),
        ("2018-12-05", "Drop the charges now"),
    ]


def test_a_text_may_run_on_behind_its_date() -> None:
    """It is a text then, and no title; the paragraphs below are more of it."""
    text = printed("{iso} : {text}\n\nMany were there.\n\n")

    assert column(f"{MENU}{text}{FOOT}", "date", "title", "text") == [
        (each.iso, None, f"{each.text}\n\nMany were there.") for each in ENTRIES
    ]


def test_most_entries_may_have_no_title() -> None:
    """Date and issuer, then the text, here and there below a headline."""
    template = "{iso}   {issuer}\n\n{title}{text}\n\n"
    texts = [each._replace(title="") for each in ENTRIES]
    texts[0] = ENTRIES[0]._replace(title=f"{ENTRIES[0].title}\n\n")

    found = column(page(template, tuple(texts)), "date", "title", "program", "text")

    assert found == [
        (
            each.iso,
            ENTRIES[0].title if each is ENTRIES[0] else None,
            each.issuer,
            each.text,
        )
        for each in ENTRIES
    ]


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("{title}\nby {issuer} | {date} | {kind}\n\n{text}\n\n", ("program", "type")),
        ("{date} | {issuer}\n{title}\n{text}\n\n", ("program",)),
        ("{title}\n{issuer}, {iso}\n{text}\n\n", ("program",)),
        ("{title}\n{date} {kind}\n{text}\n\n", ("type",)),
        ("{kind}\n{title}\n{date}\n\n", ("type",)),
        ("{kind} | {title}\n{date}\n\n", ("type",)),
        ("{title} , {kind}, {date}\n", ("type",)),
    ],
)
def test_what_is_printed_around_is_kept(template: str, names: tuple[str, ...]) -> None:
    keys = {"program": "issuer", "type": "kind"}

    assert column(page(template), *names) == [
        tuple(each._asdict()[keys[name]] for name in names) for each in ENTRIES
    ]


@pytest.mark.parametrize(
    "beside",
    [
        "Recent Posts\n{0}\n{1}\n",
        "Page 1 of 512345\nEntradas recientes\n{0}\n{1}\n",
        "1\n2\n3\n…\n29\nnext ›\nOn the quay\n{0}\n{1}\n",
        "Archives\nMarch 2019 (12)\nFebruary 2019 (3)\nDecember 2018 (7)\n",
        "Upcoming events\nRiver day\n4 October 2019\nPublic hearing\n1 May 2019\n",
    ],
)
def test_what_stands_beside_the_list_is_none_of_it(beside: str) -> None:
    """Nor is today's date at the head, or the day of the last change at the foot."""
    recent = [f"{each.title}\n{each.date}" for each in ENTRIES[:2]]
    text = (
        f"25 March 2019 English\n{page(TITLE_FIRST)}"
        f"{beside.format(*recent)}Last updated on 22 March 2019\n"
    )

    assert column(text, "date", "title") == WANTED


def test_the_same_entry_twice_is_one() -> None:
    """One of the same date and title but of another issuer is another."""
    twice = (
        *ENTRIES[:2],
        ENTRIES[1],
        ENTRIES[1]._replace(issuer="Kampot"),
        *ENTRIES[2:],
    )

    found = column(
        page("{date} | {issuer}\n{title}\n{text}\n\n", twice), "date", "program"
    )

    assert [issuer for date, issuer in found if date == "2019-03-03"] == [
        *("Office of the Warden", "Kampot"),
    ]
    assert len(found) == len(ENTRIES) + 1


def test_page_numbers_amid_the_list_are_none_of_it() -> None:
    """The list goes on below them."""
    template = "{date}\n{title}\n{text}\n\n"
    first, rest = printed(template, ENTRIES[:3]), printed(template, ENTRIES[3:])

    assert column(f"{MENU}{first}1 2 3 Next\n\n{rest}{FOOT}", "date", "title") == WANTED


def test_a_kind_that_is_glued_to_the_title_is_no_part_of_it() -> None:
    """Where most titles have one: a page draws it as a label of its own."""
    found = column(page("{date}\n{kind}{title}\n{text}\n\n"), "type", "title")

    assert found == [(each.kind, each.title) for each in ENTRIES]


UNDATED = f"Condolence\n{{0}}It is with sorrow that we heard of his death. {LONG}\n\n"


@pytest.mark.parametrize(
    ("template", "gap"),
    [
        ("{date}\n{title}\n{text}\n\n", ""),
        ("{title}\n{date}\n{text}\n\n", ""),
        ("{iso}   {issuer}\n\n{text}\n\n\n", "\n"),
        ("{title}\nby {issuer} | {date} | {kind}\n\n{text}\n\nread more\n\n", "\n"),
    ],
)
def test_an_entry_without_a_date_is_named(template: str, gap: str) -> None:
    """It is not swallowed by the one above; where it is wanted it is dated between."""
    lines = [template.format(**each._asdict()) for each in ENTRIES]
    lines.insert(2, UNDATED.format(gap))
    text = f"{MENU}{''.join(lines)}{FOOT}"

    found = read_text(text, "page.txt")
    wanted = read_text(text, "page.txt", undated=True)

    assert [(each.text, each.why) for each in found.left_out] == [
        ("Condolence", "has no date of its own")
    ]
    assert text.split("\n")[found.left_out[0].line - 1] == "Condolence"
    assert len(found.entries) == len(ENTRIES)
    assert not any("sorrow" in str(entry_fields(raw)) for raw in found.entries)
    (entry,) = [raw for raw in wanted.entries if raw.title == "Condolence"]
    assert entry.date == "2019-02-14/2019-03-03"
    assert str(entry_fields(entry)["text"]).startswith("It is with sorrow")
    assert not wanted.left_out


def test_every_line_is_in_an_entry_or_counted() -> None:
    text = page("{date}\n{title}\n{text}\n\n")

    found = read_text(text, "page.txt")

    printed = [line for line in text.split("\n") if line.strip()]
    assert len(printed) == 3 * len(found.entries) + found.menus


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("\n \n", "it is empty"),
        (
            "Statements\n\nReopen the reading room\nThe court said.\n",
            "there is no date",
        ),
        ("Home\nStatements\nLoading…\n© 2019 Harbour Watch\n", "filled in by a script"),
        (
            "03/03 : The council met.\n\nIt was long.\n\n05/03 : The mayor spoke.\n\n",
            "has a year",
        ),
        (page("{title}\n{text}\n\n") + "Last updated on 3 March 2019\n", "date"),
    ],
)
def test_is_refused_with_the_reason(text: str, reason: str) -> None:
    """Without dates, entries can't be told apart; nothing is filled in."""
    with pytest.raises(UnreadableInputError) as caught:
        read_text(text, "page.txt")

    assert reason in caught.value.problem
    assert caught.value.hint


FIGURES = (
    "{0}\nReopen the reading room\nThe court said.\n\n05/04/2019\nNo answer\nIt met.\n"
)


def test_one_figure_over_12_decides_for_the_page() -> None:
    assert column(FIGURES.format("13/04/2019"), "date") == [
        ("2019-04-13",),
        ("2019-04-05",),
    ]
    assert column(FIGURES.format("04/13/2019"), "date") == [
        ("2019-04-13",),
        ("2019-05-04",),
    ]


def test_an_undecided_order_is_asked() -> None:
    """Both readings are shown; the options decide."""
    text = FIGURES.format("03/04/2019")

    with pytest.raises(UnreadableInputError) as caught:
        read_text(text, "page.txt")
    said = read_text(text, "page.txt", order=DayOrder.MONTH_FIRST)

    assert "3 April 2019 or 4 March 2019" in caught.value.problem
    assert "--day-first" in caught.value.hint
    assert [str(raw.date) for raw in said.entries] == ["2019-03-04", "2019-05-04"]


def test_dates_that_contradict_each_other_are_asked() -> None:
    text = FIGURES.format("13/04/2019") + "04/13/2019\nA third title\nThey met.\n"

    with pytest.raises(UnreadableInputError) as caught:
        read_text(text, "page.txt")

    assert "'13/04/2019', '04/13/2019'" in caught.value.problem


# What may be taken for something else, and signs of which anything is made.
LINES = st.sampled_from(
    [
        *(
            "",
            "",
            "\t",
            "3 March 2019",
            "14 February 2019",
            "2019",
            "March 2019",
            "3/3",
        ),
        *(
            "Mar",
            "3",
            "2019-02-30",
            "31/02/2019",
            "0000-00-00",
            "by Dara | 3 March 2019",
        ),
        *(
            "Reopen the reading room",
            "Condolence",
            "They met.",
            LONG,
            "• 1",
            "1 2 3 Next",
        ),
        *(
            "Recent Posts",
            "Read more",
            "Tags: land",
            "© 2019",
            "2019-03-03\tA title\tX",
        ),
        *(
            "Published: 3 mars 2019",
            "03/04/2019 : The council met.",
            "\u200b",
            "\ufeff",
        ),
        *(
            "ថ្ងៃទី៣ ខែមីនា ឆ្នាំ២០១៩",
            "2019年3月3日【聲明】停止",
            "a" * 500,
            "\x00",
            "\ud800",
        ),
    ]
)


@given(st.one_of(st.text(), st.lists(LINES, max_size=25).map("\n".join)), st.booleans())
def test_any_text_is_read_or_refused(text: str, undated: bool) -> None:  # noqa: FBT001
    """Nothing but an error for the user comes out, and no line goes missing."""
    try:
        found = read_text(text, "page.txt", undated=undated)
    except UnreadableInputError:
        return

    lines = [line for line in text.split("\n") if line.strip()]
    named = {each.line for each in found.left_out}
    assert all(1 <= line <= text.count("\n") + text.count("\r") + 1 for line in named)
    assert found.menus + len(named) <= len(lines) + text.count("\r")
    assert found.entries
    for raw in found.entries:
        entry_fields(raw)


def test_what_kind_and_size_a_file_is_is_no_part_of_a_title() -> None:
    """A link to a file is copied with the file's kind and size behind the title."""
    lines = "".join(
        f"{each.date}\t{each.title} PDF (59{n} Ko)\n" for n, each in enumerate(ENTRIES)
    )
    assert column(MENU + lines, "date", "title") == WANTED


def test_a_date_of_the_last_change_is_no_date_of_an_entry() -> None:
    """The second date on a line says when a page was changed, a time between."""
    template = (
        "{title}\npor dara — publicado {date} 14h52, última modificação {later}\n"
    )
    lines = "".join(
        template.format(later="1 May 2019 19h02", **each._asdict()) for each in ENTRIES
    )
    assert column(MENU + lines, "date", "title") == WANTED


def test_a_date_in_the_foot_makes_no_list() -> None:
    """A page whose only date says when it was changed has no list."""
    titles = "".join(f"{each.title}\n" for each in ENTRIES)
    foot = "14, avenue du Port, Kampot. Site mis à jour le 3 mars 2018. © 2010–2018\n"
    with pytest.raises(UnreadableInputError):
        read_text(MENU + titles + foot, "page.txt")


def test_a_date_that_ends_a_sentence_is_no_date_of_an_entry() -> None:
    """A text may end with a date, as the lines of the dates do."""
    first, *others = ENTRIES
    text = "The hall had stood empty, the neighbours say, since 3 August 2012."
    entries = (first._replace(text=text), *others)
    printed_page = page("{title}\nby dara — {date}\n{text}\n\n", entries)
    assert column(printed_page, "date", "title") == WANTED


BELOW_TEXTS = [
    (
        "{title}\n{text} Continue reading{title}\n\nPublished {date}\n"
        "Categorized as {kind}\n"
    ),
    "{title}\n{text}\n\nThe hall was full.\n\n{date}\n\n",
    "Press\n{title}\n{text}\n\nRead more »\ndara{date}No comments\n\n",
]


@pytest.mark.parametrize("template", BELOW_TEXTS)
def test_dates_may_stand_below_the_texts(template: str) -> None:
    """A release in full, or its beginning, stands above its date, labels below it."""
    around = "Home\nOur releases\n" + printed(template) + "14 Quay Road, Kampot\n"
    assert column(around, "date", "title") == WANTED


def test_a_subject_behind_its_kind_is_a_title() -> None:
    """The kind and what it is about are no kind: "Joint statement: the pier"."""
    assert not is_kind("Joint statement: the pier")
    assert not is_kind("Lettera aperta al ministro")
    assert is_kind("Joint statement")


def test_what_is_left_over_tells_on_which_side_of_the_dates_titles_are() -> None:
    """Where titles and dates alternate, a title above the first date is no heading."""
    lines = "".join(f"{each.title}\n{each.date}\n" for each in ENTRIES)
    around = "Home\nPublications\n" + lines + "14 allée des Quais, Kampot\n"
    assert column(around, "date", "title") == WANTED


def test_a_title_in_a_table_may_hold_a_date() -> None:
    """The date that a cell holds alone is the entry's."""
    lines = "".join(f"{e.title}\t{e.date}\tby dara\t12\n" for e in ENTRIES)
    more = "The march of 1 May, four were hurt\t3 December 2018\tby dara\t9\n"
    table = f"Home\nTitle\tDate\tAuthor\tViews\n{lines}{more}"
    assert column(table, "date", "title")[-1][0] == "2018-12-03"


TEXT_OF_ONE = (
    "The families were told to leave within days, on the order of the governor.\n\n"
    "Police came on 14 February 2019 with two machines, and burned eleven houses."
)


def test_a_release_whose_one_date_is_its_dateline() -> None:
    """It is one statement: its text stays whole, and says its title and place."""
    page = read_text(
        "River Watch\nHome\nStatements\n\nStop the dredging of the estuary\n\n"
        f"Kampot, 27 February 2019 – {TEXT_OF_ONE}\n\n© 2019 River Watch",
        "x",
    )
    (said,) = (document(entry_fields(each)) for each in page.entries)
    assert {name: said[name] for name in ("date", "title", "place", "text")} == {
        "date": "2019-02-27",
        "title": "Stop the dredging of the estuary",
        "place": "Kampot",
        "text": f"Kampot, 27 February 2019 – {TEXT_OF_ONE}",
    }
    assert page.site == "River Watch"


def test_a_release_without_a_date_of_its_own_is_refused() -> None:
    """A date within a sentence may be of what it tells."""
    with pytest.raises(UnreadableInputError):
        read_text(f"Home\n\nStop the dredging of the estuary\n\n{TEXT_OF_ONE}", "x")
