"""Test undoing changes."""

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
    """Return the stored statements without their times of modification."""
    return {
        number: {name: kept for name, kept in document.items() if name != "modified"}
        for number, document in content(store)["statements"].items()
    }


def by_script(store: Path, number: int, **fields: object) -> None:
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


def test_undo_skips_changes_that_are_undone_already(archive: Desk) -> None:
    add(archive)
    archive.undo()
    edit(archive)

    numbers = [archive.undo().number, archive.undo().number]

    assert numbers == [5, 2]


def test_undo_in_a_new_archive_is_refused(home: Path) -> None:
    FileStore.create(home / "statements.json")
    before = (home / "statements.json").read_bytes()
    with opened(home / "statements.json") as archive:
        with pytest.raises(RefusedError, match="no change left"):
            archive.undo()

        assert not list(archive.changes())

    assert (home / "statements.json").read_bytes() == before


def refused(store: Path, archive: Desk, words: str) -> None:
    """Assert that undo fails with `words`, and that the file stays the same."""
    before = store.read_bytes()
    with pytest.raises(UndoConflictError, match=words) as error:
        archive.undo()

    assert error.value.exit_code == 1
    assert store.read_bytes() == before


def test_an_addition_edited_by_a_script_is_not_undone(
    store: Path, archive: Desk
) -> None:
    by_script(store, 10, place="Kampot")

    refused(store, archive, "change 2 .*: statement 10 has changed since")


def test_an_addition_removed_by_a_script_is_not_undone(
    store: Path, archive: Desk
) -> None:
    with TinyDB(store) as db:
        db.table("statements").remove(doc_ids=[10])

    refused(store, archive, "statement 10 no longer exists")


def test_an_edit_is_not_undone_if_a_script_changed_the_field(
    store: Path, archive: Desk
) -> None:
    """The other statements of the change stay as they are, too."""
    edit(archive)
    by_script(store, 10, place="Kampot")

    refused(store, archive, "change 3 .*: statement 10 now has a different place")


def test_an_edit_of_a_statement_removed_by_a_script_is_not_undone(
    store: Path, archive: Desk
) -> None:
    edit(archive)
    with TinyDB(store) as db:
        db.table("statements").remove(doc_ids=[3])

    refused(store, archive, "statement 3 no longer exists")


def test_a_removal_is_not_undone_if_a_script_added_the_statement_again(
    store: Path, archive: Desk
) -> None:
    document = content(store)["statements"]["5"]
    remove(archive)
    with TinyDB(store) as db:
        db.table("statements").upsert(_document(5, document))

    refused(store, archive, "statement 5 exists again")


def _document(number: int, fields: dict[str, Any]) -> Any:
    from tinydb.table import Document  # noqa: PLC0415

    return Document(fields, doc_id=number)


def test_undo_keeps_other_fields_that_a_script_changed(
    store: Path, archive: Desk
) -> None:
    archive.edit([10], lambda _: {"title": "X"})
    by_script(store, 10, place="Kampot", modified="2030-01-01T00:00:00Z")

    archive.undo()

    (ten,) = archive.get([10])
    assert (ten.title, ten.place) == ("Ten", "Kampot")


def test_undo_is_refused_if_title_and_text_would_be_empty(
    store: Path, archive: Desk
) -> None:
    archive.edit([9], lambda _: {"title": "X"})
    by_script(store, 9, text=None)

    refused(store, archive, "statement 9 .*empty")
