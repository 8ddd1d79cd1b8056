"""Test reading embargo times and notes."""

from __future__ import annotations

import pytest

from mediarel.errors import InvalidFieldError
from mediarel.model.parts import Note
from mediarel.model.readers import read_field
from strategies import statement

NOTE = {"at": "2012-07-18T01:02:03Z", "kind": "correction", "text": "It is 16."}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2012-07-16T09:00+07:00", "2012-07-16T09:00:00+07:00"),
        ("2012-07-16 09:00:59 z", "2012-07-16T09:00:59Z"),
        ("2012-07-16t09:00:00-03:30", "2012-07-16T09:00:00-03:30"),
        ("", None),
    ],
)
def test_an_embargo_keeps_its_time_zone(given: str, kept: str | None) -> None:
    assert read_field("embargo", given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "2012-07-16",
        "2012-07-16T09:00",
        "2012-07-16T09:00:00.5Z",
        "2012-02-30T09:00Z",
        "2012-07-16T24:00Z",
        "2012-07-16T09:00+07:99",
        "0000-01-01T00:00Z",
        "0001-01-01T00:00:00+10:00",
        "១២",
    ],
)
def test_an_invalid_embargo_is_refused(given: str) -> None:
    """Without a time zone, the time would be different for each reader."""
    with pytest.raises(
        InvalidFieldError, match=r"^the embargo .* is not a (valid )?time"
    ):
        read_field("embargo", given)


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("none", 'To remove it, leave it empty: --embargo ""'),
        ("soon", "Write it as 2012-07-16T09:00+07:00, or with Z for UTC."),
    ],
)
def test_the_hint_shows_a_valid_time(given: str, hint: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        read_field("embargo", given)

    assert caught.value.hint.startswith(hint)


def test_equal_notes_are_kept_once() -> None:
    assert read_field("notes", [NOTE, NOTE]) == (Note(**NOTE),)
    assert statement(notes=[NOTE]).document()["notes"] == [NOTE]


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "2012-07-18"},
        {"kind": "remark"},
        {"text": " "},
        {"text": None},
        {"by": "Sophea"},
    ],
)
def test_an_invalid_note_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidFieldError, match="is not a"):
        read_field("notes", [{**NOTE, **wrong}])
