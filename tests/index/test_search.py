"""Test which statements queries find, the order of results, and excerpts."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Run
from finding import archive_of, ids, parsed
from mediarel.index.excerpt import Excerpt, excerpt, marks
from mediarel.index.search import SORTS
from mediarel.query.tree import Numbered
from samples import EVERY
from strategies import statement


@pytest.mark.parametrize(
    ("query", "found", "others"),
    [
        ("land", ["land rights", "Land-grabbing", "(LAND)"], ["Thailand", "island"]),
        ("sonand*", ["Sonando", "Sonando’s", "sonand"], ["Masonando", "sonan"]),
        ('"mam sonand"*', ["Mam Sonando"], ["Mam and Sonando"]),
        ("cafe", ["Caf\u00e9", "Cafe\u0301", "CAFE"], ["cafes"]),
        ("café", ["cafe"], []),
        (
            '"mam sonando"',
            ["Mam Sonando", "Mam  Sonando", "Mam\u00a0Sonando", "Mam\nSonando"],
            ["Sonando, Mam", "Mam and Sonando"],
        ),
        ("women's", ["women's", "Women’s", "womenʼs", "women‘s"], ["womens", "women"]),
        ("“women’s rights”", ["women's rights"], ["rights of women's"]),
        ("e-mail", ["e-mail", "E–mail", "e mail"], ["email", "mail e"]),
        ("strasse", ["Straße", "STRASSE"], ["Strase"]),
        ("istanbul", ["İstanbul", "ISTANBUL"], []),
        ("finance", ["ﬁnance", "ＦＩＮＡＮＣＥ"], ["fin"]),
        ('"viet nam"', ["Việt Nam", "Vie\u0323\u0302t Nam"], ["Vietnam"]),
        ("landrights", ["land\u00adrights", "land\ufeffrights"], ["land rights"]),
        ("2012", ["២០១២", "ឆ្នាំ២០១២។", "२०१२", "2012"], ["20122", "12"]),
        ("២០១២", ["2012"], ["2013"]),
        ("AT&T", ["at t", "AT&T"], ["a t"]),
        ("C++", ["C", "c#"], ["cc"]),
        # In scripts without spaces, any part of a run is found.
        ("មនុស្ស", ["សិទ្ធិមនុស្ស", "សិទ្ធិ\u200bមនុស្ស", "មនុ\u200bស្ស"], ["មនុ ស្ស", "សិទ្ធិ"]),
        ("សិទ្ធិមនុស្ស", ["សិទ្ធិ\u200bមនុស្ស", "និងសិទ្ធិមនុស្សនៅ"], ["សិទ្ធិ មនុស្ស"]),
        ("កក់", ["សហគមន៍បឹងកក់", "កក់", "កក់ៗ"], ["កង ក់", "កកង់", "កក ់", "ក ក់"]),
        ("សេចក្តី", ["សេចក្ដី", "សេចក្តី"], ["សេចក្ី"]),
        ("សេចក្ដី", ["សេចក្តី"], []),
        ("ឱ្យ", ["ឲ្យ"], []),
        ("កើ", ["ក\u17c1\u17b8"], ["ក\u17c1"]),
        ("ស៊ី", ["ស\u17b8\u17ca"], []),
        ("ក", ["ក", "អក", "កក់", "abcក", "ខ ក"], ["ខ", "abc"]),
        ("កខ*", ["កខគ"], ["ខគ"]),
        ('"កខ គឃ"', ["ងកខ គឃង", "កខ\nគឃ", "កខ, គឃ"], ["កខគឃ", "កខង គឃ", "កខ ងគឃ"]),
        ('"ab កខ"', ["abកខ", "ab កខគ"], ["ab គកខ", "១ab កខ", "កខ ab"]),
        ("ឆ្នាំ២០១២", ["ក្នុងឆ្នាំ 2012", "ឆ្នាំ២០១២នេះ"], ["ឆ្នាំ២០១២៣", "២០១២ឆ្នាំ"]),
        ("ดิน", ["ที่ดินทำกิน"], ["ดำ น"]),
        ("ดิ", ["ที่ดิน"], ["ด อิ"]),
        ("ດິນ", ["ທີ່ດິນ"], ["ດ"]),
        ("မာ", ["မြန်မာနိုင်ငံ"], ["မ"]),
        ("权利", ["土地权利。"], ["权土利", "权 利"]),
        ("利", ["土地权利", "利", "利益"], ["土地"]),
        ("ガス", ["天然ガス", "天然ｶﾞｽ"], ["カス"]),
        ("한국", ["한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"], ["대한국민"]),
        ("مُحَمَّد", ["مُحَمَّد"], ["محمد"]),
        ("हिंदी", ["हिंदी भाषा"], ["हदी", "हिंदीभाषा"]),
        ("عر\u200cبی", ["عربی"], []),
    ],
)
def test_words_are_found_in_all_their_forms(
    query: str, found: list[str], others: list[str], tmp_path: Path
) -> None:
    texts = [{"text": text} for text in [*found, *others]]
    with archive_of(tmp_path, texts) as archive:
        answer = ids(archive, query)

    assert answer == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    "query",
    ['"land rights"', "កខ", '"កគ ខង"', 'signatory:"land rights"', '"rights land"'],
)
def test_phrases_do_not_cross_fields_or_list_items(query: str, tmp_path: Path) -> None:
    parted: list[dict[str, object]] = [
        {"title": "land", "text": "rights"},
        {"signatories": ["land", "rights"], "text": "x"},
        {"tags": ["land", "rights"], "text": "x"},
        {"title": "ក", "text": "ខ"},
        {"signatories": ["ក", "ខ"], "text": "x"},
        {"signatories": ["កគ", "ខង"], "tags": ["កគ", "ខង"], "text": "x"},
    ]
    with archive_of(tmp_path, parted) as archive:
        assert ids(archive, query) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("date:2012-07", ["2012-07-16", "2012-07", "2012", "2012-07-31~"]),
        ("date:2012-07-16", ["2012-07-16", "2012-07", "2012"]),
        (
            "date:2012..2013-08",
            [
                *("2012-06-27", "2012-07-16", "2012-07", "2012", "2012-07-31~"),
                *("2012-12-31", "2013-08-31", "2013"),
            ],
        ),
        ("date:2012-07-31..2012-12-30", ["2012", "2012-07", "2012-07-31~"]),
        ("date:..2011", ["2011?", "2011-12-31"]),
        ("date:2013-09..", ["2013", "2013-09-01", "2014-01-01"]),
        ("year:2011", ["2011?", "2011-12-31"]),
        ("year:2013 date:2013-08-31", ["2013", "2013-08-31"]),
        ("year:2011 OR year:2014", ["2011?", "2011-12-31", "2014-01-01"]),
    ],
)
def test_dates_are_found_if_their_periods_overlap(
    query: str, found: list[str], tmp_path: Path
) -> None:
    dates = [
        *("2012-06-27", "2012-07-16", "2012-07", "2012", "2012-07-31~", "2012-12-31"),
        *("2013-08-31", "2013", "2013-09-01", "2014-01-01", "2011?", "2011-12-31"),
    ]
    given = [{"date": date, "text": f"of {date}"} for date in dates]
    with archive_of(tmp_path, given) as archive:
        answer = [row.date for row in archive.page(parsed(query)).rows]

    assert sorted(answer) == sorted(found)


STATEMENTS = (
    {"title": "Radio", "text": "Sonando is with us.", "program": "LICADHO"},
    {"text": "Metfone and land.", "tags": ["Land Rights", "Women’s rights"]},
    {"text": "Metfone.", "program": "LICADHO", "type": "Press Release"},
    {
        "text": "សិទ្ធិមនុស្ស",
        "place": "Phnom Penh",
        "signatories": ["CLEC", "STT, the team"],
    },
    {"text": "Droits", "language": "fr-CA", "tags": ["land"], "type": "Open Letter"},
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sonando OR metfone program:CLEC", [1, 2]),
        ("(sonando OR metfone) program:CLEC", [2]),
        ("NOT sonando", [2, 3, 4, 5]),
        ("metfone -land", [3]),
        ("-(metfone land)", [1, 3, 4, 5]),
        ("title:radio", [1]),
        ("text:radio", []),
        ("licadho", [1, 3]),
        ("program:lica*", [1, 3]),
        ('type:"press release"', [3]),
        ("type:press", []),
        ("tag:land*", [2, 5]),
        ('tag:"women\'s rights"', [2]),
        ("tag:“women’s rights”", [2]),
        ("land", [2, 5]),
        ("place:penh", [4]),
        ('signatory:"stt the team"', [4]),
        ("language:km", [4]),
        ("language:fr", [5]),
        ("language:und", [3]),
        ("-language:f*", [1, 2, 3, 4]),
        ("id:2,9,4", [2, 4]),
        ("id:1..2,5", [1, 2, 5]),
        ("id:2..100000000", [2, 3, 4, 5]),
        ("id:0 OR id:999999999999999999", []),
        ("sonando & --", [1]),
    ],
)
def test_operators_and_fields(query: str, found: list[int], tmp_path: Path) -> None:
    with archive_of(tmp_path, STATEMENTS) as archive:
        assert ids(archive, query) == found
        assert archive.page(parsed(query), size=0).total == len(found)


@pytest.mark.parametrize(
    "query",
    [
        " ".join(f"land{number}" for number in range(150)),
        " OR ".join(f"land{number}*" for number in range(150)),
        " OR ".join(f"-land{number} tag:x" for number in range(75)),
        " ".join(f"tag:{number}" for number in range(150)),
        " OR ".join(f"date:{year}" for year in range(2000, 2150)),
        "id:1..2" + ",1..2" * 148,
        "id:" + ",".join(str(number) for number in range(40_000)),
        "(" * 20 + "land" + ")" * 20,
        "NOT " * 20 + "land",
        "x OR (y tag:z (" * 10 + "land" + "))" * 10,
        "-(tag:a OR " * 10 + "land" + ")" * 10,
        '"' + "land " * 50_000 + '"',
        "ក" * 50_000,
        "a" * 1_000_000,
    ],
    ids=lambda query: query[:12],
)
def test_longest_allowed_queries_work(query: str, tmp_path: Path) -> None:
    with archive_of(tmp_path, STATEMENTS) as archive:
        best = ids(archive, query, sort="best")
        page = archive.page(parsed(query))

    assert len(best) == page.total
    assert page.total <= 5


def test_more_ids_than_sqlite_has_parameters(tmp_path: Path) -> None:
    with archive_of(tmp_path, STATEMENTS) as archive:
        page = archive.page(Numbered(tuple(range(40_000))))

    assert page.total == 5


MIXED = (
    {"date": "2012-07", "program": "CLEC", "title": "Land", "text": "Rights."},
    {"date": "2012-07-01", "program": "ADHOC", "text": "A radio. Land and more land."},
    {"date": "2014", "program": "clec", "text": "Land."},
    {"date": "2012-07-01", "program": "ADHOC", "title": "A radio", "text": "x"},
    {"date": "2011-05", "program": "LICADHO", "text": "Rights to a radio."},
)


@pytest.mark.parametrize("times", [1, 30, 300])
def test_title_counts_more_than_text(times: int, tmp_path: Path) -> None:
    given_ones = [
        {"text": "Radio. " * times},
        {"title": "The radio", "text": "Of other matters. " * 200},
        *({"text": f"Nothing {number}."} for number in range(5)),
    ]
    with archive_of(tmp_path, given_ones) as archive:
        assert ids(archive, "radio", sort="best") == [2, 1]


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
def test_sort_orders(sort: str, order: list[int], tmp_path: Path) -> None:
    with archive_of(tmp_path, MIXED) as archive:
        assert ids(archive, "", sort=sort) == order


def test_pages_together_are_the_whole_list(tmp_path: Path) -> None:
    with archive_of(tmp_path, MIXED) as archive:
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
def test_years_ignore_the_dates_of_the_query(
    query: str, total: int, years: tuple[tuple[int, int], ...], tmp_path: Path
) -> None:
    with archive_of(tmp_path, MIXED) as archive:
        page = archive.page(parsed(query))

    assert page.years == years
    assert page.in_all_years == sum(count for _, count in years)
    assert page.total == total


DATES = ("2012-10/2012-11", "../2011", "2013/..", "2000/2012-03?")


@pytest.fixture
def between(run: Run, store: Path) -> Path:
    """Return the sample archive with statements 10 to 13, which have these DATES."""
    for number, date in enumerate(DATES):
        run("add", "--date", date, "--program=CLEC", f"--title=Between {number}")
    return store


def listed_ids(run: Run, *words: str) -> list[int]:
    return [int(each.split("\t")[0]) for each in run("list", *words).out.splitlines()]


@pytest.mark.usefixtures("between")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("date:2012-10", {10}),
        ("date:2012-12", set()),
        ("date:2011-12-31", {11, 13}),
        ("date:2030", {12}),
        ("date:2012-12..2013-01", {12}),
        ("date:2012-03..2012-09", {13}),
        ("date:..1990", {11}),
        ("date:2005..2006", {11, 13}),
        ("date:../2005", {11, 13}),
        ("date:2012-11/2013-01", {10, 12}),
        ("--year=2012", {10, 13}),
        ("--year=2012/2013", {10, 12, 13}),
        ("--year=2012-10/2012-11..2013", {10, 12}),
        ("--since=2012-11/2013", {10, 12}),
    ],
)
def test_overlapping_intervals_are_found(run: Run, query: str, found: set[int]) -> None:
    assert {*listed_ids(run, "--all", "title:between", query)} == found


@pytest.mark.usefixtures("between")
@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("date:2013/2012", "ends before it begins"),
        ("date:2012-13/2013", "'2012-13' is not in the calendar"),
        ("date:2013..2011/2012", "ends before it begins"),
        ("date:/2012", "can't be read as a date"),
    ],
)
def test_invalid_interval_is_refused(run: Run, query: str, problem: str) -> None:
    done = run("list", query)

    assert done.code == 2
    assert problem in done.err


@pytest.mark.usefixtures("store")
def test_original_is_found_until_a_translation_is_linked(run: Run) -> None:
    before = run("list", "--missing=km", "--year=2012").out.splitlines()
    run("add", "--date=2012-07-16", "--program=CLEC", "--title=សូមដោះលែងគាត់")
    run("edit", "10", "--translation-of", "3")

    after = run("list", "--missing", "km", "--year", "2012").out.splitlines()
    by_term = run("search", "missing:km sonando").out

    assert len(before) == 6
    assert [line for line in before if line not in after] == before[-2:-1]
    assert before[-2].startswith("3\t")
    assert "\n3\t" not in f"\n{by_term}"


@pytest.mark.usefixtures("store")
def test_withdrawn_statement_needs_no_translation(run: Run) -> None:
    before = run("list", "--missing=km").out.splitlines()

    run("withdraw", "3", "--why=By mistake.", "--yes")

    after = run("list", "--missing=km").out.splitlines()
    assert [line for line in before if line not in after] == [
        line for line in before if line.startswith("3\t")
    ]
    assert len(after) == len(before) - 1


def shown(query: str, **fields: object) -> Excerpt:
    return excerpt(statement(**fields), "The headline", parsed(query))


def marked(query: str, **fields: object) -> list[str]:
    text, marks = shown(query, **fields)
    return [text[start:end] for start, end in marks]


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
def test_excerpt_is_the_sentence_with_the_most_matches(
    query: str, fields: dict[str, object], sentence: str, marks: list[str] | None
) -> None:
    assert shown(query, **fields).text == sentence
    assert marks is None or marked(query, **fields) == marks


@settings(max_examples=100 // EVERY)
@given(
    st.lists(
        st.sampled_from(
            ["land ", "Land. ", "radio", " ", "\n", "កក់", "\u200b", "។", "."]
        ),
        max_size=15,
    ).map("".join)
)
def test_marks_are_sorted_and_surround_the_searched_words(text: str) -> None:
    found = shown('land radi* កក់ "radio land"', title="Another", text=text)
    places = [place for mark in found.marks for place in mark]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(found.text) for start, end in found.marks)
    for start, end in found.marks:
        assert found.text[start:end].lower().startswith(("land", "radio", "កក់"))


@pytest.mark.parametrize(
    ("field", "text", "query", "found"),
    [
        ("text", "Land. land, landing", "land", ["Land", "land"]),
        ("text", "Land", "title:land", []),
        ("title", "Land", "title:land", ["Land"]),
        ("dateline", "Land", "land", []),
        ("tags", "land title", "tag:'land title' OR title", ["land title"]),
        ("tags", "land titles", "tag:land", []),
        ("tags", "land titles", "tag:land*", ["land titles"]),
        ("language", "km-KH", "language:km", ["km-KH"]),
        ("program", "CLEC", "NOT program:clec", []),
        ("text", "", "land", []),
    ],
)
def test_all_matches_in_a_field_are_marked(
    field: str, text: str, query: str, found: list[str]
) -> None:
    """A word is marked in each searched field. A field value is marked completely."""
    query = query.replace("'", '"')

    assert [text[a:b] for a, b in marks(field, text, parsed(query))] == found
