"""Test importing drafts into an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import InvalidFieldError
from outcomes import refused, unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archives import Desk
    from mediarel.model.statement import Statement


def test_importing_statements_of_the_same_archive_changes_nothing(
    store: Path, archive: Desk
) -> None:
    """One of the statements was edited since; its uuid still identifies it."""
    nine = archive.get(range(1, 10))
    archive.edit([3], lambda _: {"text": "Another text."})

    unchanged(store, lambda: archive.import_drafts(nine))


def test_an_import_that_fails_in_the_middle_adds_nothing(
    store: Path, archive: Desk
) -> None:
    def drafts() -> Iterator[Statement]:
        yield from archive.get([1])
        raise InvalidFieldError("date", "x", "is not a date", "Mend it.")

    refused(
        store, InvalidFieldError, "date 'x'", lambda: archive.import_drafts(drafts())
    )
