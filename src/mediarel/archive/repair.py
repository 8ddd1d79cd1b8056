"""Repairing: replacing a store that can't be read, as a change of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.session import Session
from mediarel.history.changeset import ChangeSet, Explanation
from mediarel.store.protocol import Snapshot
from mediarel.store.tiny.replace import replacement

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.recovery.repair import Examination
    from mediarel.store.tiny.file import FileStore
    from mediarel.store.tiny.read import Content


def repair(archive: Archive, store: FileStore, examined: Examination) -> Path | None:
    """Replace `store`, that of `archive`, by what can be saved of it.

    It must still be as it was `examined`. Returns where the damaged one is kept.

    Raises BusyStoreError, OvertakenRepairError or StoreAccessError.
    """
    plan = examined.plan
    return replace_store(
        archive,
        store,
        examined.content,
        Snapshot(
            examined.content.mark.revision,
            {str(number): raw for number, raw in plan.statements.items()},
            {str(number): raw for number, raw in plan.history.items()},
            plan.checksums,
            plan.others,
        ),
        command="repair",
        last_id=plan.last_id,
        explanation=plan.explanation,
    )


def replace_store(  # noqa: PLR0913 - what is there, and what is to be
    archive: Archive,
    store: FileStore,
    seen: Content | None,
    wanted: Snapshot,
    *,
    command: str,
    last_id: int,
    explanation: Explanation = Explanation(),  # noqa: B008 - it does not change
) -> Path | None:
    """Replace `store`, that of `archive`, by what is `wanted`.

    It must still be as it was `seen`, None if it was not there. No id up to `last_id`
    is given again. Returns where the replaced one is kept.

    Raises BusyStoreError, OvertakenRepairError or StoreAccessError.
    """
    with replacement(store, seen, wanted) as transaction:
        session = Session(archive, transaction, command)
        session.commit(ChangeSet("repair", last_id=last_id, explanation=explanation))
        return transaction.kept
