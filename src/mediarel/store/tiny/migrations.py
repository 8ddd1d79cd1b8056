"""The form of a store's file, and how one of an earlier form is brought to today's.

The form says how what stands in the tables is put. The table `archive` says which
it is, in its document 1:

    "archive": {"1": {"form": 2}}

A file of an earlier form is read as it is; the next change brings it to today's.

1  has no table `archive`; checksums and digests are reckoned over all fields
2  has one; in those that are made from now on, empty fields count for nothing
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from mediarel.errors import DamagedError, InvalidFieldError, NewerArchiveError, shorten
from mediarel.store.protocol import FORM
from mediarel.store.records import read_fields
from mediarel.store.tiny.layout import encoded
from mediarel.store.tiny.validate import damaged_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from mediarel.store.protocol import Document

    TablesByName = dict[str, dict[str, Document]]

_ARCHIVE = "archive"
_ONLY = "1"  # the key of its document


def _add_archive_table(tables: TablesByName) -> TablesByName:
    """Return `tables` of form 1 in form 2: what says the form comes first."""
    return {_ARCHIVE: dict(tables.get(_ARCHIVE, {})), **tables}


# Each makes of the form before its own the next: of form 1 form 2, and so on.
MIGRATIONS: tuple[Callable[[TablesByName], TablesByName], ...] = (_add_archive_table,)


class _FormTable(msgspec.Struct):
    """Of a file, what says its form, whatever else is in it."""

    archive: dict[str, msgspec.Raw] = {}


def form_in(path: Path, tables: Mapping[str, Mapping[str, Document]]) -> int:
    """Return the form of the `tables` of the store at `path`.

    Raises NewerArchiveError where it is one that this program does not know, and
    DamagedError where it is none.
    """
    raw = tables.get(_ARCHIVE, {}).get(_ONLY)
    if raw is None:
        return 1
    try:
        form = read_fields(bytes(raw)).get("form")
    except InvalidFieldError as error:
        raise damaged_record(path, _ARCHIVE, 1, error.problem) from error
    if type(form) is not int or form < 1:
        what = f"its form is {shorten(form)!r}, not a whole number from 1"
        raise damaged_record(path, _ARCHIVE, 1, what)
    if form > FORM:
        raise NewerArchiveError(
            f"{path} was made by a newer mediarel (form {form}; this one knows {FORM})"
        )
    return form


def refuse_newer(path: Path, data: bytes) -> None:
    """Raise NewerArchiveError where `data` is of a form that is not known.

    Its tables may be such that they can't be read as ours.
    """
    with suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        said = msgspec.json.decode(data, type=_FormTable)
        with suppress(DamagedError):
            form_in(
                path, {_ARCHIVE: {key: bytes(r) for key, r in said.archive.items()}}
            )


def migrated(path: Path, tables: TablesByName) -> TablesByName:
    """Return the `tables` of the store at `path` in today's form.

    Raises NewerArchiveError or DamagedError.
    """
    for form in range(form_in(path, tables), FORM):
        tables = MIGRATIONS[form - 1](tables)
        kept = tables[_ARCHIVE].get(_ONLY, b"{}")
        tables[_ARCHIVE][_ONLY] = encoded(
            {**read_fields(bytes(kept)), "form": form + 1}
        )
    return tables
