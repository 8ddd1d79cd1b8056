"""Likely duplicates: by words and nearly; what is none; one that came meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import EVERYTHING, Desk, draft, opened
from mediarel.archive.duplicates import LikelyDuplicateError
from outcomes import refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LONG = "We, the undersigned, call for the release of Mam Sonando. He is innocent."


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        LONG.replace(" ", "\t ", 3).replace(" of", "\n\nof"),
        LONG.upper(),
        LONG.replace("signed", "\u200bsigned"),
    ],
)
def test_same_words_are_a_likely_duplicate(
    store: Path, archive: Desk, text: str
) -> None:
    """Whatever the date and the program, the white space and the case."""
    archive.add(draft(LONG))
    other = draft(text, date="2020", program="STT")

    refused(
        store,
        LikelyDuplicateError,
        "this looks like statement 10 of 2012-07-16: the text is the same",
        lambda: archive.add(other),
    )
    assert archive.add(other, allow_duplicate=True).id == 11


def test_nearly_the_same_is_a_likely_duplicate(store: Path, archive: Desk) -> None:
    """Of one day and program, with a word mended."""
    archive.add(draft(LONG))
    near = LONG.replace("innocent", "inocent")

    refused(
        store,
        LikelyDuplicateError,
        "looks like statement 10 .*the text nearly is",
        lambda: archive.add(draft(near)),
    )
    assert archive.add(draft(near), allow_duplicate=True).id == 11


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (LONG.replace("innocent", "inocent"), {"date": "2012-07-17"}),
        (LONG.replace("innocent", "inocent"), {"date": "2012-07"}),
        (LONG.replace("innocent", "inocent"), {"program": "STT"}),
        ("We, the undersigned, condemn the eviction at Boeung Kak.", {}),
        (None, {"title": LONG}),
    ],
)
def test_another_day_program_or_text_is_no_duplicate(
    archive: Desk, text: str | None, fields: Mapping[str, object]
) -> None:
    """It is added without a question."""
    archive.add(draft(LONG))

    assert archive.add(draft(text, **fields)).id == 11


def test_title_without_text_is_a_duplicate_of_its_like(
    store: Path, archive: Desk
) -> None:
    """Of one day and program, in the same words."""
    archive.add(draft(None, title="A title"))
    archive.add(draft(None, title="Another title"))

    refused(
        store,
        LikelyDuplicateError,
        "looks like statement 10 .*program and title are the same",
        lambda: archive.add(draft(None, title="A  TITLE")),
    )
    assert archive.add(draft(None, title="A title", date="2013")).id == 12


def test_duplicate_that_came_while_the_archive_was_open(store: Path) -> None:
    """Another added it while we wrote: it is seen all the same."""
    with opened(store) as ours, opened(store) as theirs:
        ours.page(EVERYTHING)
        theirs.add(draft(LONG))

        with pytest.raises(LikelyDuplicateError, match="statement 10"):
            ours.add(draft(LONG))

        assert ours.import_drafts([draft(LONG)]).known == 1
