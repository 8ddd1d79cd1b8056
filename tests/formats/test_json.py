"""Test export and import of JSON and JSON Lines."""

import json as stdlib_json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.errors import UnreadableInputError
from mediarel.formats import json
from mediarel.formats.encoding import readable_format
from mediarel.formats.entries import Entry, Reading, ReadOptions
from mediarel.formats.json import JSON_LINES
from mediarel.model.statement import Draft
from reads import Reader, drafts_of
from references import data_of

ITEM = '{"date": "2012", "program": "CLEC", "title": "T"}'


def read(text: str, source: str) -> list[Draft]:
    return drafts_of(json.read, text.encode(), source)


def problem(text: str) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        read(text, "x.json")
    return caught.value.problem


def test_empty_archive_is_an_empty_list() -> None:
    assert data_of("json", []) == b"[]\n"
    assert read("[]\n", "x.json") == []


def test_syntax_error_names_line_and_column() -> None:
    assert problem('[\n  {"date": }\n]') == (
        "x.json, line 2: is invalid JSON at column 12: Expecting value"
    )


def test_invalid_field_names_the_statement() -> None:
    text = f'[{ITEM}, {{"date": "20", "program": "CLEC", "title": "T"}}]'

    assert problem(text) == "x.json, statement 2: 'T': the date '20' is not a date"


@pytest.mark.parametrize("text", ["null", '"text"', "3"])
def test_json_other_than_a_list_is_refused(text: str) -> None:
    assert problem(text) == "x.json: is not a list of statements"


def test_deep_nesting_is_refused() -> None:
    assert "nested too deep" in problem("[" * 100_000)


def test_long_number_is_refused() -> None:
    assert "number that is too long" in problem(f"[{'9' * 5000}]")


@pytest.mark.parametrize("start", ["[", "\ufeff \n[{", '{\n "items": ['])
def test_json_is_recognised(start: str) -> None:
    assert json.sniff(start.encode())


def test_a_text_that_begins_with_a_bracket_is_no_json() -> None:
    assert not json.sniff(b"[Press Release] The harbour stays open")
    assert json.sniff(b'[{"date": "2012"}]')


JSONL_ITEM = '{"date": "2012", "program": "CLEC", "title": "T"}'


def read_lines(text: str, source: str) -> list[Draft]:
    return drafts_of(JSON_LINES.read, text.encode(), source)


def test_blank_lines_and_byte_order_mark_are_ignored() -> None:
    assert (
        len(read_lines(f"\ufeff\r\n{JSONL_ITEM}\r\n \r\n  {JSONL_ITEM}", "x.jsonl"))
        == 2
    )


def test_only_a_line_feed_ends_a_line() -> None:
    text = JSONL_ITEM.replace('"title"', '"text": "one\u2028two\x85three", "title"')

    assert [draft.text for draft in read_lines(text, "x")] == ["one\u2028twothree"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"date": }', "is invalid JSON at column 10: Expecting value"),
        (
            f"{JSONL_ITEM} {JSONL_ITEM}",
            f"is invalid JSON at column {len(JSONL_ITEM) + 2}: Extra data",
        ),
        ('{"date": "20", "program": "CLEC"}', "the date '20' is not a date"),
        ('{"title": "A", "title": "B"}', "the key 'title' occurs twice"),
        ('["a"]', "is not an object"),
    ],
)
def test_error_names_the_line(line: str, reason: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        read_lines(f"{JSONL_ITEM}\n\n{line}\n", "x.jsonl")

    assert caught.value.problem == f"x.jsonl, line 3: {reason}"


@pytest.mark.parametrize("start", ["{", '\ufeff\n {"date"'])
def test_json_lines_are_recognised(start: str) -> None:
    assert JSON_LINES.sniff(start.encode())


PLAIN = {"Published": "3 March 2019", "Headline": "On land", "Organisation": "Watch"}
FOUND = {"date": "2019-03-03", "title": "On land", "program": "Watch"}


def read_objects(
    value: Any, columns: Mapping[str, str | None] | None = None, module: Reader = json
) -> Reading:
    data = value if isinstance(value, bytes) else stdlib_json.dumps(value).encode()
    reading = module.read(data, "x", ReadOptions(columns=columns or {}))
    assert isinstance(reading, Reading)
    return reading


def fields(reading: Reading) -> list[Mapping[str, object]]:
    found = []
    for each in reading.entries:
        assert isinstance(each, Entry), each
        found.append(each.fields)
    return found


def problem_objects(value: Any) -> str:
    with pytest.raises(UnreadableInputError) as caught:
        list(read_objects(value).entries)
    return caught.value.problem


@pytest.mark.parametrize(
    "value",
    [
        [PLAIN],
        {"total": 1, "items": [PLAIN]},
        {"meta": {"page": [1, 2]}, "data": {"statements": [PLAIN]}},
        PLAIN,
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_objects_are_found_at_any_depth(value: object, indent: int | None) -> None:
    data = stdlib_json.dumps(value, indent=indent).encode()
    known = readable_format(None, data, "x")
    module = json if known.name == "json" else JSON_LINES

    assert known.name in {"json", "jsonl"}
    assert fields(read_objects(data, module=module)) == [FOUND]


def test_unknown_keys_are_ignored_and_listed() -> None:
    reading = read_objects(
        [PLAIN, {**PLAIN, "mood": "calm", "a": {"b": 1, "c": {"d": 2}}}]
    )

    assert fields(reading) == [FOUND, FOUND]
    assert reading.notes == (
        (
            'Ignored the keys "mood", "a.b", "a.c.d". If a key has the type:'
            " --map mood=type"
        ),
    )


def test_map_accepts_a_nested_key() -> None:
    one = {"date": "2012-07-16T09:30:00", "title": {"rendered": "T"}, "id": 7}

    reading = read_objects([one], {"title.rendered": "title", "id": None})

    assert fields(reading) == [{"date": "2012-07-16", "title": "T"}]
    assert reading.notes == ()


def test_numbers_become_text_and_lists_stay_lists() -> None:
    one = {"Date": 2012, "Title": 1984, "Tags": ["land", 7], "Signed by": "A, B\nC"}

    assert fields(read_objects([one])) == [
        {
            "date": "2012",
            "title": "1984",
            "tags": ["land", "7"],
            "signatories": ["A, B", "C"],
        }
    ]


def test_invalid_line_does_not_stop_the_others() -> None:
    lines = [stdlib_json.dumps(PLAIN)] * 1000
    lines[899] = '{"Published": '

    found = list(read_objects("\n".join(lines).encode(), module=JSON_LINES).entries)

    errors = [each for each in found if isinstance(each, UnreadableInputError)]
    assert [each.problem for each in errors] == [
        "x, line 900: is invalid JSON at column 15: Expecting value"
    ]
    assert len(found) == 1000


def test_deeply_nested_objects_are_refused() -> None:
    for depth in (900, 990, 100_000):
        for opening, closing in (("[", "]"), ('{"a":', "}")):
            value = f"{opening * depth}1{closing * depth}"
            for module in (json, JSON_LINES):
                with pytest.raises(UnreadableInputError):
                    list(read_objects(value.encode(), module=module).entries)
                text = f'[{{"date": "2012", "title": "T", "x": {value}}}]'
                line = text[1:-1].encode()
                for data in (text.encode(), line):
                    with suppress(UnreadableInputError):
                        list(read_objects(data, module=module).entries)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["date", "Title", "uuid", "x.y", " date"]), inner
        )
    ),
    max_leaves=20,
)


@given(value=JSON, is_cut=st.booleans())
def test_any_json_is_read_or_refused(*, value: object, is_cut: bool) -> None:
    data = stdlib_json.dumps(value).encode()
    for module in (json, JSON_LINES):
        try:
            found = list(
                read_objects(data[:-1] if is_cut else data, module=module).entries
            )
        except UnreadableInputError as error:
            found = [error]
        assert all(isinstance(each, Entry | UnreadableInputError) for each in found)
