"""Test the export as Dublin Core."""

import subprocess
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers import tool
from each_kind import ALL, EACH_KIND, ORIGINAL, SIBLING
from mediarel.formats.writing import WriteOptions
from mediarel.model.statement import Statement
from programs import program
from references import AS_USUAL, data_of
from strategies import statements

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
