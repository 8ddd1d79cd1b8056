"""Test the export as EPUB."""

import io
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from checkers import module
from conftest import Run
from each_kind import ALL, EACH_KIND, ORIGINAL, SIBLING
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Statement
from programs import program
from references import AS_USUAL, data_of
from strategies import SAMPLES, statement

H = "{http://www.w3.org/1999/xhtml}"
DC = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parts(data: bytes) -> dict[str, str]:
    """Return the parts of a book by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def parsed(data: bytes, name: str) -> Element:
    return fromstring(parts(data)[f"EPUB/{name}"])  # noqa: S314 - our own XML


def chapter(one: Statement, options: WriteOptions = AS_USUAL) -> Element:
    """Return the page of a statement."""
    return parsed(data_of("epub", [one], options), "chapter-1.xhtml")


def texts(page: Element, name: str) -> list[str]:
    return ["".join(each.itertext()) for each in page.iter(H + name)]


def errors(path: Path) -> str:
    """Return the output of epubcheck, empty if the book is valid."""
    program("java", "default-jre-headless")
    done = module("epubcheck", str(path))
    assert done.returncode in {0, 1}, done.stderr
    said = done.stdout + done.stderr
    assert (done.returncode == 1) is ("ERROR" in said), said
    assert "WARNING" not in said or done.returncode, said
    return said if done.returncode else ""


def test_book_is_valid(tmp_path: Path) -> None:
    """All statements are in one book, because starting Java takes seconds."""
    extra = [
        statement(id=900, title="\x01\x02", program="\x02"),
        statement(
            id=901, sources=["https://a.example/[x]|", "ftp://b.c", "https://é.x/%"]
        ),
    ]
    known = WriteOptions(
        name="<Land> & Water", translations=lambda _one: (ORIGINAL, SIBLING)
    )
    path = tmp_path / "all.epub"
    path.write_bytes(data_of("epub", [*ALL, *extra], known))

    assert errors(path) == ""


def test_book_has_languages_and_time_of_change() -> None:
    """The identifier stays the same after corrections."""
    khmer, early = EACH_KIND["Khmer"], "2025-01-01T00:00:00Z"
    before = parsed(data_of("epub", [*SAMPLES, khmer]), "package.opf")
    corrected = [each.replace(text="No.", modified=early) for each in SAMPLES]
    after = parsed(data_of("epub", [*corrected, khmer]), "package.opf")

    def said(package: Element, name: str) -> list[str | None]:
        return [each.text for each in package.iter(name)]

    meta = "{http://www.idpf.org/2007/opf}meta"
    assert said(before, f"{DC}language") == ["en", "km"]
    assert said(before, f"{DC}creator") == ["CLEC"]
    assert said(before, meta)[0] == "2024-02-03T04:05:06Z"
    assert said(after, meta)[0] == early
    assert said(before, f"{DC}identifier") == said(after, f"{DC}identifier")


def test_chapters_are_sorted_by_date() -> None:
    """Chapters are grouped by year if there are several years."""
    dates = ("2012-07-16", "2011", "2012-07?", "2012-10/2012-11")
    some = [
        statement(id=9 - number, date=date, title=f"No. {number}")
        for number, date in enumerate(dates)
    ]
    data = data_of("epub", some)
    package, contents = parsed(data, "package.opf"), parsed(data, "contents.xhtml")

    spine = [each.get("idref") for each in package.iter() if each.get("idref")]
    assert spine == ["contents", "c2", "c3", "c1", "c4"]
    assert texts(contents, "a") == [
        "2011: No. 1",
        "July 2012?: No. 2",
        "16 July 2012: No. 0",
        "between October 2012 and November 2012: No. 3",
    ]
    assert texts(contents, "span")[::2][:2] == ["2011", "2012"]
    of_a_year = parsed(data_of("epub", some[2:]), "contents.xhtml")
    assert texts(of_a_year, "span") == ["No. 2", "No. 3"]


@pytest.mark.parametrize(
    ("kind", "language", "way"),
    [("Khmer", "km", "ltr"), ("from right to left", "ar", "rtl")],
)
def test_chapter_has_language_and_direction(kind: str, language: str, way: str) -> None:
    one = EACH_KIND[kind]
    data = data_of("epub", [one])
    page = parsed(data, "chapter-1.xhtml")
    (title,) = parsed(data, "contents.xhtml").iter(f"{H}span")

    for each in (page, title):
        assert (each.get(LANG), each.get("lang"), each.get("dir")) == (
            *(language, language),
            way,
        )
    assert texts(page, "h2") == [one.title]
    assert title.text == one.title


def test_losses_are_reported_once() -> None:
    """Private files are not exported."""
    told: list[str] = []

    data = data_of("epub", [*EACH_KIND.values()], WriteOptions(lost=told.append))

    assert told == ["private files", "private files", "control characters"]
    assert "witness" not in "".join(parts(data).values())


@pytest.mark.usefixtures("store")
def test_yearbook_of_same_statements_has_same_bytes(run: Run, home: Path) -> None:
    done = run("export", "--year", "2012", "--output", "2012.epub")
    run("export", "--year", "2012", "--output", "again.epub")

    assert (done.code, done.err) == (0, "Wrote 6 statements to 2012.epub.\n")
    data = (home / "2012.epub").read_bytes()
    assert data == (home / "again.epub").read_bytes()
    assert len([name for name in parts(data) if "chapter" in name]) == 6
