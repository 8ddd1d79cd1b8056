"""Test the import of exports with the field `source` instead of `sources`."""

import json
from typing import Any

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.formats import json as json_format
from mediarel.formats import markdown
from mediarel.formats.json import ARCHIVE as ARCHIVE_FORMAT
from mediarel.formats.json import JSON_LINES
from mediarel.formats.separated import CSV, TSV
from reads import Reader, drafts_of

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
        (ARCHIVE_FORMAT, json.dumps(ARCHIVE)),
    ],
)
def test_old_source_becomes_the_only_source(format_: Reader, text: str) -> None:
    """The URL has characters that are otherwise separators in lists."""
    (draft,) = drafts_of(format_.read, text.encode(), "x")

    assert (draft.title, draft.sources) == ("On land", (URL,))


def test_source_and_sources_together_are_refused() -> None:
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
def test_several_urls_in_a_cell_are_split(cell: str) -> None:
    """A URL may contain the separators."""
    row = (
        f'Date,Organisation,Headline,Link\n2012-07,CLEC,On land,"{cell.format(*TWO)}"\n'
    )

    (draft,) = drafts_of(CSV.read, row.encode(), "x")

    assert draft.sources == TWO


@pytest.mark.parametrize("cell", ["on the web", "https://example.org/1 page 3"])
def test_cell_without_url_is_refused(cell: str) -> None:
    row = f'Date,Organisation,Headline,Link\n2012-07,CLEC,On land,"{cell}"\n'

    with pytest.raises(UnreadableInputError, match=f"the source '{cell}' is not a URL"):
        drafts_of(CSV.read, row.encode(), "x")


@pytest.mark.parametrize("name", ["sources", "links", "url"])
def test_list_of_urls_in_a_foreign_object_is_read(name: str) -> None:
    data = json.dumps(
        [{"date": "2012", "organisation": "CLEC", "headline": "On land", name: [*TWO]}]
    )

    (draft,) = drafts_of(json_format.read, data.encode(), "x")

    assert draft.sources == TWO
