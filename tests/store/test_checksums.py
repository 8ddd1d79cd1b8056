"""Test the checksums of statements."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archives import commit_nothing, content, draft, opened
from conftest import SAMPLE_OF_FORM_1
from mediarel.store.protocol import Document
from mediarel.store.sound import checksum, fits, read_checksums
from mediarel.store.tiny.file import FileStore
from samples import EVERY

TEXT = st.text(st.characters(codec="utf-8"))
# Python sorts other names differently than RFC 8785.
NAMES = st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF))
EMPTY: tuple[object, ...] = (None, "", [])
DOCUMENTS = st.dictionaries(
    NAMES, st.none() | TEXT | st.integers(-(2**63), 2**63) | st.lists(TEXT), max_size=5
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
