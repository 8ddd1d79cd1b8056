"""Test reading records from raw JSON, their checksums, and the JSON Schema."""

import copy
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from archives import commit_nothing, content, draft, opened
from conftest import ROOT, SAMPLE, SAMPLE_OF_FORM_1, Run
from mediarel.errors import InvalidFieldError
from mediarel.model.archive_settings import RULES
from mediarel.model.fields import RECORD, TIME
from mediarel.model.parts import MEDIA_TYPE, NOTE_KINDS, ROLES
from mediarel.store.json_schema import json_schema
from mediarel.store.protocol import Document
from mediarel.store.records import (
    USUAL_FIELDS,
    read_fields,
    read_record,
)
from mediarel.store.sound import checksum, fits, is_entry, is_record, read_checksums
from mediarel.store.tiny.file import FileStore
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
        read_record(1, raw)


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

    assert is_record(1, spaced(encoded(WHOLE)))
    assert is_entry(1, spaced(encoded(CHANGE)))
    assert not is_record(1, spaced(with_duplicate_key(WHOLE, "tags")))
    assert not is_entry(1, spaced(with_duplicate_key(CHANGE, "added")))


def test_backslash_at_the_end_of_a_key_does_not_hide_a_duplicate_key() -> None:
    """Entries keep all fields of removed statements, also unknown ones."""
    change = {**CHANGE, "removed": {"1": {"a\\": 1}}}

    assert is_entry(1, encoded(change))
    assert not is_entry(1, with_duplicate_key(change, "added"))


TEXT = st.text(st.characters(codec="utf-8"))
# Python sorts other names differently than RFC 8785.
CHECKSUMS_NAMES = st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF))
EMPTY: tuple[object, ...] = (None, "", [])
DOCUMENTS = st.dictionaries(
    CHECKSUMS_NAMES,
    st.none() | TEXT | st.integers(-(2**63), 2**63) | st.lists(TEXT),
    max_size=5,
)


def checksum_by_definition(document: dict[str, Any]) -> str:
    """Compute the checksum with the standard library only."""
    return f"5:{sha256_of({n: v for n, v in document.items() if v not in EMPTY})}"


def checksum_of_form_4(document: dict[str, Any]) -> str:
    """Compute the checksum of format versions 2 to 4."""
    return sha256_of({n: v for n, v in document.items() if v not in EMPTY})[:16]


def checksum_of_all_fields(document: dict[str, Any]) -> str:
    """Compute the checksum of format version 1, which includes empty fields."""
    return sha256_of(document)[:16]


def sha256_of(document: dict[str, Any]) -> str:
    plain = json.dumps(
        document, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return sha256(plain.encode()).hexdigest()


def stored_checksums(path: Path) -> dict[int, str]:
    return read_checksums(FileStore(path).read().checksums)


def expected_checksums(path: Path) -> dict[int, str]:
    """Return the checksums that the store at `path` should have, in order."""
    statements = content(path)["statements"]
    return {
        int(key): checksum_by_definition(document)
        for key, document in statements.items()
    }


@settings(max_examples=100 // EVERY)
@given(DOCUMENTS)
def test_checksum_ignores_the_layout_of_the_json(document: dict[str, Any]) -> None:
    """The standard library is sufficient to compute the checksum."""
    wide = json.dumps(document, indent=4).encode()
    narrow = json.dumps(
        dict(reversed(document.items())), ensure_ascii=False, separators=(",", ":")
    ).encode()

    assert (
        checksum(wide)
        == checksum(memoryview(narrow))
        == checksum_by_definition(document)
    )


@settings(max_examples=100 // EVERY)
@given(DOCUMENTS)
def test_empty_fields_do_not_change_the_checksum(document: dict[str, Any]) -> None:
    """A later version of mediarel may add a field that is empty."""
    empty: dict[str, Any] = {"series": None, "links": [], "excerpt": False, "of": {}}
    more = {**empty, **document}

    assert checksum(json.dumps(more).encode()) == checksum_by_definition(document)


@pytest.mark.parametrize("of", [checksum_of_form_4, checksum_of_all_fields])
def test_checksums_from_before_several_sources_stay_valid(
    of: Callable[[dict[str, Any]], str],
) -> None:
    """Up to format version 3, a statement had one source instead of a list."""
    three = {**content(SAMPLE_OF_FORM_1)["statements"]["3"], "source": "https://a.org"}
    was = of(three)
    del three["source"]

    for sources, do_fit in (
        (["https://a.org"], True),
        (["https://a.org", "https://b.org"], False),
        (["https://b.org"], False),
        ([], False),
    ):
        assert fits(json.dumps({**three, "sources": sources}).encode(), was) == do_fit


@pytest.mark.parametrize("lacks", ["place", "tags"])
def test_checksum_of_a_record_that_lacked_a_field_stays_valid(
    store: Path, lacks: str
) -> None:
    """In format version 1, the checksum covered only the fields in the file."""
    three = dict(content(store)["statements"]["3"])
    del three[lacks]

    assert fits(json.dumps(three).encode(), checksum_of_all_fields(three))
    assert not fits(
        json.dumps({**three, "title": "No"}).encode(), checksum_of_all_fields(three)
    )


def test_every_change_updates_the_checksums(store: Path) -> None:
    with opened(store) as archive:
        assert stored_checksums(store) == expected_checksums(store)
        archive.add(draft("A tenth: សេចក្តី \x7f \\ / \b."))
        assert list(stored_checksums(store)) == list(range(1, 11))
        assert stored_checksums(store) == expected_checksums(store)
        archive.edit([3], lambda _: {"title": "Another"})
        assert stored_checksums(store) == expected_checksums(store)
        archive.remove([1, 9])
        assert list(stored_checksums(store)) == [2, 3, 4, 5, 6, 7, 8, 10]
        archive.undo()
        assert list(stored_checksums(store)) == list(range(1, 11))
        assert stored_checksums(store) == expected_checksums(store)


@pytest.mark.parametrize("table", [None, {}])
def test_next_change_computes_missing_checksums(
    store: Path, table: dict[str, Any] | None
) -> None:
    """An archive of format version 1 may have no checksums."""
    tables: dict[str, Any] = content(store)
    tables.pop("checksums")
    tables.pop("archive", None)
    if table is not None:
        tables["checksums"] = table
    store.write_text(json.dumps(tables), "utf-8")
    with opened(store) as archive:
        archive.add(draft())

    assert stored_checksums(store) == expected_checksums(store)
    assert len(stored_checksums(store)) == 10


def test_checksums_are_stored_in_blocks_of_1000(home: Path) -> None:
    """A block without checksums is removed."""
    path = home / "statements.json"
    empty: dict[str, Any] = {}
    path.write_text(
        json.dumps({"statements": dict.fromkeys(("1", "1000", "1001", "2500"), empty)})
    )

    assert blocks_after_writing(path, {}) == {
        "1": ["1", "1000"],
        "2": ["1001"],
        "3": ["2500"],
    }
    blocks_after_writing(path, {1001: None, 2500: None, 3: b"{}"})
    assert blocks_after_writing(path, {1500: b"{}", 7000: b"{}"}) == {
        "1": ["1", "3", "1000"],
        "2": ["1500"],
        "7": ["7000"],
    }


def blocks_after_writing(
    path: Path, records: dict[int, Document | None]
) -> dict[str, list[str]]:
    """Write `records`, and return the ids in each block of checksums."""
    with FileStore(path).transaction() as transaction:
        commit_nothing(transaction, records)
    return {key: list(block) for key, block in content(path)["checksums"].items()}


SHIPPED = json.loads(SAMPLE.read_text("utf-8"))
# The sample archive, and archives of earlier format versions.
ARCHIVES = [
    path
    for path in sorted((ROOT / "tests").rglob("*.json"))
    if "statements" in json.loads(path.read_bytes())
]
EXAMPLE = (ROOT / "docs" / "file-format.md").read_text("utf-8")
VALIDATOR = Draft202012Validator(json_schema())

FILE = {"name": "a", "sha256": "0" * 64, "size": 1, "media_type": "text/plain"}


def sample_with(path: str, value: Any) -> dict[str, Any]:
    """Return the sample archive with `value` at `path`; None removes the key."""
    archive: dict[str, Any] = copy.deepcopy(SHIPPED)
    *folders, name = path.split("/")
    place = archive
    for folder in folders:
        place = place.setdefault(folder, {})
    place[name] = value
    if value is None:
        del place[name]
    return archive


def test_schema_is_valid() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", ARCHIVES, ids=lambda path: str(path.relative_to(ROOT)))
def test_archives_of_all_format_versions_match_the_schema(path: Path) -> None:
    VALIDATOR.validate(json.loads(path.read_text("utf-8")))


def test_example_in_the_documentation_matches_the_schema() -> None:
    example = EXAMPLE.split("```json\n", 1)[1].split("```", 1)[0]

    VALIDATOR.validate(json.loads(example))


def test_archive_with_all_fields_and_kinds_of_changes_matches_the_schema(
    run: Run, home: Path
) -> None:
    full = ("--signatory=A", "--tag=b", "--source=https://e.org", "--place=Phnom Penh")
    (home / "a.pdf").write_bytes(b"%PDF")
    for command in (
        ("init",),
        ("add", "--date=2012-07~", "--program=A", "--title=b", "--language=km", *full),
        ("add", "--date=2012", "--program=A", "--text=b"),
        ("add", "--date=2012-10/2012-11?", "--program=A", "--title=c"),
        ("add", "--date=../2011-02~", "--program=A", "--title=d"),
        ("add", "--date=2011/..", "--program=A", "--title=e"),
        ("edit", "1", "--title=c"),
        ("attach", "1", "a.pdf", "--role=scan", "--language=km", "--private"),
        ("attach", "2", "a.pdf"),
        ("remove", "1", "--yes"),
        ("undo",),
        ("redo",),
    ):
        assert run(*command).code == 0, command
    path = home / "data" / "statements.json"

    VALIDATOR.validate(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("statements/1/date", None),
        ("statements/1/date", "16 July 2012"),
        ("statements/1/date", "2012-13"),
        ("statements/1/program", ""),
        ("statements/1/title", 7),
        ("statements/1/text", None),  # statement 1 has no title either
        ("statements/1/tags", "land"),
        ("statements/1/language", "the language of Khmer"),
        ("statements/1/source", "page 7"),
        ("statements/1/uuid", "1"),
        ("statements/1/attachments", [{"name": "a.pdf"}]),
        ("statements/1/attachments", [{**FILE, "role": "poem"}]),
        ("statements/1/attachments", [{**FILE, "private": "yes"}]),
        ("statements/x", {}),
        ("statements", None),
        ("statements", []),
        ("history/1/at", "today"),
        ("history/1/added", ["1"]),
        ("history/1/removed", None),
        ("checksums/1/1", "x"),
        ("archive/1/form", "two"),
    ],
)
def test_invalid_archive_does_not_match_the_schema(path: str, value: object) -> None:
    assert not VALIDATOR.is_valid(sample_with(path, value))


def test_schema_has_the_values_that_the_program_accepts() -> None:
    parts = json_schema()["$defs"]
    file, note = parts["attachment"]["properties"], parts["note"]
    settings = parts["settings"]["properties"]

    assert file["role"]["enum"] == [*ROLES, "", None]
    assert file["media_type"]["pattern"] == f"^{MEDIA_TYPE}$"
    assert note["properties"]["kind"]["enum"] == [*NOTE_KINDS]
    assert note["properties"]["at"]["pattern"] == TIME.pattern
    assert settings["withheld"]["items"]["enum"] == [*RULES]
    assert [*settings["usual"]["properties"]] == [*USUAL_FIELDS]


def test_schema_describes_each_field() -> None:
    statement = json_schema()["$defs"]["statement"]

    told = {name: said["description"] for name, said in statement["properties"].items()}
    assert told == {
        **{field.name: field.about for field in RECORD},
        "source": "The source, if the statement has no sources.",
    }
