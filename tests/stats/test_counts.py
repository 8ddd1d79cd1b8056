"""Test counting statements by one field or two."""

from pathlib import Path

import pytest

from archives import EVERYTHING
from finding import archive_of, parsed
from mediarel.model.fields import FIELDS
from mediarel.stats.counts import BY, count

GONE = "99999999-0001-4000-8000-000000000001"
MERGED = "99999999-0002-4000-8000-000000000002"
UUIDS = [f"aaaaaaaa-000{n}-4000-8000-000000000000" for n in range(10)]


def release(number: int, **fields: object) -> dict[str, object]:
    """Return a statement; `of` is the number or uuid of its original."""
    of = fields.pop("of", None)
    original = UUIDS[of] if isinstance(of, int) else of
    said = {"text": f"Text {number}.", "uuid": UUIDS[number], "language": "en"}
    return {**said, "translation_of": original, **fields}


# Four releases: with a chain of translations, with a missing original, with an
# original that was merged into statement 6, and with translations of each other.
RELEASES = [
    release(1, date="2012-07-16", program="CLEC", tags=["Land", "Radio"]),
    release(2, date="2013-01", program="clec", language="km", of=1, tags=["land"]),
    release(3, date="2014", program="STT", language="fr", of=2),
    release(4, date="2011", program="Adhoc", language="km", of=GONE, tags=["land"]),
    release(5, date="2015", program="Adhoc", language="fr", of=GONE),
    release(6, date="2012", program="STT", merged=[MERGED], place="Kep"),
    release(7, date="2016", program="STT", language="km", of=MERGED),
    release(8, date="2017", program="STT", of=9),
    release(9, date="2018", program="CLEC", language="km", of=8),
]


@pytest.mark.parametrize(
    ("query", "by", "rows"),
    [
        ("", ["year"], {(2011,): 1, (2012,): 2, (2017,): 1}),
        ("NOT id:1", ["year"], {(2011,): 1, (2012,): 1, (2013,): 1, (2017,): 1}),
        ("id:3,5,9", ["year"], {(2014,): 1, (2015,): 1, (2018,): 1}),
        ("", ["issuer"], {("CLEC",): 1, ("Adhoc",): 1, ("STT",): 2}),
        ("", ["language"], {("en",): 3, ("fr",): 2, ("km",): 4}),
        ("", ["tag"], {("land",): 2, ("Radio",): 1, (None,): 2}),
        ("", ["place"], {("Kep",): 1, (None,): 3}),
        ("", ["excerpt"], {("no",): 4}),
        (
            "",
            ["tag", "year"],
            {
                ("land", 2011): 1,
                ("land", 2012): 1,
                ("Radio", 2012): 1,
                (None, 2012): 1,
                (None, 2017): 1,
            },
        ),
        ("year:2012", ["language", "issuer"], {("en", "CLEC"): 1, ("en", "STT"): 1}),
    ],
)
def test_each_release_counts_once_under_its_original(
    tmp_path: Path, query: str, by: list[str], rows: dict[tuple[object, ...], int]
) -> None:
    """If the query does not match the original, the closest translation is used."""
    wanted = parsed(query)
    with archive_of(tmp_path, RELEASES) as desk:
        counts = count(desk.index, wanted, by)
        found = desk.page(wanted).total

    assert dict(counts.rows()) == rows
    assert counts.statements == found


def test_counts_by_year_equal_the_year_bar_of_a_list(tmp_path: Path) -> None:
    dates = ("2011", "2012-07?", "2012-12-31~", "2012/2013-02", "../2012-03", "2013/..")
    drafts = [{"date": date, "text": date} for date in dates]
    with archive_of(tmp_path, drafts) as desk:
        years = count(desk.index, EVERYTHING, ("year",)).values
        listed = desk.page(EVERYTHING)

    assert dict(years) == dict(listed.years)
    assert sum(number for _, number in years) == listed.total


def test_all_fields_with_complete_values_can_be_counted_by() -> None:
    """Fields with uuids are excluded."""
    whole = {word for field in FIELDS if field.is_whole for word in field.words}

    assert set(BY) == {"year", "month"} | whole - {"merged", "replaces"}
