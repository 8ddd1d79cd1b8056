"""Test `missing:km`, which finds originals without a translation."""

import tempfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Run
from finding import archive_of, ids, is_missing
from mediarel.query.tree import Everything
from samples import EVERY

UUIDS = [str(UUID(int=number, version=4)) for number in range(12)]
_links = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["en", "km", "km-KH", "fr"]),
        "translation_of": st.none() | st.sampled_from(UUIDS),
        "status": st.sampled_from([None, None, "draft", "withdrawn"]),
    }
)


@settings(max_examples=50 // EVERY)
@given(st.lists(_links, min_size=1, max_size=8), st.sampled_from(["km", "en", "km-kh"]))
def test_missing_follows_links_and_merged_uuids(
    given_ones: list[dict[str, object]], code: str
) -> None:
    """UUIDs from number 8 on belong to merged or unknown statements."""
    drafts = [
        {
            **one,
            "title": f"No. {number}",
            "uuid": UUIDS[number],
            "merged": [UUIDS[8]] if number == 0 else [],
        }
        for number, one in enumerate(given_ones)
    ]
    with (
        tempfile.TemporaryDirectory() as folder,
        archive_of(Path(folder), drafts) as archive,
    ):
        everything = list(archive.statements(Everything(), sort="id"))
        wanted = [o.id for o in everything if is_missing(code, o, everything)]

        assert ids(archive, f"missing:{code}") == wanted
        assert ids(archive, f"NOT missing:{code}") == [
            one.id for one in everything if one.id not in wanted
        ]


@pytest.mark.usefixtures("store")
def test_original_is_found_until_a_translation_is_linked(run: Run) -> None:
    before = run("list", "--missing=km", "--year=2012").out.splitlines()
    run("add", "--date=2012-07-16", "--program=CLEC", "--title=សូមដោះលែងគាត់")
    run("edit", "10", "--translation-of", "3", "--keep")

    after = run("list", "--missing", "km", "--year", "2012").out.splitlines()
    by_term = run("search", "missing:km sonando").out

    assert len(before) == 6
    assert [line for line in before if line not in after] == before[-2:-1]
    assert before[-2].startswith("3\t")
    assert "\n3\t" not in f"\n{by_term}"


@pytest.mark.usefixtures("store")
def test_withdrawn_statement_needs_no_translation(run: Run) -> None:
    before = run("list", "--missing=km").out.splitlines()

    run("withdraw", "3", "--why=By mistake.", "--yes")

    after = run("list", "--missing=km").out.splitlines()
    assert [line for line in before if line not in after] == [
        line for line in before if line.startswith("3\t")
    ]
    assert len(after) == len(before) - 1
