"""Checksums of statements: kept with every change, the same for the same content.

- the definition in the docstring, followed with Python's own json and hashlib
- the same however the JSON is laid out; another for any other content
- kept by adding, editing, removing and undoing; in the order of ids, by the thousand
- empty fields count for nothing; what an archive of form 1 keeps is still valid
- an archive from before there were checksums is given all of them
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import commit_nothing, content, draft, opened
from conftest import SAMPLE_OF_FORM_1
from mediarel.store.sound import checksum, fits, read_checksums
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mediarel.store.protocol import Document

TEXT = st.text(st.characters(codec="utf-8"))
EMPTY: tuple[object, ...] = (None, "", [])
DOCUMENTS = st.dictionaries(
    TEXT, st.none() | TEXT | st.integers(-(2**63), 2**63) | st.lists(TEXT), max_size=5
)


def by_the_book(document: dict[str, Any]) -> str:
    """Return the checksum as anyone can make it who has only read how."""
    said = {name: value for name, value in document.items() if value not in EMPTY}
    return of_all(said)


def of_all(document: dict[str, Any]) -> str:
    """Return the checksum as it was in form 1, made as anyone can make it."""
    plain = json.dumps(
        document, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return sha256(plain.encode()).hexdigest()[:16]


def kept(path: Path) -> dict[int, str]:
    return read_checksums(FileStore(path).read().checksums)


def expected(path: Path) -> dict[int, str]:
    """Return the checksums that the store at `path` should hold, in their order."""
    statements = content(path)["statements"]
    return {int(key): by_the_book(document) for key, document in statements.items()}


@given(DOCUMENTS)
def test_it_can_be_made_by_anyone(document: dict[str, Any]) -> None:
    """With nothing but the standard library, from any layout of the JSON."""
    wide = json.dumps(document, indent=4).encode()
    narrow = json.dumps(
        dict(reversed(document.items())), ensure_ascii=False, separators=(",", ":")
    ).encode()

    assert checksum(wide) == checksum(memoryview(narrow)) == by_the_book(document)


@given(DOCUMENTS)
def test_an_empty_field_changes_none(document: dict[str, Any]) -> None:
    """One that a later mediarel adds, and has nothing to say."""
    empty: dict[str, Any] = {"series": None, "links": [], "excerpt": False, "of": {}}
    more = {**empty, **document}

    assert checksum(json.dumps(more).encode()) == by_the_book(document)


@pytest.mark.parametrize("of", [by_the_book, of_all])
def test_those_of_one_source_stay_valid(of: Callable[[dict[str, Any]], str]) -> None:
    """Until form 3 a statement had one, now a list of them."""
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
def test_one_of_a_field_that_was_not_there_stays_valid(store: Path, lacks: str) -> None:
    """In form 1 it was of the fields that the file had, such as after an editor."""
    three = dict(content(store)["statements"]["3"])
    del three[lacks]

    assert fits(json.dumps(three).encode(), of_all(three))
    assert not fits(json.dumps({**three, "title": "No"}).encode(), of_all(three))


def test_they_are_kept_with_every_change(store: Path) -> None:
    """One for each statement, of what it is now."""
    with opened(store) as archive:
        assert kept(store) == expected(store)
        archive.add(draft("A tenth: សេចក្តី \x7f \\ / \b."))
        assert list(kept(store)) == list(range(1, 11))
        assert kept(store) == expected(store)
        archive.edit([3], lambda _: {"title": "Another"})
        assert kept(store) == expected(store)
        archive.remove([1, 9])
        assert list(kept(store)) == [2, 3, 4, 5, 6, 7, 8, 10]
        archive.undo()
        assert list(kept(store)) == list(range(1, 11))
        assert kept(store) == expected(store)


def test_one_from_outside_is_left(store: Path) -> None:
    """A change of ours renews what it changed, and nothing besides."""
    store.write_bytes(store.read_bytes().replace(b'"CLEC"', b'"ADHOC"'))
    was = kept(store)
    with opened(store) as archive:
        archive.edit([3], lambda _: {"title": "Another"})

    assert {n for n, value in kept(store).items() if value != was[n]} == {3}
    assert kept(store)[3] == expected(store)[3]


@pytest.mark.parametrize("table", [None, {}])
def test_archive_without_any(store: Path, table: dict[str, Any] | None) -> None:
    """The next change makes them all, in an archive from before there were any."""
    tables: dict[str, Any] = content(store)
    tables.pop("checksums")
    tables.pop("archive", None)
    if table is not None:
        tables["checksums"] = table
    store.write_text(json.dumps(tables), "utf-8")
    with opened(store) as archive:
        archive.add(draft())

    assert kept(store) == expected(store)
    assert len(kept(store)) == 10


def test_they_stand_by_the_thousand(home: Path) -> None:
    """In the order of ids, and a block without any is gone."""
    path = home / "statements.json"
    empty: dict[str, Any] = {}
    path.write_text(
        json.dumps({"statements": dict.fromkeys(("1", "1000", "1001", "2500"), empty)})
    )

    assert written(path, {}) == {
        "1": ["1", "1000"],
        "2": ["1001"],
        "3": ["2500"],
    }
    written(path, {1001: None, 2500: None, 3: b"{}"})
    assert written(path, {1500: b"{}", 7000: b"{}"}) == {
        "1": ["1", "3", "1000"],
        "2": ["1500"],
        "7": ["7000"],
    }


def written(path: Path, records: dict[int, Document | None]) -> dict[str, list[str]]:
    """Return the ids in each block after `records` were written."""
    with FileStore(path).transaction() as transaction:
        commit_nothing(path, transaction, records)
    return {key: list(block) for key, block in content(path)["checksums"].items()}
