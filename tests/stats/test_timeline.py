"""Test the timeline: its months, their order and the gaps."""

from pathlib import Path

from archives import EVERYTHING
from finding import archive_of
from mediarel.stats.timeline import Gap, gap_before, timeline

DATES = (
    *("2012-07-16", "2012", "2012-01-01", "2011-10", "2013-05?", "2013~"),
    *("2012-01", "2009/..", "../2008-03", "2005-02/2005-04"),
)


def test_dates_without_a_month_come_first_in_their_year(tmp_path: Path) -> None:
    drafts = [{"date": date, "text": date} for date in DATES]
    with archive_of(tmp_path, drafts) as archive:
        rows = timeline(archive.index, EVERYTHING, start=0, size=None).page.rows

    assert [row.date for row in rows] == [
        *("2005-02/2005-04", "../2008-03", "2009/..", "2011-10"),
        *("2012", "2012-01-01", "2012-01", "2012-07-16", "2013~", "2013-05?"),
    ]


def test_partial_dates_are_not_in_a_gap(tmp_path: Path) -> None:
    """An open interval is counted at its known end."""
    drafts = [{"date": date, "text": date} for date in DATES]
    with archive_of(tmp_path, drafts) as archive:
        found = timeline(archive.index, EVERYTHING, start=0, size=None)

    assert found.gaps == (
        Gap("2005-05", 34),
        Gap("2008-04", 9),
        Gap("2009-02", 32),
        Gap("2011-11", 2),
    )
    told = [gap_before(found, place) for place in range(len(DATES))]
    assert [gap for gap in told if gap] == list(found.gaps)
