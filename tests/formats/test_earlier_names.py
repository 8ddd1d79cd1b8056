"""Exports from before format version 4 of archives: one source, not a list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.formats import archive_file, markdown
from mediarel.formats import json as json_format
from mediarel.formats.json import JSON_LINES
from mediarel.formats.separated import CSV, TSV
from reads import drafts_of

if TYPE_CHECKING:
    from reads import Reader

URL = "https://example.org/a;b?c=1,2"
UUID = "3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b"
TIME = "2024-01-02T03:04:05Z"
OLD: dict[str, Any] = {
    "id": 1,
    "uuid": UUID,
    "date": "2012-07",
    "program": "CLEC",
    "type": "Joint Statement",
    "title": "On land",
    "text": None,
    "dateline": None,
    "place": None,
    "dated": None,
    "signatories": [],
    "tags": [],
    "language": "en",
    "source": URL,
    "attachments": [],
    "created": TIME,
    "modified": TIME,
}
CELLS = {k: v for k, v in OLD.items() if v}


def table(separator: str, cells: dict[str, Any] = CELLS) -> str:
    return "\n".join(separator.join(map(str, row)) for row in (cells, cells.values()))


FRONT = "---\n" + "".join(f"{k}: {v}\n" for k, v in CELLS.items()) + "---\n"
RECORD = {k: v for k, v in OLD.items() if k != "id"}
ARCHIVE = {"archive": {"1": {"form": 3}}, "statements": {"1": RECORD}}


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        (CSV, table(",", {**CELLS, "source": f'"{URL}"'})),
        (TSV, table("\t")),
        (json_format, json.dumps([OLD], indent=1)),
        (json_format, json.dumps([{**OLD, "uuid": None}], indent=1)),
        (json_format, json.dumps([{**OLD, "uuid": None, "source": [URL]}])),
        (JSON_LINES, json.dumps(OLD)),
        (markdown, FRONT),
        (archive_file, json.dumps(ARCHIVE)),
    ],
)
def test_one_source_is_a_list_of_one(format_: Reader, text: str) -> None:
    """Whatever stands in it that parts the items of a list."""
    (draft,) = drafts_of(format_.read, text.encode(), "x")

    assert (draft.title, draft.sources) == ("On land", (URL,))


def test_two_that_say_two_things_are_refused() -> None:
    """Nothing of either is lost in silence."""
    data = json.dumps([{**OLD, "sources": ["https://example.org/other"]}])

    with pytest.raises(
        UnreadableInputError, match="used together with sources"
    ) as caught:
        drafts_of(json_format.read, data.encode(), "x")

    assert "to sources" in str(caught.value.hint)


TWO = ("https://example.org/1", "https://example.org/2,3")


@pytest.mark.parametrize(
    "cell", ["{} {}", "{}; {}", "{}\n{}", "{}, {}", "{};{}", " {},{} "]
)
def test_several_in_a_cell_of_others(cell: str) -> None:
    """Apart by what no address begins with."""
    row = (
        f'Date,Organisation,Headline,Link\n2012-07,CLEC,On land,"{cell.format(*TWO)}"\n'
    )

    (draft,) = drafts_of(CSV.read, row.encode(), "x")

    assert draft.sources == TWO


@pytest.mark.parametrize("cell", ["on the web", "https://example.org/1 page 3"])
def test_what_is_no_address_is_told(cell: str) -> None:
    row = f'Date,Organisation,Headline,Link\n2012-07,CLEC,On land,"{cell}"\n'

    with pytest.raises(UnreadableInputError, match=f"the source '{cell}' is not a URL"):
        drafts_of(CSV.read, row.encode(), "x")


@pytest.mark.parametrize("name", ["sources", "links", "url"])
def test_a_list_in_an_object_of_others(name: str) -> None:
    data = json.dumps(
        [{"date": "2012", "organisation": "CLEC", "headline": "On land", name: [*TWO]}]
    )

    (draft,) = drafts_of(json_format.read, data.encode(), "x")

    assert draft.sources == TWO
