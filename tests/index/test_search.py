"""What a query finds: its order, its pages, its years, and what matched.

- best first: the title before the text, what holds none of the words last;
  ties by date, then by id; the nine statements for `sonando`
- each sort is whole, and the same each time
- pages: their start and size, the total, the years without the query's dates
- excerpts: the sentence with most of what is sought, the title, the headline;
  marks are in order, apart, and read as what was sought
- an excerpt of a long text does not take the square of its length
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import opened
from finding import archive_of, ids, parsed
from mediarel.found import SORTS, Excerpt, cropped, excerpt
from strategies import statement

if TYPE_CHECKING:
    from pathlib import Path

fts_and_plain = pytest.mark.parametrize("has_fts", [True, False], ids=["fts5", "plain"])
MIXED = (
    {"date": "2012-07", "program": "CLEC", "title": "Land", "text": "Rights."},
    {"date": "2012-07-01", "program": "ADHOC", "text": "A radio. Land and more land."},
    {"date": "2014", "program": "clec", "text": "Land."},
    {"date": "2012-07-01", "program": "ADHOC", "title": "A radio", "text": "x"},
    {"date": "2011-05", "program": "LICADHO", "text": "Rights to a radio."},
)


def shown(query: str, **fields: object) -> Excerpt:
    return excerpt(statement(**fields), "The headline", parsed(query))


def marked(query: str, **fields: object) -> list[str]:
    text, marks = shown(query, **fields)
    return [text[start:end] for start, end in marks]


def test_best_of_the_nine_statements(store: Path) -> None:
    """`sonando`: the statement about him before the one that mentions him."""
    with opened(store) as archive:
        rows = archive.page(parsed("sonando"), sort="best").rows

    assert [row.date for row in rows] == ["2012-07-16", "2012-10-01"]


@fts_and_plain
@pytest.mark.parametrize("times", [1, 30, 300])
def test_the_title_comes_first(times: int, tmp_path: Path, *, has_fts: bool) -> None:
    """A word in the title outweighs any number of it in the text."""
    given_ones = [
        {"text": "Radio. " * times},
        {"title": "The radio", "text": "Of other matters. " * 200},
        *({"text": f"Nothing {number}."} for number in range(5)),
    ]
    with archive_of(tmp_path, given_ones, has_fts=has_fts) as archive:
        assert ids(archive, "radio", sort="best") == [2, 1]


@fts_and_plain
def test_what_holds_none_of_the_words_comes_last(
    tmp_path: Path, *, has_fts: bool
) -> None:
    """What matches by its date alone is behind what holds the word."""
    with archive_of(tmp_path, MIXED, has_fts=has_fts) as archive:
        best = ids(archive, "radio OR date:2012..", sort="best")

    assert best[0] == 4
    assert set(best[1:3]) == {2, 5}
    assert best[3:] == [3, 1]


@fts_and_plain
def test_ties(tmp_path: Path, *, has_fts: bool) -> None:
    """Equally good ones are newest first, and of a day the last recorded first."""
    dates = ("2012", "2013", "2012-07-16", "2013", "2012")
    same = [{"text": f"Land {n}.", "date": date} for n, date in enumerate(dates)]
    with archive_of(tmp_path, same, has_fts=has_fts) as archive:
        assert ids(archive, "land", sort="best") == [4, 2, 3, 5, 1]
        assert ids(archive, "", sort="best") == [4, 2, 3, 5, 1]
        assert ids(archive, "NOT radio", sort="best") == [4, 2, 3, 5, 1]


@fts_and_plain
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", [3, 1, 4, 2, 5]),
        ("oldest", [5, 2, 4, 1, 3]),
        ("id", [1, 2, 3, 4, 5]),
        ("program", [4, 2, 3, 1, 5]),
        ("headline", [4, 2, 1, 3, 5]),
    ],
)
def test_sorts(sort: str, order: list[int], tmp_path: Path, *, has_fts: bool) -> None:
    """Each sort puts all in order, whatever the case of names and headlines."""
    with archive_of(tmp_path, MIXED, has_fts=has_fts) as archive:
        assert ids(archive, "", sort=sort) == order


@fts_and_plain
def test_pages(tmp_path: Path, *, has_fts: bool) -> None:
    """Pages of any size, put together, are the whole; behind the end is nothing."""
    with archive_of(tmp_path, MIXED, has_fts=has_fts) as archive:
        for sort in SORTS:
            whole = archive.page(parsed("land OR radio"), sort=sort)
            parts = [
                archive.page(parsed("land OR radio"), sort=sort, start=start, size=2)
                for start in range(0, 8, 2)
            ]

            assert [row for part in parts for row in part.rows] == list(whole.rows)
            assert {part.total for part in parts} == {whole.total} == {5}
            assert [len(part.rows) for part in parts] == [2, 2, 1, 0]
            assert [part.start for part in parts] == [0, 2, 4, 6]
        assert archive.page(parsed(""), size=0).rows == ()


@fts_and_plain
@pytest.mark.parametrize(
    ("query", "total", "years"),
    [
        ("", 5, ((2014, 1), (2012, 3), (2011, 1))),
        ("date:2012", 3, ((2014, 1), (2012, 3), (2011, 1))),
        ("land date:2014", 1, ((2014, 1), (2012, 2))),
        ("land (date:2012 date:2012-07)", 2, ((2014, 1), (2012, 2))),
        ("date:2014 OR radio", 4, ((2014, 1), (2012, 2), (2011, 1))),
        ("nothing date:2012", 0, ()),
    ],
)
def test_years(
    query: str,
    total: int,
    years: tuple[tuple[int, int], ...],
    tmp_path: Path,
    *,
    has_fts: bool,
) -> None:
    """The year bar counts what the query would find without its own dates."""
    with archive_of(tmp_path, MIXED, has_fts=has_fts) as archive:
        page = archive.page(parsed(query))

    assert page.years == years
    assert page.in_all == sum(count for _, count in years)
    assert page.total == total


TEXT = "Land is here. The radio plays. A radio on  land\nplays. Land again."


@pytest.mark.parametrize(
    ("query", "fields", "sentence", "marks"),
    [
        ("radio", {"text": TEXT}, "The radio plays.", ["radio"]),
        ("land radio", {"text": TEXT}, "A radio on land plays.", ["radio", "land"]),
        ('"land plays"', {"text": TEXT}, "A radio on land plays.", ["land plays"]),
        ("radi*", {"text": TEXT}, "The radio plays.", ["radio"]),
        ("land -radio", {"text": TEXT}, "Land is here.", ["Land"]),
        ('land "on land"', {"text": TEXT}, "A radio on land plays.", ["on land"]),
        ("radio", {"title": "Radio  days", "text": TEXT}, "Radio days", ["Radio"]),
        (
            "radio land",
            {"title": "Radio", "text": TEXT},
            "A radio on land plays.",
            None,
        ),
        ("clec", {"text": TEXT}, "The headline", []),
        ("program:clec", {"text": TEXT}, "The headline", []),
        ("", {"text": TEXT}, "The headline", []),
        ("radio", {"title": "A radio", "text": None}, "A radio", ["radio"]),
        ("កក់", {"text": "ដី។ បឹង\u200bកក់។"}, "បឹង\u200bកក់។", ["កក់"]),
        ("សេចក្តី", {"text": "សេចក្ដីថ្លែង"}, "សេចក្ដីថ្លែង", ["សេចក្ដី"]),
        ("cafe", {"text": "The Cafe\u0301."}, "The Cafe\u0301.", ["Cafe\u0301"]),
    ],
)
def test_excerpt(
    query: str, fields: dict[str, object], sentence: str, marks: list[str] | None
) -> None:
    """The sentence on one line that holds the most, with what matched marked."""
    assert shown(query, **fields).text == sentence
    assert marks is None or marked(query, **fields) == marks


def test_an_excerpt_without_its_dateline() -> None:
    """The dateline is no part of a sentence."""
    dateline = "Phnom Penh (July 16, 2012)"
    found = shown("penh land", text=f"{dateline} – Land is here.", dateline=dateline)

    assert found == Excerpt("Land is here.", ((0, 4),))


@given(
    st.lists(
        st.sampled_from(
            ["land ", "Land. ", "radio", " ", "\n", "កក់", "\u200b", "។", "."]
        ),
        max_size=15,
    ).map("".join)
)
def test_marks(text: str) -> None:
    """Marks are in order and apart, within what is shown, and around what is sought."""
    found = shown('land radi* កក់ "radio land"', title="Another", text=text)
    places = [place for mark in found.marks for place in mark]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(found.text) for start, end in found.marks)
    for start, end in found.marks:
        assert found.text[start:end].lower().startswith(("land", "radio", "កក់"))


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Land is here. ", "Land is here."),
        ("land ", "land land"),
        ("កក់។", "កក់។"),
        ("x ", "The headline"),
    ],
)
def test_an_excerpt_of_a_long_text(sentence: str, shown: str) -> None:
    """A million characters do not take the square of that: it would not end."""
    long = statement(text=sentence * (1_000_000 // len(sentence)))

    found = excerpt(long, "The headline", parsed("land is here កក់"))

    assert found.text.startswith(shown)


def test_only_what_matched_is_marked() -> None:
    """A word that was sought in another field is not marked in the text."""
    one = statement(text="Acme is here. We sign.", signatories=["Acme"])

    found = excerpt(one, "Acme is here.", parsed("signatory:acme"))

    assert found == ("Acme is here.", ())


@pytest.mark.parametrize(
    ("most", "shown"),
    [
        (100, ("We ask that land be given back to all of them.", ((12, 16),))),
        (24, ("…ask that land be given…", ((10, 14),))),
        (10, ("…that land…", ((6, 10),))),
    ],
)
def test_a_long_excerpt_is_cropped_about_its_mark(
    most: int, shown: tuple[str, tuple[tuple[int, int], ...]]
) -> None:
    """What matched stays in sight, and no word is cut at its head."""
    whole = Excerpt("We ask that land be given back to all of them.", ((12, 16),))

    assert cropped(whole, most) == shown
    assert all(whole.text[12:16] == shown[0][a:b] for a, b in shown[1])
