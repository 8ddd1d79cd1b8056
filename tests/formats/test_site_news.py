"""Test the import of files of site generators."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run, refused
from mediarel.errors import MediarelError, UnreadableInputError
from mediarel.formats.encoding import readable_format
from mediarel.formats.entries import Entry, LeftOut, ReadOptions
from mediarel.formats.markdown import read, sniff
from reads import AS_USUAL

YAML = """\
---
# of the news
layout: post
title: "Reopen the reading room: now"
date: 2019-03-03T23:30:00-07:00  # as printed
publishDate: 2020-01-01
categories: [Press Release, land]
tags: water, harbour
organization: Harbour Watch
canonical_url: https://harbour.example/reopen
permalink: /news/:title
lang: en_GB
draft: false
---

It is closed.
"""
TOML = """\
+++
title = "Reopen the reading room: now"
date = 2019-03-03T23:30:00-07:00
[taxonomies]
categories = ["Press Release"]
tags = ["land", "water", "harbour"]
[params]
organization = "Harbour Watch"
language = "en-GB"
url = "https://harbour.example/reopen"
+++
It is closed.
"""
JSON = """\
{
  "title": "Reopen the reading room: now",
  "date": "2019-03-03 23:30:00 -0700",
  "categories": ["Press Release"],
  "keywords": ["land", "water", "harbour"],
  "publisher": {"name": "Harbour Watch"},
  "language": "en-GB",
  "url": "https://harbour.example/reopen"
}

It is closed.
"""
PELICAN = """\
Title: Reopen the reading room: now
Date: 2019-03-03 23:30
Category: Press Release
Tags: land, water,
    harbour
Organization: Harbour Watch
Lang: en-GB
Url: https://harbour.example/reopen
Status: published

It is closed.
"""
EXPECTED = {
    "date": "2019-03-03",
    "title": "Reopen the reading room: now",
    "program": "Harbour Watch",
    "type": "Press Release",
    "tags": ["land", "water", "harbour"],
    "language": "en-GB",
    "sources": ["https://harbour.example/reopen"],
    "text": "It is closed.",
}


def said(
    text: str, source: str = "news.md", options: ReadOptions = AS_USUAL
) -> dict[str, object]:
    """Return the fields of the only entry in a file."""
    (entry,) = read(text.encode(), source, options).entries
    assert isinstance(entry, Entry)
    return dict(entry.fields)


def left_out(text: str, source: str = "news.md") -> LeftOut:
    """Return the part left out of a file without statements."""
    found = read(text.encode(), source, AS_USUAL)
    assert not list(found.entries)
    (left,) = found.left_out
    return left


def post(front: str, body: str = "") -> str:
    return f"---\ndate: 2019-03-03\ntitle: A\n{front}\n---\n{body}"


@pytest.mark.parametrize(
    "text",
    [YAML, TOML, JSON, PELICAN, YAML.replace("\n", "\r\n"), "\ufeff" + YAML],
    ids=["YAML", "TOML", "JSON", "Pelican", "CRLF", "BOM"],
)
def test_each_kind_of_front_matter_has_the_same_fields(text: str) -> None:
    """JSON is recognised only by the file name."""
    assert said(text) == EXPECTED
    assert readable_format(None, text.encode(), "a/news.md").name == "markdown"
    if text is not JSON:
        assert sniff(text.encode())
        assert readable_format(None, text.encode(), "x").name == "markdown"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("It is *closed* for **a\nyear**.", "It is closed for a year."),
        ("One.\n\nTwo.  \nThree.", "One.\n\nTwo.\nThree."),
        ("1. One\n2. Two\n\n- three\n- four", "1. One\n2. Two\n• three\n• four"),
        ("[Here](https://x.example/a_b).", "Here (https://x.example/a_b)."),
        ("<https://x.example/a> [b](/b)", "https://x.example/a b"),
        ("> <b>Quoted</b> &amp; \\*plain\\*", "Quoted & *plain*"),
        ("One.\n<!--more-->\nTwo.", "One.\n\nTwo."),
        ("## Why\n\nOne.\n\n---\n\nTwo.", "Why\n\nOne.\n\nTwo."),
        ("# A\n\nOne.", "One."),
    ],
)
def test_markup_is_removed_from_the_text(body: str, text: str) -> None:
    """URLs are kept."""
    assert said(post("", body))["text"] == text


def test_summary_is_used_if_there_is_no_text() -> None:
    alone = said(post("summary: It is closed"))

    assert (alone["text"], alone["excerpt"]) == ("It is closed", True)
    assert said(post("summary: No", "Yes."))["text"] == "Yes."


@pytest.mark.parametrize("type_", ["post", "page", "news"])
def test_layout_of_a_page_is_not_the_type(type_: str) -> None:
    assert "type" not in said(post(f"type: {type_}"))
    assert said(post("type: Open Letter"))["type"] == "Open Letter"


@pytest.mark.parametrize(
    ("text", "source", "why", "named"),
    [
        (post("draft: true"), "a.md", "is a draft", "A"),
        (post("published: false"), "a.md", "is a draft", "A"),
        (post(""), "site/_drafts/a.md", "is a draft", "A"),
        (PELICAN.replace("published", "hidden"), "a.md", "is a draft", None),
        ("---\ntitle: A\n---\n", "a.md", "has no date", "A"),
        ("---\ntitle: A\ndate: {{ .Date }}\n---\n", "a.md", "has no date", "A"),
        (post(""), "news/_index.md", "is a section page", "A"),
        ("\n# Read me\n", "README.md", "has no front matter", "# Read me"),
        ("---\n\n# A rule\n\nText", "a.md", "has no front matter", None),
        ("Note: this is\nno title.\n", "a.md", "has no front matter", None),
    ],
)
def test_files_without_statements_are_left_out_and_listed(
    text: str, source: str, why: str, named: str | None
) -> None:
    left = left_out(text, source)

    assert (left.line, left.why) == (1, why)
    assert named is None or left.text == named


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (post("a: b: c"), "line 4: is not YAML: mapping values are not allowed here"),
        (post("a: &x [1]\nb: [*x, *x]"), "line 5: has the YAML alias *x"),
        (post("a: 1\na: 2"), "line 5: has 'a' twice"),
        (post("a: " + "[" * 1500), "line 2: has lists that are nested too deep"),
        ("---\n- a\n---\n", "line 2: has no fields"),
        ("---\ndate: 2012\n", "line 1: has no closing line --- after its fields"),
        (
            "+++\ndate = 2012-07-16\n",
            "line 1: has no closing line +++ after its fields",
        ),
        ("+++\na = 1\nb = \n+++\n", "line 3: is not TOML: Invalid value"),
        ("+++\na = 1\na = 2\n+++\n", "line 3: is not TOML: Cannot overwrite a value"),
        ('{"a": 1,\n"b"}', "line 2: is invalid JSON at column 4"),
        ('{"a":' * 100_000, "line 1: has JSON that is nested too deep"),
        (post("a: " + "b" * 300_000), "line 1: has 300,0"),
        (post("x: 1").replace("2019-03-03", "03/04/2019"), "line 2: the date"),
        (post("").replace("2019-03-03", "2019-13-03"), "2019-13-03"),
    ],
)
def test_invalid_front_matter_is_refused_with_its_line(
    run: Run, home: Path, text: str, problem: str
) -> None:
    file = home / "news.md"
    file.write_text(text, encoding="utf-8")
    run("init")

    assert problem in refused(run("import", str(file), "--program=A"), 4)
    assert run("list").out == ""


def test_folder_is_imported_in_order_of_dates(run: Run, home: Path) -> None:
    """Files that are left out are listed."""
    (home / "news").mkdir()
    (home / "news" / "a.md").write_text(YAML, encoding="utf-8")
    (home / "news" / "b.md").write_text(
        PELICAN.replace("2019-03", "2018-03").replace("/reopen", "/a"), encoding="utf-8"
    )
    (home / "news" / "_index.md").write_text(
        "---\ntitle: News\n---\n", encoding="utf-8"
    )
    run("init")

    done = run("import", "news")

    assert done.err.splitlines() == [
        "news/_index.md, line 1: left out: 'News' is a section page",
        "Added 2 statements: 1 to 2.",
    ]
    dates = [line.split("\t")[:2] for line in run("list").out.splitlines()]
    assert dates == [["2", "2019-03-03"], ["1", "2018-03-03"]]


@given(st.data())
def test_damaged_file_raises_only_known_errors(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([YAML, TOML, JSON, PELICAN]))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 50)))
    broken = whole[:start] + data.draw(st.text(max_size=9)) + whole[end:]

    with suppress(MediarelError):
        list(read(broken.encode(errors="replace"), "x.md", AS_USUAL).entries)


def test_long_text_is_refused() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        said(post("", "a " * 1_100_000))

    assert "the limit is 2,000,000" in caught.value.problem
