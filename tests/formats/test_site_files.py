"""A file for each statement, which Hugo builds as it is: names, dates, what comes back.

- the names: date, headline in its own letters, id; never too long, none twice
- Hugo builds the folder, and puts no date in the place of one that is no day
- all of it comes back from the files, whatever it is
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from mediarel.errors import UnreadableInputError
from mediarel.formats import markdown
from mediarel.formats.recognising import readable_format
from mediarel.formats.site_files import KEPT_AS, file_name, is_file_name, site_fields
from mediarel.formats.writing import WriteOptions
from programs import program
from reads import drafts_of
from strategies import SAMPLES, oldest_first, statement, statements

if TYPE_CHECKING:
    from mediarel.model.statement import Statement

LIST = """{{ range .Site.RegularPages }}{{ dict "file" .File.LogicalName
"date" (cond .Date.IsZero "" (.Date.Format "2006-01-02"))
"known" .Params.date_known "title" .LinkTitle "program" .Params.program
"type" .Type "tags" .Params.tags | jsonify }}
{{ end }}"""


# Each is no text to some reader of YAML.
TAGS = ["~", "1e3", "0o7", "0x1F", "0b1", "1_000", ".5", "+1", "y", "N", "on", "null"]
TAGS += ["2012-7-6", "2012-07-06 10:00:00", ".inf", ".nan", "=", "<<", "1:30", "-", "?"]


def files(*some: Statement) -> dict[str, bytes]:
    """Return the files of statements by their names."""
    found = {}
    for name, write in markdown.files(some, "statements.md", WriteOptions()):
        out = io.BytesIO()
        write(out)
        assert name not in found
        found[name] = out.getvalue()
    return found


def built(documents: dict[str, bytes]) -> subprocess.CompletedProcess[str]:
    """Have Hugo build a site of `documents`."""
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
        ({"title": "ក្តី" * 40}, f"2012-07-16-{'ក្តី' * 15}-3.md"),
        ({"title": None, "text": "We say. And more."}, "2012-07-16-we-say-3.md"),
    ],
)
def test_a_name_can_be_read(fields: dict[str, object], name: str) -> None:
    """By a person, in the letters of the headline; an unsure date without its mark."""
    assert file_name(statement(**{"id": 3, **fields}), ".md") == name


@given(statements)
def test_a_name_may_stand_in_any_system(one: Statement) -> None:
    """It is short enough, has no sign that means anything, and says its id."""
    name = file_name(one, ".md")

    assert len(name.encode()) < 256
    assert not re.search(r'[\x00-\x1f\\/:*?"<>|\s]', name)
    assert name.endswith(f"-{one.id}.md")
    assert is_file_name(name)


@given(statements)
def test_all_comes_back_from_a_file(one: Statement) -> None:
    ((name, document),) = files(one).items()

    known = readable_format(None, document, name)

    assert known.name == "markdown"
    assert drafts_of(markdown.read, document, name) == oldest_first([one])


@pytest.mark.parametrize("date", ["2012", "2012-07", "2012-07-16~", "2012/2013"])
def test_a_date_that_is_no_day_is_none_to_a_site_generator(date: str) -> None:
    fields = site_fields(statement(date=date))

    assert not {*KEPT_AS} & {*fields}
    assert fields["date_known"] == date
    assert "date_known" not in site_fields(statement())


def test_a_date_under_both_names_is_refused() -> None:
    """Which of the two a person has corrected can't be known."""
    (document,) = files(statement(date="2012")).values()
    doubled = document.replace(b"program:", b"date: 2013\nprogram:")

    with pytest.raises(UnreadableInputError, match="has date_known, and what it"):
        drafts_of(markdown.read, doubled, "x.md")


@pytest.mark.usefixtures("home")
def test_hugo_builds_them_with_the_dates_as_they_were() -> None:
    """Also where a text has what would be a call of Hugo's own."""
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
        assert page["date"] == (date if is_day else "")
        assert page["known"] == (None if is_day else date)
        assert page["program"] == one.program
        assert page["type"] == one.type
        assert page["tags"] == list(one.tags)
        assert page["title"] == (one.title or page["title"])
        assert page["title"]
    (text,) = Path("public").glob("*-x-20/index.html")
    assert "{{% x %}} {{ x }} {% x %}" in text.read_text("utf-8")


@pytest.mark.usefixtures("home")
def test_hugo_would_put_another_date_in_its_place() -> None:
    """Without our mark: that of the last change."""
    document = markdown.write_one(statement(date="2012-07").to_json()).encode()

    assert built({"a.md": document}).returncode == 0

    (page,) = Path("public/index.json").read_text("utf-8").splitlines()
    assert json.loads(page)["date"] == "2024-02-03"
