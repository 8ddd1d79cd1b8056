"""Test the export as EAD 2002."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers import module
from each_kind import ALL, EACH_KIND, ORIGINAL, SIBLING
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Statement
from references import AS_USUAL, data_of
from samples import ALL as ALL_CASES
from strategies import statement, statements

NS = {"": "urn:isbn:1-931666-22-9"}


def parsed(some: Sequence[Statement], options: WriteOptions = AS_USUAL) -> Element:
    return fromstring(data_of("ead", some, options))  # noqa: S314 - our own XML


def the_item(one: Statement, options: WriteOptions = AS_USUAL) -> Element:
    """Return the XML component of a statement."""
    found = parsed([one], options).find(".//c", NS)
    assert found is not None
    return found


def texts(element: Element, path: str) -> list[str]:
    """Return the texts of the elements at `path`; `lb` is a line break."""
    found = element.findall(path, NS)
    for each in found:
        for line_break in each.findall("lb", NS):
            line_break.text = "\n"
    return ["".join(each.itertext()) for each in found]


def attributes(element: Element, path: str) -> dict[str, str]:
    found = element.find(path, NS)
    assert found is not None
    return found.attrib


def is_valid(data: bytes, folder: Path) -> bool:
    """Return whether eadator finds no error in a file."""
    path = folder / "it.ead.xml"
    path.write_bytes(data)
    done = module("eadator.eadator", str(path))
    assert done.returncode in {0, 1}, done.stderr
    assert (done.returncode == 0) is (done.stdout == "")
    return done.returncode == 0


@pytest.mark.parametrize("some", [[], ALL, ALL[:1]], ids=["none", "each kind", "one"])
def test_finding_aid_is_valid(tmp_path: Path, some: list[Statement]) -> None:
    options = WriteOptions(translations=lambda _one: (ORIGINAL, SIBLING))

    assert is_valid(data_of("ead", some, options), tmp_path)


@settings(max_examples=3 if ALL_CASES else 1)
@given(st.lists(statements, max_size=20, unique_by=lambda one: one.uuid), st.text())
def test_finding_aid_with_any_text_is_valid(
    tmp_path_factory: pytest.TempPathFactory, some: list[Statement], name: str
) -> None:
    data = data_of("ead", some, WriteOptions(name=name))

    assert is_valid(data, tmp_path_factory.mktemp("ead"))


def test_archive_is_a_series_with_summary() -> None:
    some = [
        statement(date="2011", language="en"),
        statement(date="../2014-02", language="km", program="ADHOC"),
        statement(date="2012-07-16?", language="en"),
    ]

    root = parsed(some, WriteOptions(name="Voices: “Land & Water”"))

    assert attributes(root, "archdesc") == {"level": "series"}
    assert texts(root, "eadheader/eadid") == ["voices-“land-water”"]
    assert texts(root, "eadheader//titleproper") == ["Voices: “Land & Water”"]
    assert texts(root, "eadheader//langusage/language") == ["English"]
    assert texts(root, "eadheader//creation/date") == ["2024-02-03"]
    did = root.find("archdesc/did", NS)
    assert did is not None
    assert texts(did, "unittitle") == ["Voices: “Land & Water”"]
    assert texts(did, "unitid") == ["voices-“land-water”"]
    assert texts(did, "unitdate") == ["2011–2014"]
    assert attributes(did, "unitdate")["normal"] == "2011/2014"
    assert texts(did, "physdesc/extent") == ["3 items"]
    assert texts(did, "origination/corpname") == ["CLEC", "ADHOC"]
    languages = did.findall("langmaterial/language", NS)
    assert [each.get("langcode") for each in languages] == ["eng", "khm"]


@pytest.mark.parametrize(
    ("date", "words", "said"),
    [
        ("2012-07-16", "16 July 2012", {"normal": "2012-07-16"}),
        ("2012-07", "July 2012", {"normal": "2012-07"}),
        ("2012", "2012", {"normal": "2012"}),
        ("2012?", "2012?", {"normal": "2012", "certainty": "questionable"}),
        ("2012-07~", "c. July 2012", {"normal": "2012-07", "certainty": "approximate"}),
        (
            "2012-10/2012-11",
            "between October 2012 and November 2012",
            {"normal": "2012-10/2012-11", "certainty": "approximate"},
        ),
        (
            "2012-10~/2013?",
            "between c. October 2012 and 2013?",
            {"normal": "2012-10/2013", "certainty": "questionable"},
        ),
        ("../2011", "2011 or earlier", {"certainty": "approximate"}),
        ("2011-03-04/..", "4 March 2011 or later", {"certainty": "approximate"}),
        ("3012", "3012", {}),
        ("2012/3012", "between 2012 and 3012", {"certainty": "approximate"}),
        ("0812-03", "March 812", {"normal": "0812-03"}),
    ],
)
def test_date_is_in_words_and_iso(date: str, words: str, said: dict[str, str]) -> None:
    """If EAD has no form for a date, the date is in words only."""
    found = the_item(statement(date=date))

    assert texts(found, "did/unitdate") == [words]
    assert attributes(found, "did/unitdate") == said


def test_translations_are_related_material() -> None:
    one = EACH_KIND["a translation whose original is missing"]
    known = WriteOptions(translations=lambda _one: (ORIGINAL, SIBLING))

    assert texts(the_item(one, known), "relatedmaterial/p") == [
        (
            f"Original (Khmer): {ORIGINAL.headline}"
            f" (urn:uuid:{ORIGINAL.uuid}, https://a.example/km)"
        ),
        f"Translation (Thai): ถนน & <ทาง> (urn:uuid:{SIBLING.uuid})",
        f"Original: urn:uuid:{one.translation_of}",
    ]


def test_losses_are_reported_once() -> None:
    """Private files are not exported."""
    told: list[str] = []
    some = list(EACH_KIND.values())

    data = data_of("ead", some, WriteOptions(lost=told.append))

    assert sorted(told) == ["control characters", "private files", "private files"]
    assert b"witness" not in data
