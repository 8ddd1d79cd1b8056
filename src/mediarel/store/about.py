"""Read the settings of an archive: name, rules, organisations, defaults.

They are in document 1 of the table `archive`, next to the format version. Other
programs may write there too.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mediarel.errors import InvalidFieldError
from mediarel.model.archive_settings import cleared_in, organisations_in, rules_in
from mediarel.model.readers import read_field
from mediarel.store.protocol import About
from mediarel.store.records import read_fields
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mediarel.store.protocol import Document

    Tables = Mapping[str, Mapping[str, Document]]

NAME = "name"
ORGANISATIONS = "organisations"
WITHHELD = "withheld"
CLEARED = "cleared"
USUAL = "usual"
USUAL_FIELDS = ("program", "type", "language")
_TABLE, _KEY = "archive", "1"


def about(tables: Tables) -> dict[str, Any]:
    """Return the settings in `tables`, as JSON values."""
    raw = tables.get(_TABLE, {}).get(_KEY)
    if raw is None:
        return {}
    try:
        return read_fields(bytes(raw))
    except InvalidFieldError:  # reported when the format version is read
        return {}


def is_of_first_form(tables: Tables) -> bool:
    """Return whether `tables` have format version 1, which may lack checksums."""
    return bool(about(tables).get("form", 1) == 1)


def about_of(tables: Tables) -> About:
    """Return the valid settings in `tables`."""
    said = about(tables)
    name = said.get(NAME)
    return About(
        spaced_once(name) if isinstance(name, str) else "",
        organisations_in(said.get(ORGANISATIONS)),
        rules_in(said.get(WITHHELD)),
        cleared_in(said.get(CLEARED)),
        _usual_in(said.get(USUAL)),
    )


def _usual_in(kept: object) -> tuple[tuple[str, str], ...]:
    """Return the valid default values in `kept`, as pairs of field and value."""
    given = kept if isinstance(kept, dict) else {}
    found = []
    for name in USUAL_FIELDS:
        with suppress(InvalidFieldError):
            if value := read_field(name, given.get(name)):
                found.append((name, value))
    return tuple(found)


def with_about(tables: Tables, said: Mapping[str, object]) -> dict[str, Any]:
    """Return the settings in `tables` updated with `said`.

    A value of None removes the setting.
    """
    fields = {**about(tables), **said}
    return {name: value for name, value in fields.items() if value is not None}
