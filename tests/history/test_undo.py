"""Test the entries of the history, and undoing changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.table import Document

from archives import Desk, content, draft, shown
from mediarel.history.change import read_change
from mediarel.history.ledger import UndoConflictError


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
