"""Test reading and checking values of each kind of field."""

from typing import Any

import pytest

from mediarel.dates.edtf import Interval, PartialDate, kept_date
from mediarel.errors import InvalidFieldError
from mediarel.model.fields import shown_name
from mediarel.model.parts import Attachment, DatedUrl, Note
from mediarel.model.readers import read_field
from mediarel.model.statement import read_draft

LEAST: dict[str, Any] = {"date": "2012", "program": "CLEC", "title": "Land"}
FILE = {"name": "a.txt", "sha256": "0a" * 32, "size": 3, "media_type": "text/plain"}
NOTE = {"at": "2012-07-18T01:02:03Z", "kind": "correction", "text": "It is 16."}
COPY = {"url": "https://web.example/a", "at": "2012-07-18T01:02:03Z"}


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("title", " On\n land ", "On land"),
        ("title", " \n", None),
        ("text", "a \r\n\r\n\r\n b\n", "a\n\n b"),
        ("program", "CLEC ", "CLEC"),
        ("date", "2012-07?", PartialDate(2012, 7, qualifier="?")),
        ("date", "../2011", Interval(None, PartialDate(2011))),
        ("dated", "2012-10/2012-11", kept_date("2012-10/2012-11")),
        ("tags", ["b", " a ", "", "b"], ("b", "a")),
        ("tags", None, ()),
        ("language", "zh-Hant-TW", "zh-Hant-TW"),
        ("sources", ["https://example.org/a?b#c"], ("https://example.org/a?b#c",)),
        ("sources", [" ", "ftp://b.org", "", "ftp://b.org"], ("ftp://b.org",)),
        ("embargo", "2012-07-16T09:00+07:00", "2012-07-16T09:00:00+07:00"),
        ("embargo", "2012-07-16 09:00:59 z", "2012-07-16T09:00:59Z"),
        ("embargo", "2012-07-16t09:00:00-03:30", "2012-07-16T09:00:00-03:30"),
        ("notes", [NOTE, NOTE], (Note(**NOTE),)),
        ("archived", [COPY, COPY], (DatedUrl(**COPY),)),
        ("attachments", [FILE], (Attachment("a.txt", "0a" * 32, 3, "text/plain"),)),
        (
            "attachments",
            [{**FILE, "role": "scan", "language": "km", "private": True}],
            (
                Attachment(
                    "a.txt", "0a" * 32, 3, "text/plain", "scan", "km", private=True
                ),
            ),
        ),
        (
            "attachments",
            [{**FILE, "role": "", "language": None, "private": False}],
            (Attachment("a.txt", "0a" * 32, 3, "text/plain"),),
        ),
    ],
)
def test_values_are_normalised(name: str, value: object, read: object) -> None:
    assert read_field(name, value) == read


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"date": None}, "date"),
        ({"date": "2012-02-30"}, "date"),
        ({"date": "2013/2012"}, "date"),
        ({"dated": "July"}, "dated"),
        ({"program": ["CLEC"]}, "program"),
        ({"title": "\udcff"}, "title"),
        ({"tags": "land"}, "tags"),
        ({"language": "Khmer"}, "language"),
        ({"sources": ["example.org"]}, "sources"),
        ({"sources": ["https://example.org", 1]}, "sources"),
        ({"uuid": "1"}, "uuid"),
        ({"attachments": [{"name": "a"}]}, "attachments"),
        ({"attachments": [{**FILE, "name": " "}]}, "attachments"),
        ({"attachments": [{**FILE, "language": "Khmer"}]}, "attachments"),
        ({"attachments": [{**FILE, "media_type": "pdf"}]}, "attachments"),
        ({"attachments": [{**FILE, "colour": "red"}]}, "attachments"),
        ({"embargo": "2012-07-16"}, "embargo"),
        ({"embargo": "2012-07-16T09:00:00.5Z"}, "embargo"),
        ({"embargo": "2012-02-30T09:00Z"}, "embargo"),
        ({"embargo": "2012-07-16T09:00+07:99"}, "embargo"),
        ({"embargo": "0001-01-01T00:00:00+10:00"}, "embargo"),
        ({"notes": [{**NOTE, "at": "2012-07-18"}]}, "notes"),
        ({"notes": [{**NOTE, "text": " "}]}, "notes"),
        ({"notes": [{**NOTE, "by": "Sophea"}]}, "notes"),
        ({"archived": [{**COPY, "url": " "}]}, "archived"),
        ({"archived": [{**COPY, "url": "example.org"}]}, "archived"),
        ({"archived": [{**COPY, "at": "2012"}]}, "archived"),
        ({"archived": [{"url": COPY["url"]}]}, "archived"),
    ],
)
def test_an_invalid_value_is_refused_with_its_field_and_a_hint(
    fields: dict[str, object], name: str
) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_draft({**LEAST, **fields})

    assert caught.value.field == name
    assert caught.value.problem.startswith(f"the {shown_name(name).removesuffix('s')}")
    assert caught.value.hint
