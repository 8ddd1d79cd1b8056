"""The way into an archive on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.postgres.index import ServerIndex
from mediarel.postgres.store import ServerStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mediarel.index.fill import Progress
    from mediarel.postgres.connection import Connection


def opened(
    connection: Connection,
    folder: Path,
    *,
    progress: Progress = lambda *_: None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[ServerStore, ServerIndex]:
    """Return the store and the index of the archive at `connection`.

    `folder` is the user's, for copies of files.
    """
    store = ServerStore(connection, progress=progress, tell=tell)
    return store, ServerIndex(connection, folder)
