"""Test export and import of JSON Lines."""

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.formats.json import JSON_LINES
from mediarel.model.statement import Draft
from reads import drafts_of

ITEM = '{"date": "2012", "program": "CLEC", "title": "T"}'


def read(text: str, source: str) -> list[Draft]:
    return drafts_of(JSON_LINES.read, text.encode(), source)


def test_blank_lines_and_byte_order_mark_are_ignored() -> None:
    assert len(read(f"\ufeff\r\n{ITEM}\r\n \r\n  {ITEM}", "x.jsonl")) == 2


def test_only_a_line_feed_ends_a_line() -> None:
    text = ITEM.replace('"title"', '"text": "one\u2028two\x85three", "title"')

    assert [draft.text for draft in read(text, "x")] == ["one\u2028twothree"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"date": }', "is invalid JSON at column 10: Expecting value"),
        (f"{ITEM} {ITEM}", f"is invalid JSON at column {len(ITEM) + 2}: Extra data"),
        ('{"date": "20", "program": "CLEC"}', "the date '20' is not a date"),
        ('{"title": "A", "title": "B"}', "the key 'title' occurs twice"),
        ('["a"]', "is not an object"),
    ],
)
def test_error_names_the_line(line: str, reason: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        read(f"{ITEM}\n\n{line}\n", "x.jsonl")

    assert caught.value.problem == f"x.jsonl, line 3: {reason}"


@pytest.mark.parametrize("start", ["{", '\ufeff\n {"date"'])
def test_json_lines_are_recognised(start: str) -> None:
    assert JSON_LINES.sniff(start.encode())
