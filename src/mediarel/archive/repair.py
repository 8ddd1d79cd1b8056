"""Repairing: another store in the place of one that can't be read, as a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.session import Session
from mediarel.history.changeset import ChangeSet
from mediarel.store.tiny.replace import replacement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.recovery.repair import Examination
    from mediarel.store.protocol import Document
    from mediarel.store.tiny.file import FileStore
    from mediarel.store.tiny.read import Content


def repair(archive: Archive, store: FileStore, examined: Examination) -> Path | None:
    """Write what can be saved of `store`, that of `archive`, in its place.

    Returns where the damaged one is kept, which must still be as it was `examined`.

    Raises BusyStoreError, OvertakenRepairError or StoreAccessError.
    """
    plan = examined.plan
    return replace_store(
        archive,
        store,
        examined.content,
        {str(number): raw for number, raw in plan.statements.items()},
        {str(number): raw for number, raw in plan.history.items()},
        command="repair",
        last_id=plan.last_id,
    )


def replace_store(  # noqa: PLR0913 - what is there, and what is to be
    archive: Archive,
    store: FileStore,
    seen: Content | None,
    statements: Mapping[str, Document],
    history: Mapping[str, Document],
    *,
    command: str,
    last_id: int,
) -> Path | None:
    """Put `statements` and their `history` in the place of `store`, that of `archive`.

    It must be as it was `seen`, None if it was not there. No id up to `last_id` is
    given again. Returns where what was there is kept.

    Raises BusyStoreError, OvertakenRepairError or StoreAccessError.
    """
    with replacement(store, seen, statements, history) as transaction:
        session = Session(archive, transaction, command)
        session.commit(ChangeSet("repair", last_id=last_id))
        return transaction.kept
