"""The way into an archive on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.postgres.connection import PATIENCE, Connection
from mediarel.postgres.index import ServerIndex
from mediarel.postgres.store import ServerStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mediarel.address import Address
    from mediarel.index.fill import Progress

_FOR_A_TAB = 1.0  # seconds


def opened(
    address: Address,
    folder: Path,
    *,
    is_for_a_tab: bool = False,
    progress: Progress = lambda *_: None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[ServerStore, ServerIndex]:
    """Return what leads to the archive at `address`, as a store and as an index.

    `folder` is the user's, for copies of files. The connection, of which there is one,
    is made when it is first needed. For a Tab no answer is waited for long.
    """
    patience = _FOR_A_TAB if is_for_a_tab else PATIENCE
    connection = Connection(address, patience=patience)
    store = ServerStore(connection, progress=progress, tell=tell)
    return store, ServerIndex(connection, folder)
