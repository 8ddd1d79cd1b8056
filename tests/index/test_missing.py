"""`missing:km`: originals of whose release no statement is in a language.

- links over several steps, to what was merged, to what is not there, and in circles
- the same with the option `--missing`
- what is no language is refused
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import refused
from finding import archive_of, ids, is_missing
from mediarel.query.tree import Everything
from samples import EVERY

if TYPE_CHECKING:
    from conftest import Run

UUIDS = [str(UUID(int=number, version=4)) for number in range(12)]
_links = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["en", "km", "km-KH", "fr"]),
        "translation_of": st.none() | st.sampled_from(UUIDS),
        "status": st.sampled_from([None, None, "draft", "withdrawn"]),
    }
)


@settings(max_examples=100 // EVERY)
@given(st.lists(_links, min_size=1, max_size=8), st.sampled_from(["km", "en", "km-kh"]))
def test_it_is_as_the_links_say(given_ones: list[dict[str, object]], code: str) -> None:
    """UUIDs 8 and up are those of what was merged, or of nothing that is there."""
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
def test_a_translation_is_missing_until_it_is_linked(run: Run) -> None:
    """The option is the term, and goes with words and other filters."""
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
def test_what_was_withdrawn_needs_no_translation(run: Run) -> None:
    before = run("list", "--missing=km").out.splitlines()

    run("withdraw", "3", "--why=By mistake.", "--yes")

    after = run("list", "--missing=km").out.splitlines()
    assert [line for line in before if line not in after] == [
        line for line in before if line.startswith("3\t")
    ]
    assert len(after) == len(before) - 1


@pytest.mark.usefixtures("store")
def test_a_merged_original_stands_for_what_it_became(run: Run) -> None:
    """The version of 3 is one of 4 now."""
    run("add", "--translation-of=3", "--title=សូមដោះលែងគាត់")
    run("merge", "4", "3", "--yes")

    missing = run("list", "--missing=km", "--year=2012").out.splitlines()

    assert [line.split("\t")[0] for line in missing] == ["7", "6", "5", "2"]


@pytest.mark.usefixtures("store")
def test_where_nothing_is_missing_that_is_told(run: Run) -> None:
    done = run("list", "--missing=en")

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "Every statement has a version in English. To see all: mediarel list\n"
    )


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("value", ["khmer!", "k", "km*", "", "12"])
def test_what_is_no_language_is_refused(run: Run, value: str) -> None:
    """As a term and as the option."""
    assert run("list", f"missing:{value}").code == 2
    assert refused(run("list", f"--missing={value}"), 2)
