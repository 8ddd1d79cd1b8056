"""Taking in many: what is there already, by its words and by its uuid; all or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archives import Desk, content, draft
from mediarel.errors import InvalidFieldError
from outcomes import refused, unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mediarel.model.statement import Statement

UUID = "3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b"


def test_taking_in_twice_adds_nothing(store: Path, archive: Desk) -> None:
    """The second time all are known, and nothing is written."""
    drafts = [draft("a"), draft("b", date="2013"), draft(None, title="c")]

    first = archive.import_drafts(drafts)

    assert [s.id for s in first.added] == [10, 11, 12]
    assert [s.fields() for s in first.added] == [d.fields() for d in drafts]
    assert first.known == 0
    unchanged(store, lambda: archive.import_drafts(drafts))
    assert archive.import_drafts(drafts) == ([], 3, [])
    assert len(content(store)["history"]) == 2


def test_what_the_archive_gave_out_is_known(store: Path, archive: Desk) -> None:
    """By the uuid, though it was edited since; by its words, though it has none."""
    nine = archive.get(range(1, 10))
    archive.edit([3], lambda _: {"text": "Another text."})

    unchanged(store, lambda: archive.import_drafts(nine))


def test_what_is_given_twice_is_taken_in_once(archive: Desk) -> None:
    """The same words, or the same uuid, within one import."""
    taken = archive.import_drafts(
        [draft("a"), draft("a"), draft("b", uuid=UUID), draft("c", uuid=UUID)]
    )

    assert [s.text for s in taken.added] == ["a", "b"]
    assert taken.known == 2


def test_same_words_of_another_day_or_issuer_are_taken_in(archive: Desk) -> None:
    """Of one day and issuer, they are known whatever their case and the type."""
    archive.add(draft("a", title="T"))
    others = [
        draft("a", title="T", date="2012-07"),
        draft("a", title="T", program="STT"),
        draft("a", title="U"),
        draft("b", title="T"),
    ]
    known = [
        draft("a", title="T", type="Letter"),
        draft("a", title="t"),
        draft("A", title="T"),
    ]

    taken = archive.import_drafts([*known, *others])

    assert [each.fields() for each in taken.added] == [d.fields() for d in others]


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
