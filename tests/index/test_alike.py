"""Statements that are alike: found by uuid, by text, by day and program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archives import draft
from finding import archive_of
from mediarel.index import alike
from mediarel.index.rows import text_fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

THREE = (
    {"text": "A radio."},
    {"text": "A  RADIO.", "date": "2012-07"},
    {"text": "Land.", "program": "ADHOC"},
)


def test_a_uuid_is_of_one_statement(tmp_path: Path) -> None:
    """Or of none."""
    with archive_of(tmp_path, THREE) as archive:
        (second,) = archive.get([2])

        assert alike.of_uuid(archive.index, second.uuid) == [2]
        assert alike.of_uuid(archive.index, second.uuid[::-1]) == []


def test_uuids_are_found_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In lots, without those that are not there."""
    monkeypatch.setattr(alike, "_LOT", 2)
    with archive_of(tmp_path, THREE) as archive:
        uuids = [each.uuid for each in archive.get([3, 1, 2])]
        wanted = [uuids[0], uuids[0][::-1], *uuids[1:]]

        found = set(alike.of_uuids(archive.index, wanted))

    assert found == set(zip(uuids, [3, 1, 2], strict=True))


def test_a_text_is_found_whatever_its_case_and_spaces(tmp_path: Path) -> None:
    """All that may have it, in the order of their ids."""
    with archive_of(tmp_path, THREE) as archive:
        assert alike.of_text(archive.index, "a\nradio.") == [1, 2]
        assert alike.of_text(archive.index, "a radio") == []


def test_a_text_on_its_day(tmp_path: Path) -> None:
    """The day is the first that a date can mean."""
    fingerprint = text_fingerprint("A radio.")
    with archive_of(tmp_path, THREE) as archive:
        on_the_day, on_the_first = (
            alike.of_text_and_day(archive.index, fingerprint, day)
            for day in ("2012-07-16", "2012-07-01")
        )

        assert (on_the_day, on_the_first) == ([1], [2])


def test_a_date_and_program(tmp_path: Path) -> None:
    """The date as it is written, and the program as it is printed."""
    with archive_of(tmp_path, THREE) as archive:
        ids = [
            alike.of_date_and_program(archive.index, draft("x", **fields))
            for fields in (
                {},
                {"program": "ADHOC"},
                {"program": "clec"},
                {"date": "2012-07"},
                {"date": "2012-07-01"},
            )
        ]

    assert ids == [[1], [3], [], [2], []]
