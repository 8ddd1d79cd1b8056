"""Test that the search page finds the same as `mediarel search`, and its answers."""

import datetime as dt
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unicodedata import category

import pytest

from archives import Desk
from conftest import Run
from finding import archive_of
from mediarel.archive.configuration import merge_names
from mediarel.archive.session import open_session
from mediarel.dates.typed import read_date_or_interval
from mediarel.errors import MediarelError
from mediarel.index.sql import organisations
from mediarel.query.parser import parse
from mediarel.query.terms import TERMS
from mediarel.text.folding import fold
from page_search import ORGANISATIONS, TODAY, WORDS, ask, invented, queries, write_page
from strategies import statement

parsed = partial(
    parse, read_date=partial(read_date_or_interval, today=dt.date(2014, 1, 1))
)
MOST = 250 * 1024  # bytes that an answer loads, besides the page and its script
ALL = bool(os.environ.get("MEDIAREL_TEST_ALL"))


HOSTILE = (
    "</script><script>window.hit=1</script><img src=x onerror=window.hit=2>"
    "\u2028\u2029'\"\\`${window.hit=3}<!-- \u202eabc\u2066 &lt;b&gt; ]]>"
    " \\u003cscript\\u003e"
)


def found(folder: Path, asked: list[str]) -> list[dict[str, Any]]:
    given = {"what": "find", "today": TODAY, "words": WORDS}
    return ask(folder, [{**given, "query": query} for query in asked])


def write(folder: Path, archive: Desk) -> None:
    names = [each.names for each in organisations(archive.index)]
    write_page(folder, archive.statements(parsed(""), sort="id"), names)


def differing(archive: Desk, folder: Path, asked: list[str]) -> dict[str, object]:
    """Return the queries with different results, each with both results."""
    answers = dict(zip(asked, found(folder, asked), strict=True))
    wanted: dict[str, list[int] | str] = {}
    for query in asked:
        try:
            page = archive.page(parsed(query), sort="id")
            wanted[query] = [row.id for row in page.rows]
        except MediarelError as error:
            wanted[query] = error.problem
    hits = sum(1 for those in wanted.values() if those and isinstance(those, list))
    assert hits > len(asked) // 2
    assert max(answer.get("bytes", 0) for answer in answers.values()) < MOST
    return {
        query: (those, answers[query])
        for query, those in wanted.items()
        if (
            sorted(answers[query].get("ids", [-1])) != those
            if isinstance(those, list)
            else "told" not in answers[query]
        )
    }


@pytest.mark.many_times
@pytest.mark.parametrize("seed", range(3 if ALL else 1))
def test_page_finds_the_same_as_the_command(tmp_path: Path, seed: int) -> None:
    statements = invented(1200 if ALL else 150, seed)
    asked = queries(statements, 500 if ALL else 150, seed)
    with archive_of(tmp_path, statements) as archive:
        for names in ORGANISATIONS:
            with open_session(archive, "test") as session:
                merge_names(session, names)
        write(tmp_path / "search", archive)

        assert differing(archive, tmp_path / "search", asked) == {}


def test_the_page_knows_other_names_of_organisations(tmp_path: Path) -> None:
    """`signatory:` finds all names; other words find only the printed name."""
    statements = [
        {"text": "One.", "signatories": ["CLEC", "Other"]},
        {"text": "Two.", "signatories": ["Community Legal Education Center"]},
        {"text": "Three.", "signatories": ["Legal Aid", "Center"]},
    ]
    asked = ["signatory:CLEC", 'signatory:"legal education"', "signatory:ed*"]
    asked += ["CLEC", "legal", "signatory:legal", "-signatory:clec"]
    with archive_of(tmp_path, statements) as archive:
        with open_session(archive, "test") as session:
            merge_names(session, ["CLEC", "Community Legal Education Center"])
        write(tmp_path / "search", archive)

        assert differing(archive, tmp_path / "search", asked) == {}


@pytest.mark.parametrize(
    "query",
    [
        *('"open', "a)", "a OR", "AND", "()", "tag:", "author:sok", "qqqqq:land"),
        *("constructor:land", "since:2012", "excerpt:maybe", "id:x", "date:2013..2012"),
        *("date:13/14/2012", "date:03/04/2012", 'date:"Monday 17 July 2012"'),
        "date:2012/07",
        "(" * 21 + "a" + ")" * 21,
        " ".join(["a"] * 151),
    ],
)
def test_page_refuses_queries_like_the_command(tmp_path: Path, query: str) -> None:
    write_page(tmp_path, [])
    try:
        parsed(query)
        is_valid = True
    except MediarelError:
        is_valid = False
    (answer,) = found(tmp_path, [query])

    assert ("ids" in answer) is is_valid
    if not is_valid:
        assert answer["told"].startswith("Invalid query: ")
        assert "undefined" not in answer["told"]
        assert "{" not in answer["told"]


@pytest.mark.parametrize("query", ["embargo:yes", "missing:km", "withheld:a"])
def test_page_refuses_fields_that_are_not_public(tmp_path: Path, query: str) -> None:
    write_page(tmp_path, [])
    (answer,) = found(tmp_path, [query])

    assert "only the mediarel command can" in answer["told"]
    listed = answer["told"].split("Fields:")[1]
    assert not [name for name in ("embargo", "withheld") if name in listed]


def test_phrases_are_found_in_and_after_a_long_text(tmp_path: Path) -> None:
    statements = [
        {"text": f"{'word ' * 9000}last of all {'កខគ' * 3000}ឃង"},
        {"text": "The first word of another."},
        {"text": f"{'other ' * 700}the last one"},
    ]
    asked = ['"last of all"', '"all កខ"', "គឃង", '"first word of"', '"the last"']
    asked += ['"last one"', '"word word last"', '"one last"', '"word of another"']
    with archive_of(tmp_path, statements) as archive:
        write(tmp_path / "search", archive)

        assert differing(archive, tmp_path / "search", asked) == {}


def test_statements_with_large_ids_are_found(tmp_path: Path) -> None:
    ids = (1, 2_097_151, 2_097_152, 200_000_000)
    statements = [statement(id=id_, text=f"On land {id_}, said.") for id_ in ids]
    write_page(tmp_path, statements)
    phrase, one = found(tmp_path, ['"on land"', '"2097152 said"'])

    assert sorted(phrase["ids"]) == list(ids)
    assert one["ids"] == [2_097_152]


def test_matches_in_titles_come_first_then_the_newest(tmp_path: Path) -> None:
    statements = [
        {"text": "On land.", "date": "2012-07"},
        {"text": "On land.", "date": "2014-01-01"},
        {"title": "Land", "text": "Said.", "date": "2010"},
        {"text": "On land.", "date": "2012-07-02"},
        {"text": "On sea.", "date": "2015"},
        {"text": "On land.", "date": "1755-11-01"},
        {"text": "On land.", "date": "2012-07-01/2012-08"},
    ]
    with archive_of(tmp_path, statements) as archive:
        write(tmp_path / "search", archive)
    by_title, newest = found(tmp_path / "search", ["land", "-sea"])

    assert by_title["ids"] == [3, 2, 4, 7, 1, 6]
    assert newest["ids"] == [2, 4, 7, 1, 3, 6]


@pytest.mark.parametrize("piece", ["pieces/index.js", "pieces/t*.js", "pieces/d*.js"])
def test_a_missing_file_of_the_index_is_reported(tmp_path: Path, piece: str) -> None:
    with archive_of(tmp_path, [{"text": "On land."}]) as archive:
        write(tmp_path / "search", archive)
    for path in (tmp_path / "search").glob(piece):
        path.unlink()
    (answer,) = found(tmp_path / "search", ["-land"])

    assert answer["failed"].startswith("A part of the index could not be loaded (")


def test_the_script_knows_each_query_term(tmp_path: Path) -> None:
    """If this test fails, add the term to `js/query.js` and `script.py`."""
    write_page(tmp_path, [])
    asked = [f"{name}:1" for name in TERMS]
    answers = zip(asked, found(tmp_path, asked), strict=True)

    assert [q for q, answer in answers if "no field" in answer.get("told", "")] == []


def test_hostile_text_is_escaped_in_the_index(tmp_path: Path) -> None:
    """The characters could end a script or change the order of text."""
    one = statement(id=1, title=HOSTILE, text=HOSTILE, program=HOSTILE)
    write_page(tmp_path, [one])
    pieces = [path.read_text("utf-8") for path in (tmp_path / "pieces").glob("*.js")]

    assert "hit=1" in "".join(pieces)
    assert not {*"".join(pieces)} & {*"<>\u2028\u2029\u202e\u2066"}


def answers(
    folder: Path,
    statements: Sequence[dict[str, Any]],
    asked: Sequence[str],
    chosen: dict[str, str] | None = None,
    order: str = "",
) -> list[dict[str, Any]]:
    """Return the answers to queries with `chosen` filters, in an `order`."""
    write_page(folder, [statement(id=n, **s) for n, s in enumerate(statements, 1)])
    given = {"what": "answer", "today": TODAY, "chosen": chosen or {}, "order": order}
    return ask(folder, [{**given, "query": query} for query in asked])


def shown(parts: Sequence[str]) -> str:
    """Return the parts of a passage, with matches in brackets."""
    return "".join(f"[{each}]" if at % 2 else each for at, each in enumerate(parts))


LONG = f"{'of it ' * 2100}end."
KHMER = "សហគមន៍ដីធ្លី\u200bបានអំពាវនាវដល់រាជរដ្ឋាភិបាលឱ្យគោរពសិទ្ធិមនុស្ស។ " * 9


@pytest.mark.parametrize(
    ("query", "fields", "headline", "passage"),
    [
        ("LAND", {"title": "Land"}, "[Land]", "Text."),
        ("land", {"text": "No land. Lands!"}, "No [land].", "Lands!"),
        ("cafe", {"text": "The “Café’s” owner"}, "The “[Café]’s” owner", ""),
        ("strasse*", {"text": "Die Straßen"}, "Die [Straßen]", ""),
        ('"of it"', {"title": "A", "text": "A law, of it"}, "A", "A law, [of it]"),
        ("land -sea", {"title": "A", "text": "Land, land"}, "A", "[Land], [land]"),
        ("title:land", {"title": "Land", "text": "On it."}, "[Land]", "On it."),
        ("ធ្លី", {"title": "A", "text": "សហគមន៍ដីធ្លី ធ្លីៗ"}, "A", "សហគមន៍ដី[ធ្លី] [ធ្លី]ៗ"),
        ("ស្ដី", {"title": "A", "text": "សេចក្តី ស្តីពី"}, "A", "សេចក្តី [ស្តី]ពី"),
        ("ពាវនា", {"title": "A", "text": "អំពាវ\u200bនាវ"}, "A", "អំ[ពាវ\u200bនា]វ"),
        ("stt", {"title": "A", "signatories": ["CLEC", "STT"]}, "A", "CLEC; [STT]"),
        ('"end"', {"title": "A", "text": LONG}, "A", f"… it {'of it ' * 9}[end]."),
    ],
)  # fmt: skip
def test_the_words_of_the_query_are_marked(
    tmp_path: Path, query: str, fields: dict[str, Any], headline: str, passage: str
) -> None:
    given = fields if "text" in fields else {"text": "Text.", **fields}
    (answer,) = answers(tmp_path, [given], [query])

    assert [shown(each) for each in answer["headlines"]] == [headline]
    assert shown(answer["passages"][0]) == passage


def test_a_passage_has_most_words_and_ends_between_words(tmp_path: Path) -> None:
    text = f"Police. {'Filler of text. ' * 40}The radio and the police. {'More. ' * 90}"
    statements = [{"title": "A", "text": text}, {"title": "B", "text": f"{KHMER}ដីផ្សេង"}]
    english, khmer = answers(tmp_path, statements, ["police radio", "ផ្សេង"])

    (passage,) = (shown(each) for each in english["passages"])
    assert "The [radio] and the [police]. More." in passage
    assert passage.startswith("… ")
    assert passage.endswith(". …")
    assert len(passage) < 230
    assert shown(khmer["passages"][0]).endswith("មនុស្ស។ ដី[ផ្សេង]")


FILTERED = (
    {"text": "Land.", "date": "2012-07", "program": "CLEC", "tags": ["land", "sea"]},
    {
        "text": "Land.",
        "date": "2012",
        "program": "STT",
        "tags": ["land"],
        "language": "en",
    },
    {"text": "Land.", "date": "2013-01", "program": "STT", "language": "km"},
    {
        "text": "Sea.",
        "date": "2012-10/2013-11",
        "program": "CLEC",
        "tags": ["__proto__"],
    },
)


def test_filters_combine_with_the_query_and_count_its_results(tmp_path: Path) -> None:
    chosen = {"issuer": "STT", "year": "2012"}
    land, every = answers(tmp_path, FILTERED, ["land", ""], chosen)

    assert land["ids"] == every["ids"] == [2]
    assert land["counts"]["year"] == [["2013", 1], ["2012", 1]]
    assert land["counts"]["issuer"] == [["CLEC", 1], ["STT", 1]]
    assert every["counts"]["issuer"] == [["CLEC", 2], ["STT", 1]]
    assert land["counts"]["tag"] == every["counts"]["tag"] == [["land", 1]]
    assert land["counts"]["language"] == [["en", 1]]


def test_results_can_be_sorted_by_date(tmp_path: Path) -> None:
    statements = [
        {"title": "Land", "text": "A.", "date": "2012-02"},
        {"text": "Land.", "date": "2013"},
        {"text": "Land.", "date": "2012-02-01/2012-03-01"},
        {"text": "Land.", "date": "2012-02-29"},
    ]
    orders = ("", "newest", "oldest")
    found = [
        answers(tmp_path / each, statements, ["land"], order=each)[0]["ids"]
        for each in orders
    ]

    assert found == [[1, 2, 4, 3], [2, 4, 3, 1], [1, 3, 4, 2]]


def test_numbers_are_found_with_separated_thousands(tmp_path: Path) -> None:
    statements = [{"text": "13,198 families, and 13198 more."}, {"text": "2,719,050"}]
    found = answers(
        tmp_path, statements, ["13198", "families 2719050", "2719050", "9999"]
    )

    assert [each["ids"] for each in found] == [[1], [], [2], []]
    assert shown(found[2]["headlines"][0]) == "[2,719,050]"
    assert [len(each["unknown"]) for each in found] == [0, 0, 0, 1]


def test_values_of_filters_are_complete_values(tmp_path: Path) -> None:
    (tagged,) = answers(tmp_path / "1", FILTERED, [""], {"tag": "__proto__"})
    (unknown,) = answers(tmp_path / "2", FILTERED, ["land"], {"tag": "lan"})

    assert tagged["ids"] == [4]
    assert unknown["ids"] == []
    assert unknown["counts"]["tag"] == [["land", 2], ["sea", 1], ["lan", 0]]


def test_similar_words_are_suggested_for_unknown_words(tmp_path: Path) -> None:
    statements = [{"text": "The constitution, the consultation."}] * 12
    statements += [{"text": "ច្បាប់ and constitutions"}]
    asked = ["constitutoin", "zz ocnstitution", "nstitution -xyzzy", "ច្ប៉ាប់", "12345"]
    found = answers(tmp_path, statements, asked)
    told = [
        {each["word"]: [(s["word"], s["count"]) for s in each["similar"]]
         for each in answer["unknown"]}
        for answer in found
    ]  # fmt: skip

    assert [answer["ids"] for answer in found] == [[]] * len(asked)
    assert told[0]["constitutoin"][0] == ("constitution", 12)
    assert told[1] == {"zz": [], "ocnstitution": told[0]["constitutoin"]}
    assert told[2:] == [{"nstitution": []}, {}, {"12345": []}]


def test_an_unknown_last_word_is_sought_as_a_beginning(tmp_path: Path) -> None:
    statements = [{"text": "The constitution."}, {"text": "The consul."}]
    asked = ["the const", "const the", '"the const"', "consul"]
    found = answers(tmp_path, statements, asked)

    assert [each["ids"] for each in found] == [[1], [], [], [2]]
    assert [each["beginning"] for each in found] == ["const", "", "", ""]
    assert shown(found[0]["headlines"][0]) == "[The] [constitution]."


@pytest.mark.usefixtures("store")
def test_hidden_words_are_neither_found_nor_suggested(run: Run, home: Path) -> None:
    for text, status in (("The Zoqalian court.", "published"), ("Zoqalists.", "draft")):
        given = (
            "--date=2019",
            "--program=CLEC",
            f"--text={text}",
            f"--status={status}",
        )
        assert run("add", *given).code == 0
    assert run("withhold", "10", "Zoqalian", "--anyway", "--yes").code == 0
    assert run("publish", "site", "site").code == 0
    asked = ["zoqalian", "zoqalists", "zoqalia", "court"]
    wanted = [{"what": "answer", "today": TODAY, "query": query} for query in asked]
    *hidden, court = ask(home / "site" / "search", wanted)

    assert [(e["ids"], e["unknown"][0]["similar"]) for e in hidden] == [([], [])] * 3
    assert 10 in court["ids"]


_UNKNOWN = {"Cn", "Cs"}
# Characters that affect their neighbours: marks, Khmer signs, superscripts, jamos.
_ODD = (
    "aZ m1 -'’.é\u0301\u0323\u0345ßİıﬁＡΣςͅ၁០²³¹₂①②½\u00ad\u200b\ufeff\uffff\ufdd0\ufdd1"
    "កខតដសមអ\u17d2\u178a\u17d2\u179a\u17b6\u17c1\u17b8\u17c6\u17c9\u17ca\u17a3\u17a4"
    "กท\u0e33\u0e49中漢가각\u1100\u1161\u11a8ꭰᏣ\u3099か\U0001d400\U000110ba\u0f71\u0f72"
    "\u05b8\u0591\u064b\u0654\u093c\u09be к м គ k "
)


def texts() -> list[str]:
    random = Random(1)  # noqa: S311 - no secret
    marks = "".join(random.choices("\u0591\u05b8\u064b\u3099\u17c6\u1dce\u0323", k=100))
    last = sys.maxunicode if ALL else 0xFFFF
    # A browser may have a newer version of Unicode, with more letters.
    every = [f"a{chr(c)}b" for c in range(last + 1) if category(chr(c)) not in _UNKNOWN]
    return [
        *(" ".join(every[at : at + 4096]) for at in range(0, len(every), 4096)),
        *(
            "".join(random.choices(_ODD, k=random.randint(1, 30)))
            for _ in range(5000 if ALL else 1000)
        ),
        *(
            f"{letter}{marks[:end]}{letter}"
            for letter in "aកא"
            for end in (30, 31, 61, 100)
        ),
    ]


def test_the_script_folds_letters_like_the_command(tmp_path: Path) -> None:
    """The texts contain each character of Unicode, and random combinations."""
    write_page(tmp_path, [])
    given = texts()
    (folded,) = ask(tmp_path, [{"what": "folded", "texts": given}])

    differing = {
        text: (ours, theirs)
        for text, theirs in zip(given, folded, strict=True)
        if (ours := fold(text)) != theirs
    }
    assert list(differing.items())[:3] == []
