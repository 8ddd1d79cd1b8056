"""Test input that is made to hang or crash the program."""

import json
from collections.abc import Callable
from contextlib import suppress
from html import escape

import pytest

from conftest import Run, refused
from mediarel.errors import MediarelError
from mediarel.formats import feed, listing, markdown
from mediarel.formats import json as json_format
from mediarel.formats.json import JSON_LINES
from mediarel.formats.recognising import is_archive, readable_format
from mediarel.formats.separated import CSV
from mediarel.query.parser import lexemes, with_quotes
from mediarel.text.similarity import nearest, nearest_names, syllables
from reads import Reader, drafts_of
from samples import EVERY

pytestmark = pytest.mark.usefixtures("store")

LONG = 200_000 // EVERY


def test_duplicate_key_among_many_is_found(run: Run) -> None:
    names = [f"n{number}" for number in range(LONG)]
    item = ",".join(f'"{name}":1' for name in (*names, names[-1]))

    error = refused(run("import", "-", stdin=f"[{{{item}}}]"), 4)

    assert error.endswith(f"the key '{names[-1]}' occurs twice")


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999999"])
def test_number_instead_of_text_is_refused(run: Run, number: str) -> None:
    item = f'{{"date":"2012","program":"A","title":{number}}}'

    assert "the title" in refused(run("import", "-", stdin=f"[{item}]"), 4)


@pytest.mark.many_times
def test_very_long_text_is_kept(run: Run) -> None:
    text = "Land.\n\n" + "word " * (10 * LONG)
    given = json.dumps([{"date": "2015", "program": "NGO", "text": text}])

    assert run("import", "-", stdin=given).code == 0

    assert run("list", "id:10").out == "10\t2015\tNGO\tLand.\n"
    (back,) = json.loads(run("export", "--format=json", "id:10").out)
    assert back["text"] == text.rstrip()


def read(format_: Reader, text: str, source: str) -> object:
    return drafts_of(format_.read, text.encode(), source)


READERS: dict[str, tuple[Callable[[str], object], str]] = {
    # A function that reads text, and characters that could make it slow.
    "csv": (
        lambda text: read(CSV, f"date,program,title\n2012,A,{text}", "x"),
        '";\\ ,\n',
    ),
    "csv list": (
        lambda text: read(CSV, f"date,program,title,tags\n2012,A,a,{text}", "x"),
        ";\\ ",
    ),
    "json": (lambda text: read(json_format, f"[{text}", "x"), '[{"\\ ,1'),
    "jsonl": (lambda text: read(JSON_LINES, text, "x"), '[{"\\ \n1'),
    "listing": (
        lambda text: read(listing, f"2012  A\n\n{text}", "x"),
        " \n\u00a0•1.'\"",
    ),
    "a listing's head": (
        lambda text: read(listing, f"2012 {text}", "x"),
        " \u00a0\t1a",
    ),
    "a listing's foot": (lambda text: read(listing, f"•{text}", "x"), " 1•"),
    "a listing's top": (
        lambda text: read(
            listing, f"All Years{text}\nProgram's Media Release{text}", "x"
        ),
        " ,1>",
    ),
    "Markdown": (
        lambda text: markdown.read_one(f"---\na:\n---\n{text}", "x"),
        "-\\&#1;\n",
    ),
    "a site's Markdown": (
        lambda text: read(markdown, f"---\ndate: 2012\n---\n{text}", "x.md"),
        " -\\&#1;\n*_[]()<>!|`~{",
    ),
    "a site's fields": (
        lambda text: read(markdown, f"---\ndate: 2012\na: {text}\n---\n", "x.md"),
        " -\\&#1;\n*[{'\"|>?",
    ),
    "a site's TOML": (
        lambda text: read(markdown, f"+++\ndate = 2012-01-01\na{text}\n+++", "x.md"),
        " ='\"[{.a\n#",
    ),
    "lines of fields": (
        lambda text: read(markdown, f"date: 2012\nTitle: {text}", "x.md"),
        " :a\n\t",
    ),
    "written Markdown": (
        lambda text: markdown.write_one({"text": text}),
        " \t\n#-1.>|:=&~*_`<[",
    ),
    "front matter": (
        lambda text: markdown.read_one(
            f"---\ntitle: a{text}\ntags:\n- {text}\n---\n", "x"
        ),
        " \t-'\"a:#",
    ),
    "a feed": (
        lambda text: drafts_of(
            feed.read, f"<rss><channel>{text}</channel></rss>".encode(), "x"
        ),
        "<&]-!?",
    ),
    "an entry": (
        lambda text: drafts_of(
            feed.read,
            "<rss><channel><item><pubDate>2012</pubDate><title>a</title>"
            f"<description>{escape(text)}</description></item></channel></rss>".encode(),
            "x",
        ),
        "<&]-!? \n.…",
    ),
    "any format": (lambda text: readable_format(None, text.encode(), "x"), " \n[{1,"),
    "an archive": (lambda text: is_archive(text.encode()), ' {"\n'),
    "a query": (lexemes, ' ("“a:-*&.1OR'),
    "a value without quotes": (lambda text: with_quotes(f"tag:a {text}"), 'a "b:('),
    "a word and others": (lambda text: nearest(f"a{text}", ["ab", "cd"]), "a1 "),
    "names": (lambda text: nearest_names(f"a{text}", ["ab", "cd"]), "a1 "),
    "syllables": (syllables, "កា\u17d2a"),
}


@pytest.mark.many_times
@pytest.mark.parametrize("name", READERS)
def test_reading_time_is_linear(name: str) -> None:
    """Quadratic time would take hours."""
    reading, signs = READERS[name]
    for sign in signs:
        for end in ("", "!1"):
            with suppress(MediarelError):
                reading(sign * LONG + end)


def test_long_line_is_read(run: Run) -> None:
    line = "We, the undersigned, " * 50_000

    assert "without a date" in refused(run("import", "-", stdin=line), 4)
    assert run("import", "-", stdin=f"2012-01-01  NGO\n\n{line}").code == 0
