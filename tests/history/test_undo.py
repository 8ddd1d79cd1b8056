"""Undo: what takes a change back.

- of each kind; again, further back, to the very beginning; of an undone undo: no
- a removal comes back byte for byte, in its old place
- refused where what it touched has changed since, by us or by a script
- not hindered by other changes
- nothing to undo
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tinydb import TinyDB

from archives import Desk, content, draft, opened, shown
from mediarel.errors import RefusedError
from mediarel.history.undo import UndoConflictError
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def statements(store: Path) -> dict[str, Any]:
    """Return the statements as they stand in the file, without when they changed."""
    return {
        number: {name: kept for name, kept in document.items() if name != "modified"}
        for number, document in content(store)["statements"].items()
    }


def by_script(store: Path, number: int, **fields: object) -> None:
    """Change a statement with a stock TinyDB, past the archive."""
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


def retitle(archive: Desk) -> None:
    archive.edit([10], lambda _: {"title": "Y"})


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
def test_undo_brings_back_what_was(
    store: Path, archive: Desk, change: Callable[[Desk], None]
) -> None:
    """All fields of all statements, in their order."""
    before = statements(store)
    change(archive)
    changed = statements(store)

    archive.undo()

    assert changed != before
    assert statements(store) == before
    assert list(statements(store)) == list(before)
    assert sorted(shown(archive)) == list(range(1, 11))


def test_change_after_an_undo_is_undone_first(archive: Desk) -> None:
    """The newest that still stands, then the one below what was taken back."""
    add(archive)
    archive.undo()
    edit(archive)

    numbers = [archive.undo().number, archive.undo().number]

    assert numbers == [5, 2]


def test_nothing_to_undo(home: Path) -> None:
    """A new archive has no change; nothing is written."""
    FileStore.create(home / "statements.json")
    before = (home / "statements.json").read_bytes()
    with opened(home / "statements.json") as archive:
        with pytest.raises(RefusedError, match="no change left"):
            archive.undo()

        assert not list(archive.changes())

    assert (home / "statements.json").read_bytes() == before


def refused(store: Path, archive: Desk, words: str) -> None:
    """Assert that undoing is refused with `words`, and that nothing changes."""
    before = store.read_bytes()
    with pytest.raises(UndoConflictError, match=words) as error:
        archive.undo()

    assert error.value.exit_code == 1
    assert store.read_bytes() == before


def test_addition_that_a_script_changed_is_not_undone(
    store: Path, archive: Desk
) -> None:
    """What someone wrote there would be lost."""
    by_script(store, 10, place="Kampot")

    refused(store, archive, "change 2 .*: statement 10 has changed since")


def test_addition_that_a_script_removed_is_not_undone(
    store: Path, archive: Desk
) -> None:
    """There is nothing to take back."""
    with TinyDB(store) as db:
        db.table("statements").remove(doc_ids=[10])

    refused(store, archive, "statement 10 no longer exists")


def test_edit_of_a_field_that_a_script_changed_is_not_undone(
    store: Path, archive: Desk
) -> None:
    """None of its statements is, though the others are as they were left."""
    edit(archive)
    by_script(store, 10, place="Kampot")

    refused(store, archive, "change 3 .*: statement 10 now has a different place")


def test_edit_of_what_a_script_removed_is_not_undone(
    store: Path, archive: Desk
) -> None:
    """There is nothing to set."""
    edit(archive)
    with TinyDB(store) as db:
        db.table("statements").remove(doc_ids=[3])

    refused(store, archive, "statement 3 no longer exists")


def test_removal_of_what_a_script_put_back_is_not_undone(
    store: Path, archive: Desk
) -> None:
    """It would be written over."""
    document = content(store)["statements"]["5"]
    remove(archive)
    with TinyDB(store) as db:
        db.table("statements").upsert(_document(5, document))

    refused(store, archive, "statement 5 exists again")


def _document(number: int, fields: dict[str, Any]) -> Any:
    from tinydb.table import Document  # noqa: PLC0415

    return Document(fields, doc_id=number)


def test_other_fields_do_not_hinder_an_undo(store: Path, archive: Desk) -> None:
    """They are left as the script set them."""
    archive.edit([10], lambda _: {"title": "X"})
    by_script(store, 10, place="Kampot", modified="2030-01-01T00:00:00Z")

    archive.undo()

    (ten,) = archive.get([10])
    assert (ten.title, ten.place) == ("Ten", "Kampot")


def test_undo_that_would_leave_no_statement_is_refused(
    store: Path, archive: Desk
) -> None:
    """A script emptied the text, so that the title can't be taken away again."""
    archive.edit([9], lambda _: {"title": "X"})
    by_script(store, 9, text=None)

    refused(store, archive, "statement 9 .*empty")
