"""Migrate a store's file from earlier format versions to the current one.

The format version describes the data in the tables. It is in document 1 of the table
`archive`:

    "archive": {"1": {"form": 4}}

A file of an earlier version is readable, and migrated by the next change.

    1  has no table `archive`; checksums and digests cover all fields
    2  has that table; new checksums and digests ignore empty fields
    3  dates may be intervals, which a program for version 2 would report as
       damage
    4  a statement has the list `sources` instead of one `source`; unchanged
       statements stay as they are, and `source` is read as a list of one
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import InvalidFieldError, NewerArchiveError, shorten
from mediarel.store import FORM
from mediarel.store.records import read_fields
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.others import ARCHIVE, damaged_record, form_said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mediarel.store.protocol import Document

    TablesByName = dict[str, dict[str, Document]]

_KEY = "1"  # of the only document


def form_in(path: Path, tables: Mapping[str, Mapping[str, Document]]) -> int:
    """Return the format version of the `tables` of the store at `path`.

    Raises NewerArchiveError for an unknown version, and DamagedError for an invalid
    one.
    """
    raw = tables.get(ARCHIVE, {}).get(_KEY)
    if raw is None:
        return 1
    try:
        form = read_fields(bytes(raw)).get("form")
    except InvalidFieldError as error:
        raise damaged_record(path, ARCHIVE, 1, error.problem) from error
    if type(form) is not int or form < 1:
        what = f"its form is {shorten(form)!r}, not a whole number from 1"
        raise damaged_record(path, ARCHIVE, 1, what)
    _refuse_newer_form(path, form)
    return form


def _refuse_newer_form(path: Path, form: int) -> None:
    if form > FORM:
        raise NewerArchiveError(
            f"{path} was made by a newer mediarel (form {form}; this one knows {FORM})"
        )


def refuse_newer(path: Path, data: bytes) -> None:
    """Raise NewerArchiveError if `data` has an unknown format version.

    The rest of `data` may be in any format, or damaged.
    """
    if (form := form_said(data)) is not None:
        _refuse_newer_form(path, form)


def migrated(path: Path, tables: TablesByName) -> TablesByName:
    """Return the `tables` of the store at `path`, in the current format version.

    Raises NewerArchiveError or DamagedError.
    """
    if form_in(path, tables) < FORM:
        tables = {ARCHIVE: {}, **tables}
        fields = read_fields(bytes(tables[ARCHIVE].get(_KEY, b"{}")))
        document = encoded({**fields, "form": FORM})
        tables[ARCHIVE] = {**tables[ARCHIVE], _KEY: document}
    return tables
