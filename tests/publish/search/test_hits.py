"""Test that the search page finds the same statements as `mediarel search`."""

import datetime as dt
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest

from archives import Desk
from conftest import ROOT, Run
from finding import archive_of
from mediarel.archive.configuration import merge_names
from mediarel.archive.session import open_session
from mediarel.dates.typed import read_date_or_interval
from mediarel.errors import MediarelError
from mediarel.index.sql import organisations
from mediarel.query.parser import parse
from mediarel.query.terms import TERMS
from page_search import ORGANISATIONS, TODAY, WORDS, ask, invented, queries, write_page
from samples import in_the_checks
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


@pytest.mark.many_times
@in_the_checks
def test_the_first_result_loads_few_bytes(home: Path, run: Run) -> None:
    """The size includes the page, the script and the style sheet."""
    maker = ROOT / "benchmarks" / "make.py"
    subprocess.run([sys.executable, maker, "10000", home, "--seed", "1"], check=True)
    assert run("publish", "site", "site").code == 0
    lines = run("export", "--format", "jsonl").out.splitlines()
    lists: dict[str, Any] = {"tags": [], "signatories": []}
    asked = queries([lists | json.loads(line) for line in lines], 500)
    page = ("search/index.html", "search/search.js", "site.css")
    of_page = sum((home / "site" / name).stat().st_size for name in page)
    given = {"what": "answer", "today": TODAY, "words": WORDS}
    folder = home / "site" / "search"
    answers = ask(folder, [{**given, "query": query} for query in asked])
    sizes = [answer["bytes"] + of_page for answer in answers if "bytes" in answer]

    assert len(sizes) > 490
    assert 100_000 < median(sizes) < quantiles(sizes, n=50)[-1] <= 300_000
    assert max(sizes) <= 400_000  # a query of several long phrases


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


def test_statements_in_many_blocks_are_found(tmp_path: Path) -> None:
    ids = range(1, 512 * 70, 512)
    statements = [statement(id=id_, text=f"On land {id_}, said.") for id_ in ids]
    write_page(tmp_path, statements)
    phrase, one = found(tmp_path, ['"on land"', f'"{ids[-1]} said"'])

    assert sorted(phrase["ids"]) == list(ids)
    assert one["ids"] == [ids[-1]]


def test_hostile_text_is_escaped_in_the_index(tmp_path: Path) -> None:
    """The characters could end a script or change the order of text."""
    one = statement(id=1, title=HOSTILE, text=HOSTILE, program=HOSTILE)
    write_page(tmp_path, [one])
    pieces = [path.read_text("utf-8") for path in (tmp_path / "pieces").glob("*.js")]

    assert "hit=1" in "".join(pieces)
    assert not {*"".join(pieces)} & {*"<>\u2028\u2029\u202e\u2066"}
