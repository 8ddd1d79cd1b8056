"""Editing.

- one, many, nothing; only what changes
- what may not be set, what is not valid
- what was changed meanwhile
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import Desk, opened
from mediarel.archive.session import ChangedMeanwhileError
from mediarel.errors import InvalidFieldError
from outcomes import refused, unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

UUID = "3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"program": "CLEC"},
        {"program": "  CLEC "},
        {"title": "", "tags": None},
        {"uuid": UUID, "id": 7, "created": "2000-01-01T00:00:00Z", "modified": "x"},
    ],
)
def test_editing_without_a_change_writes_nothing(
    store: Path, archive: Desk, fields: Mapping[str, object]
) -> None:
    """Neither does what only an archive may set."""
    unchanged(store, lambda: archive.edit([1, 2], lambda _: fields))
    assert archive.edit([1], lambda _: fields) == []


def test_identity_is_not_edited_along_with_a_field(archive: Desk) -> None:
    """The uuid stays what it was given once."""
    (before,) = archive.get([1])

    archive.edit([1], lambda _: {"uuid": UUID, "title": "T"})

    (after,) = archive.get([1])
    assert (after.uuid, after.created) == (before.uuid, before.created)


def test_one_edit_that_is_not_valid_changes_none(store: Path, archive: Desk) -> None:
    """Neither those before it nor those after."""
    refused(
        store,
        InvalidFieldError,
        "date 'soon'",
        lambda: archive.edit(
            [1, 2, 3], lambda s: {"title": "T", "date": "soon" if s.id == 2 else "2012"}
        ),
    )


def test_statement_that_was_changed_meanwhile(store: Path, archive: Desk) -> None:
    """What another wrote is not written over; what is as expected is edited."""
    expected = {s.id: s for s in archive.get([1, 2])}
    with opened(store) as other:
        other.edit([1], lambda _: {"place": "Kampot"})

    refused(
        store,
        ChangedMeanwhileError,
        "another command changed statement 1 meanwhile",
        lambda: archive.edit([1, 2], lambda _: {"title": "T"}, expected=expected),
    )
    assert archive.edit([2], lambda _: {"title": "T"}, expected=expected)
