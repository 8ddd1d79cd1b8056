"""Statements that are alike: found by uuid, by text, by day and program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finding import archive_of
from mediarel.index import alike
from mediarel.text.folding import text_fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

THREE = (
    {"text": "A radio."},
    {"text": "A  RADIO.", "date": "2012-07"},
    {"text": "Land.", "program": "ADHOC"},
)


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


def test_texts_are_found_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In lots, whatever their case and spaces, all that may have one."""
    monkeypatch.setattr(alike, "_LOT", 2)
    numbers = [
        text_fingerprint(each) for each in ("x", "a\nradio.", "a radio", "land.")
    ]
    with archive_of(tmp_path, THREE) as archive:
        found = alike.having(archive.index, "text_fingerprint", numbers)

    assert found == {numbers[1]: [1, 2], numbers[3]: [3]}


def test_what_has_no_text_is_found_by_its_day(tmp_path: Path) -> None:
    """The first that its date can mean; what has a text is not among it."""
    untold = {"text": None, "title": "On land", "date": "2012-07"}
    with archive_of(tmp_path, (*THREE, untold)) as archive:
        found = alike.without_text(archive.index, ["2012-07-01", "2012-07-16"])

    assert found == {"2012-07-01": [4]}


def test_dates_and_programs(tmp_path: Path) -> None:
    """The date as it is written, and the program as it is printed."""
    with archive_of(tmp_path, THREE) as archive:
        days = ["2012-07-16", "2012-07-01", "2013-01-01"]
        found = alike.of_dates_and_programs(archive.index, days)

    assert found == {
        ("2012-07-16", "CLEC"): [1],
        ("2012-07", "CLEC"): [2],
        ("2012-07-16", "ADHOC"): [3],
    }
