"""Making a new archive that has statements from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.session import Session
from mediarel.history.changeset import ChangeSet
from mediarel.store.protocol import Snapshot
from mediarel.store.tiny.file import make_room
from mediarel.store.tiny.replace import replacement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Draft
    from mediarel.store.tiny.file import FileStore


def init_filled(archive: Archive, store: FileStore, drafts: Iterable[Draft]) -> None:
    """Make `store`, that of `archive`, with `drafts` in it: whole or not at all.

    Raises StoreExistsError, OvertakenRepairError or StoreAccessError.
    """
    make_room(store.path)
    with replacement(store, None, Snapshot("", {}, {}, {}, {})) as transaction:
        session = Session(archive, transaction, "init")
        session.commit(ChangeSet("import", added=list(drafts)))
