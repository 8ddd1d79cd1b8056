"""Test reading records from raw JSON, quickly and with all rules."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediarel.errors import InvalidFieldError
from mediarel.index.schema import LISTS, NAMES
from mediarel.model.fields import RECORD
from mediarel.model.statement import Statement
from mediarel.store.records import (
    Record,
    read_fields,
    read_record,
    read_statements,
    skim_record,
)
from mediarel.store.sound import is_entry, is_record
from mediarel.store.tiny.layout import encoded
from samples import EVERY

SAID: dict[str, Any] = {
    "uuid": "824bd854-a7d0-4c10-8c58-9064597c7d24",
    "date": "2012-07-16",
    "program": "CLEC",
    "type": "Joint Statement",
    "title": "On land",
    "text": "Phnom Penh – On land.",
    "place": "Phnom Penh",
    "dated": "2012-07",
    "signatories": ["Licadho"],
    "tags": ["land"],
    "language": "en",
    "sources": ["https://example.org/a", "https://example.com/b"],
    "created": "2012-07-16T09:30:00Z",
    "modified": "2012-07-16T09:30:00Z",
}
# Fields that are not in SAID are empty.
WHOLE: dict[str, Any] = {
    field.name: SAID.get(field.name, [] if field.kind.is_list else field.kind.empty)
    for field in RECORD
}
CHANGE = {
    "at": WHOLE["created"],
    "by": "sok",
    "command": "add",
    "last_id": 1,
    "added": {},
    "changed": {},
    "removed": {},
    "undoes": None,
}


def passes_quick_checks(document: dict[str, Any] | bytes) -> bool:
    """Return whether the quick checks are enough to accept `document`."""
    raw = document if isinstance(document, bytes) else encoded(document)
    return not isinstance(skim_record(1, raw), Statement)


def outcome(
    read: Callable[[int, bytes], Record | Statement], raw: bytes
) -> Record | Statement | str:
    """Return the result of `read`, or the problem that it raises."""
    try:
        return read(1, raw)
    except InvalidFieldError as error:
        return error.problem


def with_duplicate_key(document: dict[str, Any], name: str) -> bytes:
    """Return a record that has the key `name` twice."""
    line = b'"%s": %s,' % (name.encode(), json.dumps(document[name]).encode())
    return encoded(document).replace(b"{", b"{\n      " + line, 1)


def test_only_objects_with_different_keys_are_read() -> None:
    """Programs differ in which of two values they read."""
    assert read_fields(b'{"text": "a\\u00e9", "n": 1}') == {"text": "a\u00e9", "n": 1}
    for raw in (
        b'{"text": "a", "text": "b"}',
        b'{"text" : "a", "text": "b"}',
        b'{"n": 1, "n": 1e12}',
        b"[]",
        b"{",
    ):
        with pytest.raises(InvalidFieldError):
            read_fields(raw)


@pytest.mark.parametrize("lacks", ["", "place", "attachments"])
@pytest.mark.parametrize("name", ["title", "program", "tags"])
def test_duplicate_key_is_refused(name: str, lacks: str) -> None:
    """A different key is missing, so the record has the expected number of keys."""
    raw = with_duplicate_key({n: v for n, v in WHOLE.items() if n != lacks}, name)

    assert not is_record(1, raw)
    with pytest.raises(InvalidFieldError, match="'" + name + "' occurs twice"):
        skim_record(1, raw)


@pytest.mark.parametrize(
    "text", [":", '":', '\\":', "a\\", " :", '" :', '{"a": 1}', "\\u0022:", "។:\x7f"]
)
def test_text_that_looks_like_a_key_does_not_hide_a_duplicate_key(text: str) -> None:
    """Without a duplicate key, such a text is valid."""
    record = {**WHOLE, "text": text, "tags": [text]}

    assert is_record(1, encoded(record))
    for name in ("text", "tags", "place"):
        assert not is_record(1, with_duplicate_key(record, name))


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\r", " \r\n  "])
def test_white_space_before_a_colon_does_not_hide_a_duplicate_key(space: str) -> None:
    """Without a duplicate key, such white space is valid."""

    def spaced(raw: bytes) -> bytes:
        return raw.replace(b'":', b'"%s:' % space.encode(), 1)

    assert passes_quick_checks(spaced(encoded(WHOLE)))
    assert is_entry(1, spaced(encoded(CHANGE)))
    assert not is_record(1, spaced(with_duplicate_key(WHOLE, "tags")))
    assert not is_entry(1, spaced(with_duplicate_key(CHANGE, "added")))


def test_backslash_at_the_end_of_a_key_does_not_hide_a_duplicate_key() -> None:
    """Entries keep all fields of removed statements, also unknown ones."""
    change = {**CHANGE, "removed": {"1": {"a\\": 1}}}

    assert is_entry(1, encoded(change))
    assert not is_entry(1, with_duplicate_key(change, "added"))


_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.lists(st.sampled_from(["a", "", " a", "a  b", "a\nb", None, 7, "a\u2028b"])),
    st.sampled_from(
        [
            *("", " ", "a", " a", "a ", "a\nb", "a  b", "x" * 99, "កក់", "a\u2028b"),
            *("2012", "2012-13", "2012-07-16", "en", "Khmer", "km-KH", "http://"),
            *("https://e.org/a b", "https://[e", "https://é.org/", "ftp://e.org"),
            *(WHOLE["uuid"], WHOLE["uuid"].upper(), WHOLE["created"]),
        ]
    ),
)


@settings(
    max_examples=400 // EVERY, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(
    changed=st.dictionaries(st.sampled_from(list(WHOLE)), _values, max_size=3),
    lacking=st.sets(st.sampled_from(list(WHOLE)), max_size=3),
)
def test_skim_agrees_with_read(changed: dict[str, Any], lacking: set[str]) -> None:
    document = {n: v for n, v in {**WHOLE, **changed}.items() if n not in lacking}
    raw = encoded(document)
    read, skimmed = outcome(read_record, raw), outcome(skim_record, raw)
    if isinstance(read, str) or isinstance(skimmed, str):
        assert read == skimmed
        return

    assert [*read_statements([(1, raw)])] == [read]
    assert str(skimmed.date) == str(read.date)
    assert [getattr(skimmed, name) for name in ("uuid", *NAMES)] == [
        getattr(read, name) for name in ("uuid", *NAMES)
    ]
    for name in LISTS:
        assert dict.fromkeys(getattr(skimmed, name)) == dict.fromkeys(
            getattr(read, name)
        )
