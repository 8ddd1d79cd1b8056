"""Making a new archive that has statements from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.session import Session
from mediarel.history.change import ChangeSet
from mediarel.store import FORM
from mediarel.store.protocol import Snapshot
from mediarel.store.tiny.file import make_room
from mediarel.store.tiny.transaction import replacement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Draft
    from mediarel.postgres.store import ServerStore
    from mediarel.store.tiny.file import FileStore


def init_filled(
    archive: Archive,
    store: FileStore,
    drafts: Iterable[Draft],
    about: Mapping[str, object],
) -> None:
    """Make `store`, that of `archive`, with `drafts`: whole or not at all.

    The archive says `about` of itself, such as its name.

    Raises StoreExistsError, OvertakenRepairError or StoreAccessError.
    """
    make_room(store.path)
    said = {"archive": {"1": store.encode({"form": FORM, **about})}}
    with replacement(store, None, Snapshot("", {}, {}, {}, said)) as transaction:
        session = Session(archive, transaction, "init")
        session.commit(ChangeSet("import", added=list(drafts)))


def init_filled_on_server(
    archive: Archive,
    store: ServerStore,
    drafts: Iterable[Draft],
    about: Mapping[str, object],
) -> None:
    """Make the same on a server: its tables, and what is in them.

    Raises ServerStoreExistsError or AccessError.
    """
    # What a file does without.
    from mediarel.postgres.making import making  # noqa: PLC0415

    with making(store.connection, about) as transaction:
        session = Session(archive, transaction, "init")
        session.commit(ChangeSet("import", added=list(drafts)))
