"""BibLaTeX: what others read of it, and what it can't hold.

- the fields of an entry; keys that are readable, unique and stable
- biber takes each kind of statement without a warning; bibtexparser gives back all of
  it, of generated statements too
- each tells a broken file
- what it can't hold is told, once for a statement
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from checkers import node, tool
from mediarel.formats.bibliography import key_of, on_lines, on_one_line
from mediarel.formats.writing import told_of
from mediarel.model.parts import Attachment
from mediarel.release.headline import title_of
from programs import program
from references import ALL, lost, place_of, spaced, written
from strategies import statement, statements

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mediarel.model.statement import Statement

    Biber = Callable[[str], list[str]]

CITATION_JS = """
const {Cite} = require("@citation-js/core");
require("@citation-js/plugin-bibtex");
const given = require("fs").readFileSync(0, "utf8");
console.log(JSON.stringify(new Cite(given, {generateGraph: false}).data));
"""

BROKEN = [
    ("@report{", "@rapport{"),
    ("  institution =", "  intsitution ="),
    ("  date = {2012", "  date = {July 2012"),
    ("  author =", "  editor ="),
]


@pytest.fixture
def biber(tmp_path: Path, home: Path) -> Biber:
    """Return what says what biber warns of in a file; it has a cache of its own."""

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
    """Return the fields of each entry as bibtexparser reads them, and its key.

    What it can't read is told.
    """
    library = parse_string(text)
    assert library.failed_blocks == []
    return [
        {"key": entry.key, **{field.key: field.value for field in entry.fields}}
        for entry in library.entries
    ]


def plain(read: dict[str, str]) -> dict[str, str]:
    """Return the fields of an entry, without what they have for TeX."""
    decode = LatexNodes2Text(
        keep_comments=True, strict_latex_spaces=True, math_mode="verbatim"
    ).latex_to_text
    of_tex = ("author", "title", "type", "institution", "location", "keywords")
    return {
        name: decode(value) if name in {*of_tex, "note", "abstract"} else value
        for name, value in read.items()
        if name not in {"langid", "file"}  # they have tests of their own
    }


def expected_of(one: Statement) -> dict[str, str]:
    """Return what must come back of a statement, with the circumflex as it does."""

    def line(text: str) -> str:
        return on_one_line(text, lambda _: None).replace("^", "\u02c6")

    def tag(text: str) -> str:
        parts = map(str.strip, re.split("[,;]", line(text)))
        return " / ".join(filter(None, parts))

    is_open = str(one.date).startswith("../")
    notes = [f"Date: {one.date.long()}"] if is_open else []
    if one.signatories:
        notes.append(f"Signed by: {'; '.join(one.signatories)}")
    notes += [str(each).rstrip(".") for each in told_of(one)]
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


def test_an_entry_has_its_fields() -> None:
    one = statement(
        title="On land & {sea}",
        text="We, the undersigned.\n\nSigned.",
        place="Kep and Kampot",
        signatories=["Rivers, Coasts", "CLEC"],
        tags=["land", "sea"],
        sources=["https://a.org/1", "https://b.org/2"],
    )

    assert written("biblatex", [one]) == (
        "@report{clec-2012-07-16-1,\n"
        "  ids = {3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b},\n"
        "  author = {{CLEC}},\n"
        "  title = {{On land \\& \\{sea\\}}},\n"
        "  type = {Joint Statement},\n"
        "  institution = {{CLEC}},\n"
        "  location = {{Kep and Kampot}},\n"
        "  date = {2012-07-16},\n"
        "  langid = {english},\n"
        "  url = {https://a.org/1},\n"
        "  keywords = {land, sea},\n"
        "  note = {Signed by: Rivers, Coasts; CLEC},\n"
        "  abstract = {We, the undersigned.\n\nSigned.},\n"
        "}\n\n"
    )


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"id": 3, "date": "2012-07-16"}, "clec-2012-07-16-3"),
        ({"date": "2012-07?"}, "clec-2012-07-1"),
        ({"date": "2011/2012-03~"}, "clec-2011-2012-03-1"),
        ({"date": "../2011"}, "clec-2011-1"),
        ({"program": "Élan, Inc. (Kep)"}, "elan-inc-kep-2012-07-16-1"),
        ({"program": "សមាគម"}, "statement-2012-07-16-1"),
        ({"program": "a" * 50}, f"{'a' * 40}-2012-07-16-1"),
    ],
)
def test_a_key_is_of_small_letters(fields: dict[str, object], key: str) -> None:
    """Of the issuer, the date and the id, without which it were not unique."""
    assert key_of(statement(**fields)) == key


@given(statements)
def test_a_key_is_one_to_biber(one: Statement) -> None:
    assert re.fullmatch("[a-z0-9-]+", key_of(one))
    assert key_of(one).endswith(f"-{one.id}")


@pytest.mark.parametrize(
    ("language", "written_so", "told"),
    [
        ("km", "khmer", []),
        ("pt-BR", "brazilian", []),
        ("en-AU", "english", ["languages that LaTeX has no name for"]),
        ("tet", None, ["languages that LaTeX has no name for"]),
    ],
)
def test_a_language_is_called_as_in_latex(
    language: str, written_so: str | None, told: list[str]
) -> None:
    """What has no name there, or a wider one, is told."""
    one = statement(language=language)

    assert entries(written("biblatex", [one]))[0].get("langid") == written_so
    assert lost("biblatex", one) == told


def test_attached_files_go_by_their_place() -> None:
    """With their names; what would end one has a backslash before it."""
    read = entries(written("biblatex", ALL))

    pdf, picture = ALL[0].attachments
    assert read[0]["file"] == (
        f"statement\\; signed.pdf:{place_of(pdf)}:application/pdf;"
        f"{picture.name}:{place_of(picture)}:image/jpeg"
    )
    (last,) = ALL[-1].attachments
    assert read[-1]["file"] == f"a\\:b\\;c(.pdf:{place_of(last)}:application/pdf"


def test_a_media_type_is_no_more_than_that() -> None:
    """One as a store may hold that was written by hand."""
    type_ = "x}, note = {\\input{/etc/passwd}}, keywords = {y"
    file = Attachment("a.pdf", "0" * 64, 1, type_)

    (read,) = entries(written("biblatex", [statement().replace(attachments=(file,))]))

    said = r"x), note = (input(/etc/passwd)), keywords = (y"
    assert read["file"] == f"a.pdf:{place_of(file)}:{said}"
    assert not {"note", "keywords"} & {*read}


def test_a_tag_is_split_by_no_program() -> None:
    one = statement(tags=["land, sea;coast", ";", "b"])

    assert entries(written("biblatex", [one]))[0]["keywords"] == "land / sea / coast, b"


@pytest.mark.parametrize(
    ("date", "in_file", "note"),
    [
        ("../2004", "2004?", "Date: 2004 or earlier"),
        ("../2004-07~", "2004-07?", "Date: c. July 2004 or earlier"),
        ("2004/..", "2004/..", None),
    ],
)
def test_a_date_without_a_beginning_is_in_the_note(
    date: str, in_file: str, note: str | None
) -> None:
    (read,) = entries(written("biblatex", [statement(date=date)]))

    assert (read["date"], read.get("note")) == (in_file, note)


def test_citation_js_reads_all_of_it() -> None:
    """A date without a beginning would make it refuse the whole file."""
    tool("node_modules/@citation-js/plugin-bibtex")

    found = node(CITATION_JS, given=written("biblatex", ALL))

    assert [each["citation-key"] for each in found] == list(map(key_of, ALL))
    issued = {each["citation-key"]: each["issued"]["date-parts"] for each in found}
    (key,) = (key_of(one) for one in ALL if str(one.date) == "../2011")
    assert issued[key] == [[2011]]


def test_biber_takes_all_of_it(biber: Biber) -> None:
    assert biber(written("biblatex", ALL)) == []


def test_biber_tells_what_is_broken(biber: Biber) -> None:
    """Each fault by the key of its entry; all of them in one file."""
    text = written("biblatex", ALL[:1]).replace("  ids = ", "  addendum = ")
    faulty = [
        text.replace(*fault).replace("clec-", f"faulty-{number}-")
        for number, fault in enumerate(BROKEN)
    ]

    told = biber("".join(faulty))

    named = {number for each in told for number in re.findall(r"faulty-(\d)", each)}
    assert named == {str(number) for number, _ in enumerate(BROKEN)}, told


def test_bibtexparser_gives_back_all_of_it() -> None:
    found = map(plain, entries(written("biblatex", ALL)))

    assert list(found) == list(map(expected_of, ALL))


@given(statements)
def test_bibtexparser_gives_back_any_statement(one: Statement) -> None:
    (found,) = map(plain, entries(written("biblatex", [one])))

    assert all_spaced(found) == all_spaced(expected_of(one))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("},\n}", "},\n"), ("ids", "author"), ("@report{clec", "@report(clec")],
)
def test_bibtexparser_tells_what_is_broken(right: str, wrong: str) -> None:
    """No end, a field twice, no beginning."""
    broken = written("biblatex", ALL[:1]).replace(right, wrong)

    assert parse_string(broken).failed_blocks


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"date": "2011/2012?", "place": "Kep"}, []),
        ({"sources": ["https://a.org/", "https://b.org/"]}, ["sources beside"]),
        ({"tags": ["land, sea", "a, b"]}, ["commas within tags"]),
        ({"tags": ["land; sea"]}, ["semicolons within tags"]),
        ({"date": "../2004"}, ["dates without a beginning"]),
        ({"title": "a\x1bb", "place": "c\x01"}, ["control characters"]),
        ({"excerpt": True, "dateline": "Kep"}, ["dateline", "that a text"]),
        ({"attachments": ALL[0].fields()["attachments"]}, ["attachments"]),
    ],
)
def test_what_it_can_t_hold_is_told(fields: dict[str, object], told: list[str]) -> None:
    found = lost("biblatex", statement(**fields))

    assert len(found) == len(told)
    assert all(map(str.startswith, found, told))
