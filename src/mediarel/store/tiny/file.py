"""A store in a file: what can be told of it without reading it, and the way in.

A list asks for the file's mark alone. What reads the documents is in
`read.py`, what writes them in `write.py`, loaded when they are needed: they
take 15 and 30 ms with their libraries.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from mediarel.store.tiny.access import (
    StoreAccessError,
    StoreExistsError,
    mark_at,
    plain,
    reason,
    refused,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from mediarel.errors import DamagedError
    from mediarel.store.protocol import Mark, Tables, Transaction


class FileStore:
    """The store in the TinyDB file at `path`; waits `patience` seconds for its lock.

    `tell` is told in a sentence of a wait, and of other names that the file has.
    """

    def __init__(
        self,
        path: Path,
        *,
        patience: float = 10.0,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.path = path
        self.name = str(path)
        self.patience = patience
        self.tell = tell

    @classmethod
    def create(cls, path: Path) -> FileStore:
        """Make a new, empty store, and the folders above it.

        Raises StoreExistsError where there is something at `path` already.
        """
        from mediarel.atomic import make_folders  # noqa: PLC0415 - see above
        from mediarel.store.tiny.write import write_empty  # noqa: PLC0415 - see above

        if os.path.lexists(path):
            raise StoreExistsError(path)
        try:
            make_folders(path.parent)
        except OSError as error:
            raise StoreAccessError(path.parent, reason(error)) from error
        write_empty(path)
        return cls(path)

    def mark(self) -> Mark:
        """Return the present mark without reading the documents.

        Raises NoStoreError or StoreAccessError.
        """
        return mark_at(self.path)

    def read(self) -> Tables:
        """Return the documents as raw JSON, after a look at all that could be wrong.

        Raises DamagedError, NoStoreError or StoreAccessError.
        """
        from mediarel.store.tiny.read import read_tables  # noqa: PLC0415 - see above

        return read_tables(self.path)

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Lock the store; what is not committed has not happened.

        Raises BusyStoreError, DamagedError, NoStoreError or StoreAccessError.
        """
        from mediarel.store.tiny.write import transaction  # noqa: PLC0415 - see above

        self.refuse_read_only()
        return transaction(self.path, self.patience, self.tell)

    def damaged_record(self, table: str, number: int, what: str) -> DamagedError:
        """Return the error for a record that is not sound, with its line."""
        from mediarel.store.tiny.validate import damaged_record  # noqa: PLC0415 - see above

        return damaged_record(self.path, table, number, what)

    def encode(self, document: Mapping[str, Any]) -> bytes:
        """Return `document` as it stands in the file, indented to its depth."""
        from mediarel.store.tiny.layout import encoded  # noqa: PLC0415 - see above

        return encoded(document)

    def refuse_read_only(self) -> None:
        """Refuse where the file may not be written: replacing it would not ask.

        Raises NoStoreError or StoreAccessError.
        """
        try:
            mode = plain(self.path, self.path.stat()).st_mode
        except OSError as error:
            raise refused(self.path, error) from error
        # Asked as the user that writes, also in a program run for another one.
        can = os.access(
            self.path, os.W_OK, effective_ids=os.access in os.supports_effective_ids
        )
        if not mode & 0o222 or not can:
            raise StoreAccessError(self.path, "it may only be read")
