"""Taking in many: what is there already, by its words and by its uuid; all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.errors import InvalidFieldError
from outcomes import refused, unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archives import Desk
    from mediarel.model.statement import Statement


def test_what_the_archive_gave_out_is_known(store: Path, archive: Desk) -> None:
    """By the uuid, though it was edited since; by its words, though it has none."""
    nine = archive.get(range(1, 10))
    archive.edit([3], lambda _: {"text": "Another text."})

    unchanged(store, lambda: archive.import_drafts(nine))


def test_import_that_fails_in_the_middle_adds_nothing(
    store: Path, archive: Desk
) -> None:
    """What was read before the mistake is not taken in either."""

    def drafts() -> Iterator[Statement]:
        yield from archive.get([1])
        raise InvalidFieldError("date", "x", "is not a date", "Mend it.")

    refused(
        store, InvalidFieldError, "date 'x'", lambda: archive.import_drafts(drafts())
    )
