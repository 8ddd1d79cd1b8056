"""Test the headline: the title, else the first sentence."""

from dataclasses import dataclass

import pytest

from mediarel.release.headline import headline

DATELINE = "Phnom Penh, 16 July 2012"


@dataclass
class Release:
    """A release with the fields that a headline needs."""

    title: str | None = None
    text: str | None = None
    dateline: str | None = None


@pytest.mark.parametrize(
    ("release", "line"),
    [
        (Release("On  land\u00a0rights", "Text."), "On land rights"),
        (Release(None, "Mr. Sonando was held. We protest."), "Mr. Sonando was held."),
        (
            Release(None, "Phnom Penh, 16 July 2012 –\u00a0We protest. All.", DATELINE),
            "We protest.",
        ),
        (
            Release(None, "We protest. Phnom Penh, 16 July 2012", DATELINE),
            "We protest.",
        ),
        (Release(None, "Phnom Penh, 16 July 2012", DATELINE), ""),
        (Release(), ""),
    ],
)
def test_headline_is_title_or_first_sentence(release: Release, line: str) -> None:
    assert headline(release) == line
