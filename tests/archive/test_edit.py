"""Test editing statements."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from archives import Desk, opened
from mediarel.archive.session import ChangedMeanwhileError
from mediarel.errors import InvalidFieldError
from outcomes import refused, unchanged

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
def test_an_edit_without_a_change_writes_nothing(
    store: Path, archive: Desk, fields: Mapping[str, object]
) -> None:
    """All statements have the same date and no text, or all have the same text."""
    unchanged(store, lambda: archive.edit([1, 2], lambda _: fields))
    assert archive.edit([1], lambda _: fields) == []


def test_one_invalid_value_cancels_all_edits(store: Path, archive: Desk) -> None:
    refused(
        store,
        InvalidFieldError,
        "date 'soon'",
        lambda: archive.edit(
            [1, 2, 3], lambda s: {"title": "T", "date": "soon" if s.id == 2 else "2012"}
        ),
    )


def test_edit_does_not_overwrite_a_later_change(store: Path, archive: Desk) -> None:
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
