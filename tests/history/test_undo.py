"""Test undo of changes, and the chain of checksums."""

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.table import Document

from archives import Desk, content, draft, opened, shown
from conftest import SAMPLE_OF_FORM_1
from mediarel.history.chain import (
    breaks,
    misfits,
    notes_on_breaks,
    running_digest,
    with_proven_digests,
)
from mediarel.history.change import read_change
from mediarel.history.ledger import UndoConflictError
from mediarel.model.digests import FIRST_FIELDS, digest, fits_digest
from mediarel.model.digests import digest_of_change as digest_of
from tampering import Tables, tamper


def test_an_earlier_state_has_its_own_time_of_change(archive: Desk) -> None:
    archive.edit([9], lambda _: {"title": "X"})
    (first,) = archive.get([9])
    archive.edit([9], lambda _: {"place": "Kep"})
    changes = list(archive.changes())
    (second,) = archive.get([9])
    archive.remove([9])
    archive.restore(9, at=changes[1].number)

    assert archive.get([9]) == [first]
    assert first.modified < second.modified


def test_changes_are_read_as_they_were_written(store: Path, archive: Desk) -> None:
    archive.edit([9], lambda _: {"title": "X"})
    archive.remove([9, 10])
    archive.undo()
    history = content(store)["history"]

    changes = list(archive.changes())

    assert [change.number for change in changes] == [5, 4, 3, 2, 1]
    for change in changes:
        document = history[str(change.number)]
        # The first entry is from an early version without kinds and digests.
        first = {"kind": "import", "digest": None}
        assert change.document() == {**first, **document}
        assert read_change(change.number, document) == change
    assert changes[0].ids == changes[1].ids == [9, 10]
    assert [change.number for change in archive.changes(10)] == [5, 4, 2]


@pytest.mark.parametrize(
    ("command", "says", "kind"),
    [
        ("add", {}, "add"),
        ("init", {}, "import"),
        ("undo", {"undoes": 1}, "undo"),
        ("undo", {"redoes": 1}, "redo"),
        ("restore", {}, "restore"),
        ("restore", {"added": {}}, "repair"),
        ("repair", {"added": {}}, "repair"),
        ("init", {"kind": "edit"}, "edit"),
    ],
)
def test_the_kind_of_an_early_change_follows_from_its_command(
    command: str, says: dict[str, object], kind: str
) -> None:
    """Newer entries have a field with the kind of the change."""
    nothing: dict[str, object] = {"changed": {}, "removed": {}}
    nothing |= {"undoes": None, "redoes": None}
    signed = {"at": "2024-01-01T00:00:00Z", "by": "sok", "command": command}
    document = {**signed, "last_id": 1, "added": {"1": "0" * 16}, **nothing, **says}

    assert read_change(2, document).kind == kind


def statements(store: Path) -> dict[str, Any]:
    """Return the stored statements without their times of modification."""
    return {
        number: {name: kept for name, kept in document.items() if name != "modified"}
        for number, document in content(store)["statements"].items()
    }


def edit_by_script(store: Path, number: int, **fields: object) -> None:
    """Edit a statement with plain TinyDB."""
    with TinyDB(store) as db:
        db.table("statements").update(fields, doc_ids=[number])


def edit(archive: Desk) -> None:
    archive.edit(
        [3, 10],
        lambda _: {
            "date": "2013?",
            "program": "STT",
            "type": "Letter",
            "title": None,
            "text": "X",
            "dateline": "Y",
            "place": "Z",
            "dated": "2014",
            "signatories": ["S"],
            "tags": [],
            "language": "km",
            "source": "https://example.org",
        },
    )


def retitle_9(archive: Desk) -> None:
    archive.edit([9], lambda _: {"title": "X"})


def remove(archive: Desk) -> None:
    archive.remove([1, 5, 10])


def remove_all(archive: Desk) -> None:
    archive.remove(shown(archive))


def add(archive: Desk) -> None:
    archive.add(draft("Another."))


def take_in(archive: Desk) -> None:
    archive.import_drafts([draft("a"), draft("b")])


KINDS = (edit, remove, remove_all, add, take_in)


@pytest.mark.parametrize("change", KINDS)
def test_undo_restores_all_fields_and_the_order(
    store: Path, archive: Desk, change: Callable[[Desk], None]
) -> None:
    before = statements(store)
    change(archive)
    changed = statements(store)

    archive.undo()

    assert changed != before
    assert statements(store) == before
    assert list(statements(store)) == list(before)
    assert sorted(shown(archive)) == list(range(1, 11))


def remove_by_script(store: Path, number: int) -> None:
    with TinyDB(store) as db:
        db.table("statements").remove(doc_ids=[number])


def add_by_script(store: Path, number: int) -> None:
    """Add the removed statement again with plain TinyDB."""
    entries = content(store)["history"].values()
    fields = next(e["removed"][str(number)] for e in entries if e["removed"])
    with TinyDB(store) as db:
        db.table("statements").upsert(Document(fields, doc_id=number))


@pytest.mark.parametrize(
    ("change", "by_script", "words"),
    [
        (None, lambda s: edit_by_script(s, 10, place="Kampot"), "10 has changed since"),
        (None, lambda s: remove_by_script(s, 10), "10 no longer exists"),
        (
            edit,
            lambda s: edit_by_script(s, 10, place="Kampot"),
            "10 now has a different place",
        ),
        (edit, lambda s: remove_by_script(s, 3), "3 no longer exists"),
        (remove, lambda s: add_by_script(s, 5), "5 exists again"),
        (retitle_9, lambda s: edit_by_script(s, 9, text=None), "9 .*empty"),
    ],
)
def test_undo_is_refused_if_a_script_changed_the_statement(
    store: Path,
    archive: Desk,
    change: Callable[[Desk], None] | None,
    by_script: Callable[[Path], None],
    words: str,
) -> None:
    """Undo would otherwise remove the changed statement. The file is not changed."""
    if change:
        change(archive)
    by_script(store)
    before = store.read_bytes()

    with pytest.raises(UndoConflictError, match=f"statement {words}") as error:
        archive.undo()

    assert error.value.exit_code == 1
    assert store.read_bytes() == before


History = list[tuple[int, dict[str, Any]]]


def chain(*numbers: int) -> History:
    """Return entries with these numbers and valid digests."""
    entries: History = []
    for number in numbers:
        entry = {"by": "sok", "last_id": number, "undoes": None}
        before = running_digest(entries)
        entries.append((number, {**entry, "digest": digest_of(number, entry, before)}))
    return entries


def entries_of(path: Path) -> History:
    """Return the entries in the file at `path`, oldest first."""
    return [(int(key), entry) for key, entry in content(path)["history"].items()]


def test_the_first_digest_covers_earlier_entries_without_a_digest(store: Path) -> None:
    def change(tables: Tables) -> None:
        tables["history"]["1"]["by"] = "sak"

    with opened(store) as archive:
        archive.add(draft("One."))
        tamper(store, change)

        assert misfits(entries_of(store)) == [2]


def test_a_new_digest_continues_from_the_recorded_digest(store: Path) -> None:
    """The next entry therefore verifies an altered digest of the last entry."""

    def change(tables: Tables) -> None:
        tables["history"]["2"]["digest"] = "0" * 16

    with opened(store) as archive:
        archive.add(draft("One."))
        was = content(store)["history"]["2"]["digest"]
        tamper(store, change)
        archive.add(draft("Two."))

    assert misfits(entries_of(store)) == [2, 3]
    assert with_proven_digests(entries_of(store)) == {2: was}


@pytest.mark.parametrize(
    ("change", "unfit"),
    [
        (lambda entry: entry.update(by="sak"), [2]),
        (lambda entry: entry.update(undoes=1), [2]),
        (lambda entry: entry.update(digest="0" * 16), [2, 3]),
        (lambda entry: entry.update(digest=""), [2]),
        (lambda entry: entry.pop("digest"), [2]),
        (lambda entry: entry.update(why=None), []),
        (lambda entry: entry.pop("undoes"), []),
    ],
)
def test_an_altered_entry_fails_its_digest(
    change: Callable[[dict[str, Any]], object], unfit: list[int]
) -> None:
    """Empty fields are ignored."""
    entries = chain(1, 2, 3, 4)
    change(entries[1][1])

    assert misfits(entries) == unfit


def test_the_entry_after_a_missing_entry_fails() -> None:
    """If a gap existed when the digests were computed, the digests are valid."""
    one, _, three, four = chain(1, 2, 3, 4)

    assert misfits([one, three, four]) == [3]
    assert misfits(chain(1, 5, 9)) == []


def test_the_entry_after_an_unreadable_entry_is_not_checked() -> None:
    one, two, three, four = chain(1, 2, 3, 4)
    four[1]["by"] = "sak"

    assert misfits([one, (2, None), three, four]) == [4]
    assert misfits([(1, None), two, three]) == []


@pytest.mark.parametrize("digest", ["0" * 16, ""])
def test_the_next_entry_verifies_a_damaged_digest(digest: str) -> None:
    entries = chain(1, 2, 3, 4)
    was = entries[1][1]["digest"]
    entries[1][1]["digest"] = digest

    assert with_proven_digests(entries) == {2: was}


def test_the_digest_of_an_altered_entry_is_not_replaced() -> None:
    entries = chain(1, 2, 3, 4)
    del entries[0][1]["digest"]
    entries[2][1]["by"] = "sak"

    assert with_proven_digests(entries) == {}


def test_a_recorded_break_counts_again_if_the_entry_changes() -> None:
    entries = chain(1, 2, 3, 4)
    entries[1][1]["by"] = "sak"
    del entries[2]
    notes = notes_on_breaks(breaks(entries))
    entries += [(5, {"kind": "repair", "notes": notes})]
    before = running_digest(entries[:-1])
    entries[-1][1]["digest"] = digest_of(5, entries[-1][1], before)

    assert misfits(entries) == []
    assert [*breaks(entries, with_recorded=True)] == [2, 4]

    entries[1][1]["by"] = "sek"

    assert misfits(entries) == [2]


TABLES: dict[str, Any] = json.loads(SAMPLE_OF_FORM_1.read_bytes())
KEPT: dict[str, str] = TABLES["history"]["1"]["added"]
STATEMENTS: dict[str, dict[str, Any]] = TABLES["statements"]


def of_form_1(document: Mapping[str, Any]) -> str:
    """Return the digest of format version 1."""
    said = {name: value for name, value in document.items() if name != "modified"}
    written = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return sha256(written.encode()).hexdigest()[:16]


def of_today(document: Mapping[str, Any]) -> str:
    """Return the digest of the current format version."""
    said = {n: v for n, v in document.items() if v not in (None, [], "")}
    del said["modified"]
    written = json.dumps(
        said, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return f"5:{sha256(written.encode()).hexdigest()}"


def test_the_sample_of_format_1_has_the_first_fields() -> None:
    assert all(each.keys() == FIRST_FIELDS.keys() for each in STATEMENTS.values())
    assert {n: of_form_1(each) for n, each in STATEMENTS.items()} == KEPT


@pytest.mark.parametrize("number", STATEMENTS)
@pytest.mark.parametrize("later", [{}, {"series": None}, {"links": [], "draft": False}])
def test_digests_of_format_1_stay_valid_with_new_empty_fields(
    number: str, later: dict[str, Any]
) -> None:
    document = STATEMENTS[number] | later
    bare = {name: value for name, value in document.items() if value}

    assert fits_digest(document, KEPT[number])
    assert fits_digest(bare, KEPT[number])
    assert fits_digest(document | {"modified": "2030-01-01T00:00:00Z"}, KEPT[number])


@pytest.mark.parametrize(
    "other", [{"series": "Land"}, {"place": "Kep"}, {"uuid": None}]
)
def test_a_changed_statement_fails_its_digest(other: dict[str, Any]) -> None:
    document = STATEMENTS["3"]

    assert not fits_digest(document | other, KEPT["3"])
    assert not fits_digest(document | other, of_today(document))


@pytest.mark.parametrize("number", STATEMENTS)
def test_current_digests_ignore_empty_fields(number: str) -> None:
    document = STATEMENTS[number]
    kept = digest(document)

    assert kept == of_today(document) != KEPT[number]
    assert fits_digest(document | {"series": None}, kept)
