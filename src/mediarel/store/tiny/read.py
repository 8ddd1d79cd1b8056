"""Read the documents of a store as raw JSON, without parsing them.

This avoids TinyDB, which takes 15 ms to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mediarel.errors import DamagedError
from mediarel.store.protocol import Snapshot
from mediarel.store.tiny.file import read_content
from mediarel.store.tiny.layout import is_laid_out
from mediarel.store.tiny.migrations import form_in, refuse_newer
from mediarel.store.tiny.others import damaged, validate

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.store.protocol import Document, Revision

_DECODER: msgspec.json.Decoder[dict[str, dict[str, Document]]] = msgspec.json.Decoder(
    dict[str, dict[str, msgspec.Raw]]
)


def read_snapshot(path: Path) -> Snapshot:
    """Return everything in the store at `path`, after validating its file.

    Raises DamagedError, NewerArchiveError, NoStoreError or StoreAccessError.
    """
    content = read_content(path)
    return snapshot_of(content.revision, validated_tables(path, content.data))


def snapshot_of(revision: Revision, tables: dict[str, dict[str, Document]]) -> Snapshot:
    """Return the snapshot of a store with `tables` at `revision`."""
    return Snapshot(
        revision,
        tables.pop("statements", {}),
        tables.pop("history", {}),
        tables.pop("checksums", {}),
        tables,
    )


def validated_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    """Return the tables in `data`, the content of the store at `path`, validated.

    Raises DamagedError or NewerArchiveError.
    """
    tables = decoded_tables(path, data)
    # A file in the exact layout can't have the faults that validation finds.
    if not is_laid_out(tables, data):
        refuse_newer(path, data)
        validate(path, data)
    return tables


def decoded_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    """Return the tables in `data`, without validating them.

    Raises NewerArchiveError, and DamagedError if they can't be decoded.
    """
    return {
        name: {key: memoryview(document) for key, document in table.items()}
        for name, table in raw_tables(path, data).items()
    }


def raw_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    """Like `decoded_tables`, but with documents as `msgspec.Raw`, which is faster."""
    try:
        tables: dict[str, dict[str, Document]] = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        refuse_newer(path, data)
        validate(path, data)
        raise damaged(path, "it is not JSON as an archive has it") from None
    try:
        form_in(path, tables)
    except DamagedError:
        refuse_newer(path, data)
        raise
    return tables
