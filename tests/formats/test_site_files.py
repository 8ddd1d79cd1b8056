"""Test the Markdown files for Hugo and Pelican, one file per statement."""

import io
import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given

from checkers import tool
from mediarel.errors import UnreadableInputError
from mediarel.formats import markdown
from mediarel.formats.encoding import readable_format
from mediarel.formats.markdown import file_name
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Statement
from mediarel.release.headline import title_of
from programs import program
from reads import drafts_of
from strategies import SAMPLES, oldest_first, statement, statements

AT = "2024-01-02T03:04:05Z"
LIST = """{{ range .Site.RegularPages }}{{ dict "file" .File.LogicalName
"date" (cond .Date.IsZero "" (.Date.Format "2006-01-02"))
"known" .Params.date_known "title" .LinkTitle "program" .Params.program
"type" .Type "tags" .Params.tags "link" .RelPermalink | jsonify }}
{{ end }}"""


PELICAN = """
SITENAME, TIMEZONE, DELETE_OUTPUT_DIRECTORY = "Releases", "UTC", False
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DIRECT_TEMPLATES = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
THEME_TEMPLATES_OVERRIDES = ["templates"]
"""
ARTICLE = "{{ article.title }}|{{ article.date.date() }}|{{ article.content }}"

# Some YAML parsers read each of these as a value other than text.
TAGS = ["~", "1e3", "0o7", "0x1F", "0b1", "1_000", ".5", "+1", "y", "N", "on", "null"]
TAGS += ["2012-7-6", "2012-07-06 10:00:00", ".inf", ".nan", "=", "<<", "1:30", "-", "?"]


def files(*some: Statement) -> dict[str, bytes]:
    """Return the files of statements by name."""
    found = {}
    for name, write in markdown.files(some, "statements.md", WriteOptions()):
        out = io.BytesIO()
        write(out)
        assert name not in found
        found[name] = out.getvalue()
    return found


def built(documents: dict[str, bytes]) -> subprocess.CompletedProcess[str]:
    """Build a site of `documents` with Hugo."""
    for folder in ("content", "layouts/_default"):
        Path(folder).mkdir(parents=True, exist_ok=True)
    Path("hugo.toml").write_text('disableKinds = ["taxonomy", "RSS"]\n', "utf-8")
    Path("layouts/index.json").write_text(LIST, "utf-8")
    with Path("hugo.toml").open("a", encoding="utf-8") as config:
        config.write('[outputs]\nhome = ["json"]\n')
    Path("layouts/_default/single.html").write_text("<p>{{ .Content }}", "utf-8")
    for name, document in documents.items():
        Path("content", name).write_bytes(document)
    command = [program("hugo", "hugo"), "--noBuildLock", "--buildFuture"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": "Free the Radio!"}, "2012-07-16-free-the-radio-3.md"),
        ({"date": "2012-07~", "title": "A"}, "2012-07-a-3.md"),
        ({"date": "2012-10/2012-11?", "title": "A"}, "2012-10-to-2012-11-a-3.md"),
        ({"date": "../2011", "title": "A"}, "until-2011-a-3.md"),
        ({"date": "2011/..", "title": "A"}, "since-2011-a-3.md"),
        ({"title": "សេចក្តី\u200bរួម ១២"}, "2012-07-16-សេចក្តី-រួម-១២-3.md"),
        ({"title": "بيان مشترك"}, "2012-07-16-بيان-مشترك-3.md"),
        ({"title": "Sonando’s ../C:\\x\n?*\x1b\u202e"}, "2012-07-16-sonandos-c-x-3.md"),
        ({"title": "…"}, "2012-07-16-3.md"),
        ({"title": "Cafe\u0301"}, "2012-07-16-café-3.md"),
        ({"title": "word " * 40}, f"2012-07-16-{'word-' * 12}3.md"),
        ({"title": "ក្តី" * 40}, f"2012-07-16-{'ក្តី' * 8}-3.md"),
        ({"date": "2012~", "title": "ក្តី" * 40}, f"2012-{'ក្តី' * 9}-3.md"),
        ({"title": None, "text": "We say. And more."}, "2012-07-16-we-say-3.md"),
    ],
)
def test_name_has_date_headline_and_id(fields: dict[str, object], name: str) -> None:
    assert file_name(statement(**{"id": 3, **fields}), ".md") == name


@given(statements)
def test_import_of_a_file_restores_all_fields(one: Statement) -> None:
    ((name, document),) = files(one).items()

    known = readable_format(None, document, name)

    assert known.name == "markdown"
    assert drafts_of(markdown.read, document, name) == oldest_first([one])


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        (b"date: 2012-01-01", b"date: 2012-03-05"),
        (b"date_known: '2012'", b"date_known: 2013"),
        (b"date_known: '2012'", b"date_known: soon"),
    ],
)
def test_contradictory_dates_are_refused(written: bytes, changed: bytes) -> None:
    """A user who changes one of the dates must delete the other date."""
    (document,) = files(statement(date="2012")).values()
    assert written in document

    with pytest.raises(UnreadableInputError, match="disagree"):
        drafts_of(markdown.read, document.replace(written, changed), "x.md")


@pytest.mark.usefixtures("home")
def test_hugo_builds_pages_with_exact_dates() -> None:
    """Texts may look like calls of Hugo templates."""
    dates = ("2012", "2012-07", "2012-07-16?", "2012-10/2012-11", "../2011")
    some = [
        *SAMPLES,
        *(statement(id=10 + n, date=date) for n, date in enumerate(dates)),
        statement(id=20, title="{{< x >}}", text="{{< x >}} {{% x %}} {{ x }} {% x %}"),
        statement(id=21, title="true", program="2012", type="no", tags=TAGS),
        statement(id=22, title=": # - ? !a &b *c", program="@a, [b] {c}"),
    ]

    documents = files(*some)
    done = built(documents)

    assert done.returncode == 0, done.stdout + done.stderr
    lines = Path("public/index.json").read_text("utf-8").splitlines()
    pages = {page["file"]: page for page in map(json.loads, filter(None, lines))}
    assert {*pages} == {*documents}
    for one, name in zip(some, documents, strict=True):
        page, date = pages[name], str(one.date)
        is_day = bool(re.fullmatch(r"\d{4}-\d\d-\d\d", date))
        assert page["date"] == one.date.first
        assert page["known"] == (None if is_day else date)
        assert page["program"] == one.program
        assert page["type"] == one.type
        assert (page["tags"] or []) == list(one.tags)
        assert page["title"] == (one.title or page["title"])
        assert page["title"]
    assert len({page["link"] for page in pages.values()}) == len(some)
    (text,) = Path("public").glob("*-x-20/index.html")
    assert "{{% x %}} {{ x }} {% x %}" in text.read_text("utf-8")


@pytest.mark.usefixtures("home")
def test_pelican_builds_pages_with_titles_dates_and_texts() -> None:
    """Some titles are too long for a file name."""
    long = "We call for the release of all who were arrested " * 7
    some = [
        statement(id=1, text=f"{long}. That is all.", signatories=["CLEC", "Adhoc"]),
        statement(id=2, date="2012-07", text="ដោះលែងអ្នកទាំងអស់" * 20, tags=["land"]),
        statement(id=3, date="../2011", title=long, dateline="Kep,\n\n3 March"),
        statement(id=4, notes=[{"at": AT, "kind": "correction", "text": "A\n\nB"}]),
    ]
    Path("content").mkdir()
    for name, document in files(*some).items():
        Path("content", name).write_bytes(document)
    Path("templates").mkdir()
    Path("templates/article.html").write_text(ARTICLE, "utf-8")
    Path("pelicanconf.py").write_text(PELICAN, "utf-8")
    command = [str(tool("pelican/bin/pelican")), "content", "-s", "pelicanconf.py"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert not re.search("ERROR|CRITICAL", done.stdout + done.stderr)
    for one in some:
        (page,) = Path("output").glob(f"*-{one.id}.html")
        title, date, text = page.read_text("utf-8").split("|", 2)
        assert title == title_of(one)
        assert date == one.date.first
        assert text.startswith(f"<p>{(one.text or '')[:20]}")
