"""Test the counts of signatories."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archives import opened
from finding import archive_of, ids, parsed
from mediarel.archive.configuration import merge_names
from mediarel.archive.session import open_session
from mediarel.index.crosstab import signed_together, signers
from mediarel.index.sql import organisations
from samples import EVERY

NAMES = ("CLEC", "clec", "Ça", "Ca", "ADHOC", "Land and Life", "ដីធ្លី", "Land")
DATES = ("2011", "2012", "2012~", "2012-07-16", "2012-10/2013", "2013~", "../2013")
_statements = st.lists(
    st.fixed_dictionaries(
        {
            "date": st.sampled_from(DATES),
            "text": st.sampled_from(("radio", "land")),
            "signatories": st.lists(st.sampled_from(NAMES), max_size=4, unique=True),
        }
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=30 // EVERY,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(
    statements=_statements,
    are_joined=st.booleans(),
    query=st.sampled_from(("", "radio")),
)
def test_counts_of_signatories_agree_with_lists(
    tmp_path_factory: pytest.TempPathFactory,
    statements: list[dict[str, object]],
    are_joined: bool,  # noqa: FBT001 - a test parameter
    query: str,
) -> None:
    """If `are_joined`, two of the names are merged, unless the archive lacks them."""
    folder = tmp_path_factory.mktemp("archive")
    with archive_of(folder, statements) as archive:
        there = {n for each in statements for n in each["signatories"]}  # type: ignore[attr-defined]
        if are_joined and {"CLEC", "ដីធ្លី"} <= there:
            with open_session(archive, "merge") as session:
                merge_names(session, ["ដីធ្លី", "CLEC"])
        found = signers(archive.index, parsed(query))

        for each in found:
            name = f'{query} signatory:"{each.name}"'
            exact = [
                number
                for number in ids(archive, name, sort="oldest")
                if _folded(each.names) & _folded(statements[number - 1]["signatories"])
            ]
            assert each.statements == len(exact)
            assert each.first == statements[exact[0] - 1]["date"]
            assert each.last == statements[exact[-1] - 1]["date"]
            assert each.newest[-1] == exact[-1]
        pairs = list(signed_together(archive.index, parsed(query)))
        assert all(len(set(keys)) == len(keys) > 1 for keys in pairs)
        assert {key for keys in pairs for key in keys} <= {each.key for each in found}


def _folded(names: object) -> set[str]:
    assert isinstance(names, list | tuple)
    return {name.lower().replace("ç", "c") for name in names}


def test_index_notices_names_merged_by_another_process(tmp_path: Path) -> None:
    two = ({"text": "a", "signatories": ["A b"]}, {"text": "b", "signatories": ["C d"]})
    with (
        archive_of(tmp_path, two) as archive,
        opened(tmp_path / "statements.json") as other,
    ):
        assert ids(archive, "signatory:d") == [2]
        with open_session(other, "merge") as session:
            merge_names(session, ["A b", "C d"])
        archive.index.close()

        assert ids(archive, "signatory:d") == [1, 2]
        archive.index.discard()
        assert ids(archive, "signatory:d") == [1, 2]
        assert [each.names for each in organisations(archive.index)] == [("A b", "C d")]
