"""Read the documents of a store as raw JSON, and migrate earlier format versions.

This module doesn't parse documents, so it doesn't need TinyDB. Loading TinyDB takes 15
ms. The format version describes the data in the tables. It is in document 1 of the
table `archive`:

    "archive": {"1": {"form": 5}}

A file of an earlier version can be read. The next change migrates the file.

    1  the table `archive` is missing; checksums and digests cover all fields
    2  the table `archive` exists; new checksums and digests ignore empty fields
    3  dates can be intervals, which programs for version 2 report as damage
    4  a statement has the list `sources` instead of one `source`; unchanged
       statements keep `source`, which is read as a list of one URL
    5  new checksums and digests are the SHA-256 of canonical JSON; `changed` has the
       times of the last change; `archive` has the number and digest of the last change
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from mediarel import errors
from mediarel.store import FORM
from mediarel.store.protocol import Document, Revision, Snapshot
from mediarel.store.records import read_fields
from mediarel.store.tiny import others
from mediarel.store.tiny.file import read_content
from mediarel.store.tiny.layout import encoded, is_laid_out

TablesByName = dict[str, dict[str, Document]]


_KEY = "1"  # the key of the only document
_DECODER: msgspec.json.Decoder[dict[str, dict[str, Document]]] = msgspec.json.Decoder(
    dict[str, dict[str, msgspec.Raw]]
)


def read_snapshot(path: Path) -> Snapshot:
    """Validate the file of the store at `path`, and return all of its data.

    Raises DamagedError, NewerArchiveError, NoStoreError or StoreAccessError.
    """
    content = read_content(path)
    return snapshot_of(content.revision, validated_tables(path, content.data))


def snapshot_of(revision: Revision, tables: dict[str, dict[str, Document]]) -> Snapshot:
    """Return a snapshot with these tables and this revision."""
    return Snapshot(
        revision,
        tables.pop("statements", {}),
        tables.pop("history", {}),
        tables.pop("checksums", {}),
        tables,
    )


def validated_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    """Validate the content of the store at `path`, and return its tables.

    Raises DamagedError or NewerArchiveError.
    """
    tables: dict[str, dict[str, Document]] = {
        name: {key: memoryview(document) for key, document in table.items()}
        for name, table in raw_tables(path, data).items()
    }
    # A file in the exact layout has none of the problems that validation finds.
    if not is_laid_out(tables, data):
        refuse_newer(path, data)
        others.validate(path, data)
    return tables


def raw_tables(path: Path, data: bytes) -> dict[str, dict[str, Document]]:
    """Return the tables of a store with raw documents, without validating them.

    Raises NewerArchiveError. Raises DamagedError if the tables can't be decoded.
    """
    try:
        tables: dict[str, dict[str, Document]] = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        refuse_newer(path, data)
        others.validate(path, data)
        raise others.damaged(
            path, "the file doesn't have the structure of an archive"
        ) from None
    try:
        form_in(path, tables)
    except errors.DamagedError:
        refuse_newer(path, data)
        raise
    return tables


def form_in(path: Path, tables: Mapping[str, Mapping[str, Document]]) -> int:
    """Return the format version of the tables of the store at `path`.

    Raises NewerArchiveError if the version is unknown, and DamagedError if it is
    invalid.
    """
    raw = tables.get(others.ARCHIVE, {}).get(_KEY)
    if raw is None:
        return 1
    try:
        form = read_fields(bytes(raw)).get("form")
    except errors.InvalidFieldError as error:
        raise others.damaged_record(path, others.ARCHIVE, 1, error.problem) from error
    if type(form) is not int or form < 1:
        what = f"the format version is {errors.shorten(form)!r}, not a positive number"
        raise others.damaged_record(path, others.ARCHIVE, 1, what)
    _refuse_newer_form(path, form)
    return form


def _refuse_newer_form(path: Path, form: int) -> None:
    if form > FORM:
        raise errors.NewerArchiveError(
            f"{path} was made by a newer mediarel (format version {form};"
            f" this one supports {FORM})"
        )


def refuse_newer(path: Path, data: bytes) -> None:
    """Raise NewerArchiveError if the content of a store has an unknown format version.

    The rest of the content may be damaged, or have any format.
    """
    if (form := others.form_said(data)) is not None:
        _refuse_newer_form(path, form)


def migrated(path: Path, tables: TablesByName) -> TablesByName:
    """Migrate the tables of the store at `path` to the current format version.

    Raises NewerArchiveError or DamagedError.
    """
    if form_in(path, tables) < FORM:
        tables = {others.ARCHIVE: {}, **tables}
        fields = read_fields(bytes(tables[others.ARCHIVE].get(_KEY, b"{}")))
        document = encoded({**fields, "form": FORM})
        tables[others.ARCHIVE] = {**tables[others.ARCHIVE], _KEY: document}
    return tables
