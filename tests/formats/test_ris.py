"""Test the export as RIS."""

from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]

from references import ALL, lost, place_of, written
from strategies import statement


def read_by_rispy(text: str) -> list[dict[str, Any]]:
    """Return the references parsed by rispy, with whole URLs."""
    options = {"delimiter_tags_mapping": {}, "enforce_list_tags": False}
    found: list[dict[str, Any]] = rispy.loads(text, **options)
    return found


@pytest.mark.parametrize(
    ("date", "year", "known"),
    [
        ("2012", "2012", "2012///"),
        ("2012-07~", "2012", "2012/07//"),
        ("0987-01-02", "0987", "0987/01/02/"),
        ("2012-10-03/2012-10-05", "2012", "2012/10//"),
        ("2012-10/2012-11", "2012", "2012///"),
        ("2012/2012-11", "2012", "2012///"),
        ("2011/2012", None, None),
        ("../2011", None, None),
        ("2011-12/..", None, None),
    ],
)
def test_partial_dates_are_not_completed(
    date: str, year: str | None, known: str | None
) -> None:
    """An interval is exported as the common part of both ends."""
    (found,) = read_by_rispy(written("ris", [statement(date=date)]))

    assert (found.get("year"), found.get("date")) == (year, known)


def test_attached_files_have_their_paths() -> None:
    """Pictures have a separate tag."""
    (found, *_) = read_by_rispy(written("ris", ALL))

    pdf, picture = ALL[0].attachments
    assert found["file_attachments1"] == place_of(pdf)
    assert found["figure"] == place_of(picture)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"sources": ["https://a.org/", "https://b.org/"], "excerpt": True}, []),
        ({"text": "One.\n\nTwo."}, ["line breaks"]),
        ({"text": "One.  Two."}, ["indents and runs"]),
        ({"text": "One.\n  Two.\n\n\tThree."}, ["line breaks", "indents and runs"]),
        ({"title": "One  Two", "tags": ["a  b"]}, ["indents and runs"]),
        ({"date": "2012?"}, ["uncertain dates"]),
        ({"date": "2011/2012"}, ["date ranges"]),
        ({"tags": ["c;d", "a, b"]}, ["semicolons within tags"]),
        ({"program": "Rivers, Coasts"}, ["the organisation type of issuers"]),
        ({"title": "a\x1bb", "place": "c\x01"}, ["control characters"]),
        ({"attachments": ALL[0].fields()["attachments"]}, ["attachments"]),
    ],
)
def test_losses_are_reported(fields: dict[str, object], told: list[str]) -> None:
    found = lost("ris", statement(**fields))

    assert len(found) == len(told)
    assert all(map(str.startswith, found, told))
