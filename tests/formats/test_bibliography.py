"""Test the exports for references: BibLaTeX, CSL-JSON and RIS."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from checkers import node
from mediarel.formats.bibliography import csl_item, key_of, on_lines, on_one_line
from mediarel.formats.writing import reader_notes
from mediarel.model.statement import Statement
from mediarel.release.headline import title_of
from programs import program
from references import ALL, lost, place_of, spaced, written
from strategies import statement, statements

Biber = Callable[[str], list[str]]


@pytest.fixture
def biber(tmp_path: Path, home: Path) -> Biber:
    """Return a function that returns biber's warnings about a file.

    Biber uses a cache of this test only.
    """

    def warnings(text: str) -> list[str]:
        file = tmp_path / "all.bib"
        file.write_text(text, encoding="utf-8")
        command = [program("biber", "biber"), "--tool", "--validate-datamodel"]
        subprocess.run(
            [*command, f"--output-file={tmp_path / 'out.bib'}", str(file)],
            cwd=home,
            capture_output=True,
            check=False,
        )
        log = (tmp_path / "all.bib.blg").read_text(encoding="utf-8")
        return re.findall(r"(?:WARN|ERROR) - .*", log)

    return warnings


def entries(text: str) -> list[dict[str, str]]:
    """Return key and fields of each entry, parsed by bibtexparser."""
    library = parse_string(text)
    assert library.failed_blocks == []
    return [
        {"key": entry.key, **{field.key: field.value for field in entry.fields}}
        for entry in library.entries
    ]


def plain(read: dict[str, str]) -> dict[str, str]:
    """Return the fields of an entry with TeX commands decoded."""
    decode = LatexNodes2Text(
        keep_comments=True, strict_latex_spaces=True, math_mode="verbatim"
    ).latex_to_text
    of_tex = ("author", "title", "type", "institution", "location", "keywords")
    return {
        name: decode(value) if name in {*of_tex, "note", "abstract"} else value
        for name, value in read.items()
        if name not in {"langid", "file"}  # these fields have their own tests
    }


def expected_of(one: Statement) -> dict[str, str]:
    """Return the expected fields of a statement after the round trip."""

    def line(text: str) -> str:
        return on_one_line(text, lambda _: None).replace("^", "\u02c6")

    def tag(text: str) -> str:
        parts = map(str.strip, re.split("[,;]", line(text)))
        return " / ".join(filter(None, parts))

    is_open = str(one.date).startswith("../")
    notes = [f"Date: {one.date.long()}"] if is_open else []
    if one.signatories:
        notes.append(f"Signed by: {'; '.join(one.signatories)}")
    notes += [str(each).rstrip(".") for each in reader_notes(one)]
    text = on_lines(one.text or "", lambda _: None)
    url = next(iter(one.sources), "").replace("{", "%7B").replace("}", "%7D")
    found = {
        "key": key_of(one),
        "ids": one.uuid,
        "author": line(one.program),
        "title": line(title_of(one)),
        "type": line(one.type),
        "institution": line(one.program),
        "location": line(one.place or ""),
        "date": re.sub(r"\.\./([0-9-]+).?", r"\1?", str(one.date)),
        "url": url,
        "keywords": ", ".join(filter(None, map(tag, one.tags))),
        "note": line(". ".join(notes)),
        "abstract": text.replace("^", "\u02c6"),
    }
    return {name: value for name, value in found.items() if value}


def all_spaced(read: dict[str, str]) -> dict[str, str]:
    found = {name: spaced(value) for name, value in read.items()}
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize(
    ("language", "written_so", "told"),
    [
        ("km", "khmer", []),
        ("pt-BR", "brazilian", []),
        ("en-AU", "english", ["languages unknown to LaTeX"]),
        ("tet", None, ["languages unknown to LaTeX"]),
    ],
)
def test_language_has_its_name_in_latex(
    language: str, written_so: str | None, told: list[str]
) -> None:
    """A language without a name, or with a more general name, is reported as lost."""
    one = statement(language=language)

    assert entries(written("biblatex", [one]))[0].get("langid") == written_so
    assert lost("biblatex", one) == told


def test_attached_files_have_name_path_and_type() -> None:
    """Separators in a name are escaped."""
    read = entries(written("biblatex", ALL))

    pdf, picture = ALL[0].attachments
    assert read[0]["file"] == (
        f"statement\\; signed.pdf:{place_of(pdf)}:application/pdf;"
        f"{picture.name}:{place_of(picture)}:image/jpeg"
    )
    (last,) = ALL[-1].attachments
    assert read[-1]["file"] == f"a\\:b\\;c(.pdf:{place_of(last)}:application/pdf"


@pytest.mark.parametrize(
    ("date", "in_file", "note"),
    [
        ("../2004", "2004?", "Date: 2004 or earlier"),
        ("../2004-07~", "2004-07?", "Date: c. July 2004 or earlier"),
        ("2004/..", "2004/..", None),
    ],
)
def test_date_with_open_start_is_repeated_in_the_note(
    date: str, in_file: str, note: str | None
) -> None:
    (read,) = entries(written("biblatex", [statement(date=date)]))

    assert (read["date"], read.get("note")) == (in_file, note)


def test_biber_has_no_warnings(biber: Biber) -> None:
    assert biber(written("biblatex", ALL)) == []


@given(statements)
def test_bibtexparser_reads_back_any_statement(one: Statement) -> None:
    (found,) = map(plain, entries(written("biblatex", [one])))

    assert all_spaced(found) == all_spaced(expected_of(one))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"date": "2011/2012?", "place": "Kep"}, []),
        ({"sources": ["https://a.org/", "https://b.org/"]}, ["sources after"]),
        ({"tags": ["land, sea", "a, b"]}, ["commas and semicolons"]),
        ({"tags": ["land; sea"]}, ["commas and semicolons"]),
        ({"date": "../2004"}, ["date ranges without a start"]),
        ({"title": "a\x1bb", "place": "c\x01"}, ["control characters"]),
        ({"excerpt": True, "dateline": "Kep"}, ["dateline", "marks of"]),
        ({"attachments": ALL[0].fields()["attachments"]}, ["attachments"]),
    ],
)
def test_losses_in_biblatex_are_reported(
    fields: dict[str, object], told: list[str]
) -> None:
    found = lost("biblatex", statement(**fields))

    assert len(found) == len(told)
    assert all(map(str.startswith, found, told))


# Node.js script: parse the CSL-JSON from the input, and print the parsed data.
CITATION_JS = """
const {Cite} = require("@citation-js/core");
const given = require("fs").readFileSync(0, "utf8");
console.log(JSON.stringify(new Cite(given, {generateGraph: false}).data));
"""


def pandoc(given: str) -> Any:
    """Return pandoc's conversion of CSL-JSON, None if pandoc refuses it."""
    done = subprocess.run(
        [program("pandoc", "pandoc"), "-f", "csljson", "-t", "csljson"],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else None


def issued(date: str) -> object:
    return csl_item(statement(date=date))["issued"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2012", {"date-parts": [[2012]]}),
        ("2012-07", {"date-parts": [[2012, 7]]}),
        ("2012-07?", {"date-parts": [[2012, 7]], "circa": True}),
        ("2012~", {"date-parts": [[2012]], "circa": True}),
        ("2012-10/2012-11-03", {"date-parts": [[2012, 10], [2012, 11, 3]]}),
        ("2011/2012?", {"date-parts": [[2011], [2012]], "circa": True}),
        ("../2011", {"literal": "2011 or earlier"}),
        ("2011-12/..", {"literal": "December 2011 or later"}),
    ],
)
def test_dates_keep_their_precision(date: str, expected: object) -> None:
    assert issued(date) == expected


def test_citation_js_reads_back_all_fields() -> None:
    given = written("csl", ALL)

    assert node(CITATION_JS, given=given) == json.loads(given)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, []),
        ({"sources": ["https://a.org/", "https://b.org/"]}, ["sources after"]),
        ({"tags": ["land, sea", "a, b"]}, ["commas and semicolons"]),
        ({"date": "2012?"}, ["the difference between"]),
        ({"excerpt": True, "dateline": "Kep"}, ["datelines", "marks of"]),
        ({"text": "Kep (2012) – No.", "dateline": "Kep (2012)", "dated": "2012"}, []),
    ],
)
def test_losses_in_csl_are_reported(fields: dict[str, object], told: list[str]) -> None:
    found = lost("csl", statement(**fields))

    assert len(found) == len(told)
    assert all(map(str.startswith, found, told))


def read_by_rispy(text: str) -> list[dict[str, Any]]:
    """Return the references parsed by rispy, with whole URLs."""
    options = {"delimiter_tags_mapping": {}, "enforce_list_tags": False}
    found: list[dict[str, Any]] = rispy.loads(text, **options)
    return found


@pytest.mark.parametrize(
    ("date", "year", "known"),
    [
        ("2012", "2012", "2012///"),
        ("2012-07~", "2012", "2012/07//"),
        ("0987-01-02", "0987", "0987/01/02/"),
        ("2012-10-03/2012-10-05", "2012", "2012/10//"),
        ("2012-10/2012-11", "2012", "2012///"),
        ("2012/2012-11", "2012", "2012///"),
        ("2011/2012", None, None),
        ("../2011", None, None),
        ("2011-12/..", None, None),
    ],
)
def test_partial_dates_are_not_completed(
    date: str, year: str | None, known: str | None
) -> None:
    """An interval is exported as the common part of both ends."""
    (found,) = read_by_rispy(written("ris", [statement(date=date)]))

    assert (found.get("year"), found.get("date")) == (year, known)


def test_attached_files_have_their_paths() -> None:
    """Pictures have a separate tag."""
    (found, *_) = read_by_rispy(written("ris", ALL))

    pdf, picture = ALL[0].attachments
    assert found["file_attachments1"] == place_of(pdf)
    assert found["figure"] == place_of(picture)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"sources": ["https://a.org/", "https://b.org/"], "excerpt": True}, []),
        ({"text": "One.\n\nTwo."}, ["line breaks and runs"]),
        ({"text": "One.  Two."}, ["line breaks and runs"]),
        ({"text": "One.\n  Two.\n\n\tThree."}, ["line breaks and runs"]),
        ({"title": "One  Two", "tags": ["a  b"]}, ["line breaks and runs"]),
        ({"date": "2012?"}, ["uncertain dates"]),
        ({"date": "2011/2012"}, ["date ranges"]),
        ({"tags": ["c;d", "a, b"]}, ["commas and semicolons"]),
        ({"program": "Rivers, Coasts"}, ["the organisation type of issuers"]),
        ({"title": "a\x1bb", "place": "c\x01"}, ["control characters"]),
        ({"attachments": ALL[0].fields()["attachments"]}, ["attachments"]),
    ],
)
def test_losses_in_ris_are_reported(fields: dict[str, object], told: list[str]) -> None:
    found = lost("ris", statement(**fields))

    assert len(found) == len(told)
    assert all(map(str.startswith, found, told))
