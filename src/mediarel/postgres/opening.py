"""The ways into an archive on a server: opened, and made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import RefusedError
from mediarel.postgres.connection import Connection
from mediarel.postgres.index import ServerIndex
from mediarel.postgres.store import ServerStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mediarel.address import Address
    from mediarel.index.fill import Progress


class ServerStoreExistsError(RefusedError):
    """A new archive was to be made where one is already."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            f"there is an archive at {address} already",
            "Name another schema: the part behind #. It was left as it is.",
        )


def opened(
    address: Address,
    folder: Path,
    *,
    progress: Progress = lambda *_: None,
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[ServerStore, ServerIndex]:
    """Return what leads to the archive at `address`, as a store and as an index.

    `folder` is the user's, for copies of files. The connection, of which there is one,
    is made when it is first needed.
    """
    connection = Connection(address)
    store = ServerStore(connection, progress=progress, tell=tell)
    return store, ServerIndex(connection, folder)


def create(address: Address, name: str = "") -> None:
    """Make an empty archive at `address`, called `name`: its schema and its tables.

    Raises ServerStoreExistsError or AccessError.
    """
    from mediarel.postgres.making import make  # noqa: PLC0415 - for a new one alone

    if not make(address, name):
        raise ServerStoreExistsError(address)
