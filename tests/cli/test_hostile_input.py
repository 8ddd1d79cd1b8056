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
from mediarel.formats.encoding import is_archive, readable_format
from mediarel.formats.json import JSON_LINES
from mediarel.formats.separated import CSV
from mediarel.query.parser import lexemes
from mediarel.text.similarity import nearest, nearest_names, syllables
from reads import Reader, drafts_of
from samples import LONG

pytestmark = pytest.mark.usefixtures("store")


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


def of(format_: Reader) -> Callable[[str], object]:
    """Return a function that reads text in a format."""
    name = "x.md" if format_ is markdown else "x"
    return lambda text: drafts_of(format_.read, text.encode(), name)


def read_one(text: str) -> object:
    return markdown.read_one(text, "x")


ENTRY = (
    "<rss><channel><item><pubDate>2012</pubDate><title>a</title>"
    "<description>{}</description></item></channel></rss>"
)
# For each format: a function that reads text, the text, and characters that could
# make the function slow. They are inserted in the text instead of {}.
READERS: dict[str, tuple[Callable[[str], object], str, str]] = {
    "csv": (of(CSV), "date,program,title\n2012,A,{}", '";\\ ,\n'),
    "csv list": (of(CSV), "date,program,title,tags\n2012,A,a,{}", ";\\ "),
    "json": (of(json_format), "[{}", '[{"\\ ,1'),
    "jsonl": (of(JSON_LINES), "{}", '[{"\\ \n1'),
    "listing": (of(listing), "2012  A\n\n{}", " \n\u00a0•1.'\""),
    "a listing's head": (of(listing), "2012 {}", " \u00a0\t1a"),
    "a listing's foot": (of(listing), "•{}", " 1•"),
    "a listing's top": (
        of(listing),
        "All Years{}\nProgram's Media Release{}",
        " ,1>",
    ),
    "Markdown": (read_one, "---\na:\n---\n{}", "-\\&#1;\n"),
    "a site's Markdown": (
        of(markdown),
        "---\ndate: 2012\n---\n{}",
        " -\\&#1;\n*_[]()<>!|`~{",
    ),
    "a site's fields": (
        of(markdown),
        "---\ndate: 2012\na: {}\n---\n",
        " -\\&#1;\n*[{'\"|>?",
    ),
    "a site's TOML": (
        of(markdown),
        "+++\ndate = 2012-01-01\na{}\n+++",
        " ='\"[{.a\n#",
    ),
    "lines of fields": (of(markdown), "date: 2012\nTitle: {}", " :a\n\t"),
    "written Markdown": (
        lambda text: markdown.write_one({"text": text}),
        "{}",
        " \t\n#-1.>|:=&~*_`<[",
    ),
    "front matter": (read_one, "---\ntitle: a{}\ntags:\n- {}\n---\n", " \t-'\"a:#"),
    "a feed": (of(feed), "<rss><channel>{}</channel></rss>", "<&]-!?"),
    "an entry": (
        lambda text: of(feed)(ENTRY.format(escape(text))),
        "{}",
        "<&]-!? \n.…",
    ),
    "any format": (
        lambda text: readable_format(None, text.encode(), "x"),
        "{}",
        " \n[{1,",
    ),
    "an archive": (lambda text: is_archive(text.encode()), "{}", ' {"\n'),
    "a query": (lexemes, "{}", ' ("“a:-*&.1OR'),
    "a word and others": (lambda text: nearest(text, ["ab", "cd"]), "a{}", "a1 "),
    "names": (lambda text: nearest_names(text, ["ab", "cd"]), "a{}", "a1 "),
    "syllables": (syllables, "{}", "កា\u17d2a"),
}


@pytest.mark.many_times
@pytest.mark.parametrize("name", READERS)
def test_reading_time_is_linear(name: str) -> None:
    """Quadratic time would take minutes."""
    reading, text, signs = READERS[name]
    for sign in signs:
        for end in ("", "!1"):
            with suppress(MediarelError):
                reading(text.replace("{}", sign * LONG + end))


def test_long_line_is_read(run: Run) -> None:
    line = "We, the undersigned, " * (LONG // 20)

    assert "without a date" in refused(run("import", "-", stdin=line), 4)
    assert run("import", "-", stdin=f"2012-01-01  NGO\n\n{line}").code == 0
