"""Test the exports for libraries and archives: Dublin Core and EAD 2002."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers import module, tool
from each_kind import ALL, EACH_KIND, ORIGINAL, SIBLING
from mediarel.formats.writing import (
    CONTROLS,
    WriteOptions,
    attribute_text,
    once,
    xml_text,
)
from mediarel.model.statement import Statement
from programs import program
from references import AS_USUAL, data_of
from samples import ALL as ALL_CASES
from strategies import statement, statements, texts


@given(texts)
def test_xml_text_is_restored_without_invalid_characters(text: str) -> None:
    lost: list[str] = []
    kept = "".join(
        c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")
    )

    written = xml_text(text, once(lost.append))
    read = fromstring(f"<a>{written}</a>").text or ""  # noqa: S314 - our own XML

    assert read == kept
    assert lost == ([CONTROLS] if kept != text else [])


def test_bidi_controls_become_references() -> None:
    lost: list[str] = []

    written = xml_text('\u202e<a b="c">&', lost.append)

    assert (written, lost) == ("&#x202E;&lt;a b=&quot;c&quot;&gt;&amp;", [])


@given(texts)
def test_attribute_keeps_tabs_and_line_feeds(text: str) -> None:
    lost: list[str] = []
    written = attribute_text(text, lost.append), xml_text(text, lost.append)

    read = fromstring(f'<a b="{written[0]}">{written[1]}</a>')  # noqa: S314 - our own XML

    assert read.get("b") == (read.text or "")


DC = "{http://purl.org/dc/elements/1.1/}"

# The URL of each schema, and the path of its local copy.
SCHEMAS = {
    "http://www.openarchives.org/OAI/2.0/oai_dc.xsd": "eulxml/schema_data/oai_dc.xsd",
    "http://dublincore.org/schemas/xmls/simpledc20021212.xsd": "fido/conf/dc.xsd",
    "http://www.w3.org/2001/03/xml.xsd": "xmlschema/schemas/XML/xml.xsd",
}
# Our own schema, for an element that contains several records.
RECORDS = """<schema xmlns="http://www.w3.org/2001/XMLSchema"
    xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/">
  <import namespace="http://www.openarchives.org/OAI/2.0/oai_dc/"
      schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc.xsd"/>
  <element name="records"><complexType><sequence>
    <element ref="oai_dc:dc" minOccurs="0" maxOccurs="unbounded"/>
  </sequence></complexType></element>
</schema>"""


def record(one: Statement, options: WriteOptions = AS_USUAL) -> Element:
    """Return the XML record of a statement."""
    return fromstring(data_of("dublincore", [one], options))  # noqa: S314 - our own XML


def said(one: Element, name: str) -> list[str | None]:
    """Return the texts of the elements `name` in a record."""
    return [each.text for each in one.findall(DC + name)]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of the XML schema, next to its catalog."""
    folder = tmp_path_factory.mktemp("schema")
    places = {name: tool(f"python/{path}") for name, path in SCHEMAS.items()}
    entries = "".join(
        f'<uri name="{name}" uri="{path.as_uri()}"/>'
        f'<system systemId="{name}" uri="{path.as_uri()}"/>'
        for name, path in places.items()
    )
    catalog = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
    (folder / "catalog.xml").write_text(
        f'<catalog xmlns="{catalog}">{entries}</catalog>', encoding="utf-8"
    )
    (folder / "records.xsd").write_text(RECORDS, encoding="utf-8")
    return folder / "records.xsd"


def complaints(schema: Path, data: bytes) -> tuple[int, str]:
    """Return exit code and output of xmllint."""
    done = subprocess.run(
        [
            *(program("xmllint", "libxml2-utils"), "--nonet", "--noout"),
            *("--schema", str(schema), "-"),
        ],
        input=data,
        capture_output=True,
        check=False,
        env={"XML_CATALOG_FILES": str(schema.parent / "catalog.xml")},
    )
    return done.returncode, done.stderr.decode()


def test_file_is_valid(schema: Path) -> None:
    for some in ([], ALL, *([each] for each in ALL)):
        assert complaints(schema, data_of("dublincore", some)) == (0, "- validates\n")


@settings(max_examples=5)
@given(st.lists(statements, max_size=20))
def test_file_with_any_text_is_valid(schema: Path, some: list[Statement]) -> None:
    assert complaints(schema, data_of("dublincore", some)) == (0, "- validates\n")


def test_translations_are_relations() -> None:
    """An original that is not in the archive is a relation too."""
    one = EACH_KIND["a translation whose original is missing"]
    known = WriteOptions(translations=lambda _one: (ORIGINAL, SIBLING))

    assert said(record(one, known), "relation") == [
        f"urn:uuid:{ORIGINAL.uuid}",
        f"urn:uuid:{SIBLING.uuid}",
        f"urn:uuid:{one.translation_of}",
    ]
    its_own = one.replace(translation_of=ORIGINAL.uuid)
    assert len(said(record(its_own, known), "relation")) == 2


@pytest.mark.parametrize(
    ("kind", "lost"),
    [
        ("no title", []),
        ("between", []),
        ("files", ["private files", "names of attached files"]),
        ("one private file", ["private files"]),
        ("an excerpt", ["marks of excerpts", "origins of texts"]),
        ("dated as listed", ["datelines"]),
        ("dated apart", ["dates of datelines"]),
        ("merged", ["UUIDs of merged statements"]),
        ("controls", ["control characters"]),
    ],
)
def test_losses_are_reported_once(kind: str, lost: list[str]) -> None:
    """Private files are not exported."""
    told: list[str] = []

    data = data_of("dublincore", [EACH_KIND[kind]], WriteOptions(lost=told.append))

    assert told == lost
    assert b"witness" not in data
    assert b"text/plain" not in data


NS = {"": "urn:isbn:1-931666-22-9"}


def parsed(some: Sequence[Statement], options: WriteOptions = AS_USUAL) -> Element:
    return fromstring(data_of("ead", some, options))  # noqa: S314 - our own XML


def the_item(one: Statement, options: WriteOptions = AS_USUAL) -> Element:
    """Return the XML component of a statement."""
    found = parsed([one], options).find(".//c", NS)
    assert found is not None
    return found


def texts_at(element: Element, path: str) -> list[str]:
    """Return the texts_at of the elements at `path`; `lb` is a line break."""
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
    assert texts_at(root, "eadheader/eadid") == ["voices-“land-water”"]
    assert texts_at(root, "eadheader//titleproper") == ["Voices: “Land & Water”"]
    assert texts_at(root, "eadheader//langusage/language") == ["English"]
    assert texts_at(root, "eadheader//creation/date") == ["2024-02-03"]
    did = root.find("archdesc/did", NS)
    assert did is not None
    assert texts_at(did, "unittitle") == ["Voices: “Land & Water”"]
    assert texts_at(did, "unitid") == ["voices-“land-water”"]
    assert texts_at(did, "unitdate") == ["2011–2014"]
    assert attributes(did, "unitdate")["normal"] == "2011/2014"
    assert texts_at(did, "physdesc/extent") == ["3 items"]
    assert texts_at(did, "origination/corpname") == ["CLEC", "ADHOC"]
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

    assert texts_at(found, "did/unitdate") == [words]
    assert attributes(found, "did/unitdate") == said


def test_translations_are_related_material() -> None:
    one = EACH_KIND["a translation whose original is missing"]
    known = WriteOptions(translations=lambda _one: (ORIGINAL, SIBLING))

    assert texts_at(the_item(one, known), "relatedmaterial/p") == [
        (
            f"Original (Khmer): {ORIGINAL.headline}"
            f" (urn:uuid:{ORIGINAL.uuid}, https://a.example/km)"
        ),
        f"Translation (Thai): ถนน & <ทาง> (urn:uuid:{SIBLING.uuid})",
        f"Original: urn:uuid:{one.translation_of}",
    ]


def test_losses_of_ead_are_reported_once() -> None:
    """Private files are not exported."""
    told: list[str] = []
    some = list(EACH_KIND.values())

    data = data_of("ead", some, WriteOptions(lost=told.append))

    assert sorted(told) == ["control characters", "private files", "private files"]
    assert b"witness" not in data
