"""Test the exports as Atom feed and JSON Feed."""

import io
import json
import re
from collections.abc import Sequence
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker
from lxml import etree

from checkers import tool
from feed_faults import faults, found, said
from mediarel.formats import feed, feed_writing
from mediarel.formats.feed_writing import ATOM
from mediarel.formats.writing import CONTROLS, FILES, WriteOptions
from mediarel.model.parts import Attachment, Translation
from mediarel.model.statement import Draft, Statement, read_draft
from reads import drafts_of
from references import data_of
from strategies import SAMPLES, TIMES, UUID, statement, statements


def place_of(file: Attachment) -> str:
    """Return the path of an exported file."""
    return f"files/{file.sha256[:2]}/{file.sha256}.pdf"


OPTIONS = WriteOptions(identity=UUID, place_of=place_of)
OTHER = "bbbbbbbb-0001-4000-8000-000000000001"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOST = frozenset(("role", "alt", "pages"))  # keys of an attached file


def written(some: Sequence[Statement], options: WriteOptions = OPTIONS) -> bytes:
    out = io.BytesIO()
    ATOM.write(some, out, options)
    return out.getvalue()


def entry_of(one: Statement, options: WriteOptions = OPTIONS) -> etree._Element:
    """Return the Atom entry of a statement."""
    (entry,) = found(etree.fromstring(written([one], options)), "a:entry")
    return entry


def lost_of(one: Statement, options: WriteOptions = OPTIONS) -> list[str]:
    """Return the reported losses of a statement."""
    lost: list[str] = []
    written([one], options._replace(lost=lost.append))
    return lost


def test_feed_is_valid() -> None:
    """A feed without entries must be valid too."""
    assert faults(written(SAMPLES)) == []
    assert faults(written([])) == []


def test_feedparser_reads_the_fields() -> None:
    read = feedparser.parse(written(SAMPLES, OPTIONS._replace(name="Our releases")))
    rich, partial, bare = read.entries

    assert not read.bozo
    assert (read.feed.title, read.feed.id) == ("Our releases", f"urn:uuid:{UUID}")
    assert rich.id == f"urn:uuid:{SAMPLES[0].uuid}"
    assert rich.author == "CLEC"
    assert [each.term for each in rich.tags] == [
        *("Joint Statement", "Beehive Radio", "withdrawn"),
        *("freedom of expression", "no", "2012"),
    ]
    assert rich.link == SAMPLES[0].sources[0]
    assert rich.published == "2012-07-16T12:00:00Z"
    assert rich.updated == TIMES["modified"]
    assert rich.content[0].language == "en"
    above, _, text = rich.content[0].value.rpartition("</div><p>")
    assert text.count("<p>") == 1
    assert "Corrected on 18 July 2012" in above
    assert "1. not first<br />---<br />" in partial.content[0].value
    assert "published" not in partial
    assert bare.title == "Release"
    (file,) = rich.enclosures
    assert (file.href[:9], file.type, file.length) == (
        *("files/01/", "application/pdf"),
        "48213",
    )


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2012-07-16", ["2012-07-16T12:00:00Z"]),
        ("2012-07-16~", []),
        ("2012-07", []),
        ("2012", []),
        ("2012-07-16/2012-07-17", []),
        ("../2012-07", []),
    ],
)
def test_only_a_known_day_is_published(date: str, published: list[str]) -> None:
    """`published` is at noon in UTC, which is the same day in most time zones.

    `dc:date` has the partial date.
    """
    one = statement(date=date)
    entry = entry_of(one)

    assert said(entry, "a:published") == published
    assert said(entry, "dc:date") == [date]
    assert (feed_writing.PARTIAL in lost_of(one)) is (not published)


def test_losses_are_reported_once_per_statement() -> None:
    """A dateline that is in the text is not lost."""
    told = [
        *("places", "copies in web archives", "marks of sources that are gone"),
        *("marks of excerpts", "origins of texts"),
        *("embargoes", "withheld texts", "private files"),
    ]
    assert lost_of(SAMPLES[0]) == told
    assert lost_of(SAMPLES[0], WriteOptions()) == [*told, FILES]
    assert lost_of(SAMPLES[1]) == [feed_writing.PARTIAL, CONTROLS]
    assert lost_of(statement(place="Kep", dateline="Kep, 1 May")) == [
        *("datelines", "places")
    ]
    role = {"name": "a.pdf", "sha256": "0" * 64, "size": 1, "media_type": "text/plain"}
    assert lost_of(statement(attachments=[{**role, "role": "scan"}])) == [
        feed_writing.ROLES
    ]


def test_translations_are_linked_with_their_language() -> None:
    """The first page in a language is an `alternate` link.

    Further pages, and translations without a page, are `related` links.
    """
    page = "https://example.org/km"
    others = [
        Translation(OTHER, "km", "បន្ទប់អាន", page, is_original=False),
        Translation(OTHER, "km", "បន្ទប់", f"{page}2", is_original=False),
        Translation(OTHER, "fr", "La salle", None, is_original=False),
    ]
    options = OPTIONS._replace(translations=lambda _: others)
    one = statement(uuid=OTHER, sources=["https://example.org/en"])
    data = written([one], options)

    links = [
        (each.get("rel"), each.get("hreflang"), each.get("href"))
        for each in found(entry_of(one, options), "a:link")
    ]
    assert faults(data) == []
    assert links == [
        ("alternate", "en", "https://example.org/en"),
        ("alternate", "km", page),
        ("related", "km", f"{page}2"),
        ("related", "fr", f"urn:uuid:{OTHER}"),
        ("via", None, "https://example.org/en"),
    ]


def held(one: Statement) -> Draft:
    """Return the fields that Atom can hold, without characters that XML can't hold."""

    def kept(value: object) -> object:
        if isinstance(value, str):
            return _NOT_IN_XML.sub("", value)
        if isinstance(value, list):
            return [kept(each) for each in value]
        if isinstance(value, dict):
            return {key: kept(each) for key, each in value.items() if key not in _LOST}
        return value

    public = [each for each in one.attachments if not each.private]
    fields = one.replace(attachments=tuple(public)).to_json()
    return read_draft({n: kept(fields[n]) for n in ("uuid", *feed_writing.HELD)})


def atom_of(draft: Draft) -> dict[str, object]:
    """Return the fields of a draft that Atom can hold."""
    return {name: getattr(draft, name) for name in ("uuid", *feed_writing.HELD)}


def has_words(one: Statement) -> bool:
    """Return whether XML can hold a part of each required text."""
    needed = [one.program, one.type, one.title or one.text or ""]
    needed += [each.name for each in one.attachments]
    needed += [each.text for each in one.notes]
    return all(_NOT_IN_XML.sub("", each).strip() for each in needed)


@given(st.lists(statements.filter(has_words), min_size=1, max_size=3))
def test_export_and_import_keep_all_fields_of_atom(some: Sequence[Statement]) -> None:
    """Spaces and line breaks are kept too."""
    unique = [*{each.uuid: each for each in some}.values()]

    again = drafts_of(feed.read, written(unique), "x")

    assert sorted(map(repr, map(atom_of, again))) == sorted(
        repr(atom_of(held(each))) for each in unique
    )


def item_of(one: Statement) -> dict[str, Any]:
    """Return the item of a statement."""
    item: dict[str, Any] = json.loads(data_of("jsonfeed", [one]))["items"][0]
    return item


def schema_faults(feed: object) -> list[str]:
    """Return the errors that the JSON schema finds in a feed, its dates and URLs."""
    schema = tool("node_modules/jsonfeed-schema/schema-v1.1.json")
    validator = Draft7Validator(
        json.loads(schema.read_text("utf-8")), format_checker=FormatChecker()
    )
    return [error.message for error in validator.iter_errors(feed)]


def test_json_feed_is_valid() -> None:
    """A feed without items must be valid too."""
    assert schema_faults(json.loads(data_of("jsonfeed", SAMPLES))) == []
    assert schema_faults(json.loads(data_of("jsonfeed", []))) == []


@pytest.mark.parametrize(
    ("date", "published"),
    [("2012-07-16", "2012-07-16T12:00:00Z"), ("2012-07-16?", None), ("2012-07", None)],
)
def test_only_a_known_day_has_date_published(date: str, published: str | None) -> None:
    item = item_of(statement(date=date))

    assert item.get("date_published") == published
    assert item["_mediarel"]["date"] == date


def test_private_files_are_lost_and_reported() -> None:
    lost: list[str] = []
    data = data_of("jsonfeed", SAMPLES, WriteOptions(lost=lost.append))

    assert ".jpg" not in data.decode()
    assert lost == ["private files"]
    assert len(drafts_of(feed.read, data, "x")[-1].attachments) == 1


def public(one: Statement) -> Draft:
    """Return the draft of a statement without its private files."""
    files = tuple(each for each in one.attachments if not each.private)
    return read_draft(one.replace(attachments=files).to_json())


@given(st.lists(statements, min_size=1, max_size=3))
def test_import_restores_the_export(some: Sequence[Statement]) -> None:
    again = drafts_of(feed.read, data_of("jsonfeed", some), "x")

    assert sorted(map(repr, again)) == sorted(repr(public(each)) for each in some)
