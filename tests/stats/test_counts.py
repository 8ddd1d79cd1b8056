"""Test counting statements by one field or two."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from archives import EVERYTHING
from finding import archive_of, parsed
from mediarel.model.fields import BY_NAME, FIELDS
from mediarel.stats.counts import BY, count
from mediarel.text.folding import folded_name
from samples import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from archives import Desk
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query
    from mediarel.stats.counts import Counts

GONE = "99999999-0001-4000-8000-000000000001"
MERGED = "99999999-0002-4000-8000-000000000002"


class Link(NamedTuple):
    """A link to the original at `place`, by the `kind` of its uuid."""

    place: int
    kind: str


_dates = st.sampled_from(
    (
        *("2011", "2012", "2012-07", "2012-07?", "2012-07-16", "2012-12-31~"),
        *("2013-01-01", "2012/2013-02", "2011-12/2012-01", "../2012-03", "2012-05/.."),
    )
)
_names = st.sampled_from(("CLEC", "clec", "Licadho", "ព័ត៌មាន", "Adhoc"))
_drafts = st.fixed_dictionaries(
    {
        "date": _dates,
        "program": _names,
        "text": st.sampled_from(("Land.", "Radio.")),
        "language": st.sampled_from(("en", "km", "fr")),
        "tags": st.lists(_names, max_size=3),
        "signatories": st.lists(_names, max_size=2),
        "place": st.none() | _names,
    }
)
_links = st.lists(
    st.none()
    | st.builds(
        Link,
        st.integers(0, 6),
        st.sampled_from(("there", "there", "there", "gone", "merged")),
    ),
    min_size=7,
    max_size=7,
)
_by = st.lists(st.sampled_from(list(BY)), min_size=1, max_size=2, unique=True)


@contextmanager
def archive(
    given_ones: Sequence[Mapping[str, object]], links: Sequence[Link | None] = ()
) -> Iterator[Desk]:
    """Yield an archive in which some statements are translations of others."""
    folder = Path(tempfile.mkdtemp())
    try:
        with archive_of(folder / "archive", given_ones) as desk:
            uuids = {s.id: s.uuid for s in desk.statements(EVERYTHING)}
            size = len(uuids)

            def target(link: Link) -> str:
                if link.kind == "gone":
                    return GONE
                at = link.place % size + 1
                return uuids[at] if link.kind == "there" else f"{MERGED[:-1]}{at}"

            def fields(statement: Statement) -> dict[str, object]:
                at = statement.id - 1
                link = links[at] if at < len(links) else None
                found: dict[str, object] = {"merged": [f"{MERGED[:-1]}{at + 1}"]}
                if link and target(link) != statement.uuid:
                    found["translation_of"] = target(link)
                return found

            if any(links):
                desk.edit(list(uuids), fields)
            yield desk
    finally:
        shutil.rmtree(folder)


def counted(desk: Desk, by: str, query: Query = EVERYTHING) -> dict[object, int]:
    """Return the counts by one field."""
    return dict(count(desk.index, query, (by,)).values)


def values_of(statement: Statement, word: str) -> set[object]:
    """Return the values that a statement counts under; names are folded."""
    if word == "year":
        return {statement.date.year}
    if word == "month":
        date = str(statement.date).lstrip("./").partition("/")[0].rstrip("?~")
        return {date[:7]}
    field = BY_NAME[BY[word]]
    value = getattr(statement, field.name) or field.unsaid
    if field.kind.is_flag:
        return {"yes" if value else "no"}
    values = value if field.kind.is_list else [value] if value else []
    return {folded_name(each) for each in values} or {None}


def releases_of(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Return the statements of each release, the one that counts first."""
    owners: dict[str, Statement] = {}
    for each in sorted(statements, key=lambda one: one.id):
        for uuid in each.merged:
            owners.setdefault(uuid, each)
    owners |= {each.uuid: each for each in statements}

    def way(statement: Statement) -> list[Statement | str]:
        """Return `statement`, its original and so on; stop at a circle."""
        steps: list[Statement | str] = [statement]
        while isinstance(at := steps[-1], (type(statement),)) and at.translation_of:
            above = owners.get(at.translation_of, at.translation_of)
            if above in steps:
                circle = [
                    s for s in steps[steps.index(above) :] if not isinstance(s, str)
                ]
                first = min(circle, key=lambda one: one.id)
                return steps[: steps.index(first) + 1]
            steps.append(above)
        return steps

    found: dict[object, list[tuple[int, int, Statement]]] = {}
    for each in statements:
        steps = way(each)
        end = steps[-1]
        key = end if isinstance(end, str) else end.id
        found.setdefault(key, []).append((len(steps), each.id, each))
    return [[each for _, _, each in sorted(them)] for them in found.values()]


def expected(
    everything: Sequence[Statement], found: set[int], by: Sequence[str]
) -> Counter[tuple[object, ...]]:
    """Return the counts computed from the complete statements."""
    counts: Counter[tuple[object, ...]] = Counter()
    for release in releases_of(everything):
        there = [each for each in release if each.id in found]
        if not there:
            continue
        sets = [
            {v for one in there for v in values_of(one, word)}
            if word == "language"
            else values_of(there[0], word)
            for word in by
        ]
        counts.update(product(*sets))
    return counts


def folded(counts: Counts) -> Counter[tuple[object, ...]]:
    """Return the counts with folded names."""
    return Counter(
        {
            tuple(
                folded_name(value)
                if isinstance(value, str) and word != "month"
                else value
                for word, value in zip(counts.by, values, strict=True)
            ): number
            for values, number in counts.rows()
        }
    )


@settings(max_examples=100 if ALL else 4)
@given(
    st.lists(_drafts, min_size=1, max_size=7),
    _links,
    st.sampled_from(("", "land", "date:2012-07", "language:km", "NOT id:1")),
    _by,
)
def test_counts_equal_those_from_the_complete_statements(
    given_ones: list[dict[str, object]],
    links: list[Link | None],
    text: str,
    by: list[str],
) -> None:
    """There are translations of all kinds; each release counts once."""
    query = parsed(text)
    with archive(given_ones, links) as desk:
        everything = list(desk.statements(EVERYTHING))
        found = {row.id for row in desk.page(query).rows}
        counts = count(desk.index, query, by)
        years = count(desk.index, query, ("year",))

    releases = releases_of(everything)
    number = sum(any(one.id in found for one in release) for release in releases)
    assert folded(counts) == expected(everything, found, by)
    assert dict(counts.values).keys() == {values[0] for values, _ in counts.rows()}
    assert (counts.statements, counts.releases) == (len(found), number)
    assert sum(n for _, n in years.values) == number


def test_partial_dates_and_intervals_count_under_the_known_part() -> None:
    dates = ("2012", "2012~", "2012-07", "2012-07-16?", "2012-12/2013-01", "../2011-05")
    with archive([{"date": date, "text": date} for date in dates]) as desk:
        assert counted(desk, "year") == {2011: 1, 2012: 5}
        assert list(counted(desk, "month").items()) == [
            ("2011-05", 1),
            ("2012", 2),
            ("2012-07", 2),
            ("2012-12", 1),
        ]


def test_all_fields_with_complete_values_can_be_counted_by() -> None:
    """Fields with uuids are excluded."""
    whole = {word for field in FIELDS if field.is_whole for word in field.words}

    assert set(BY) == {"year", "month"} | whole - {"merged", "replaces"}
