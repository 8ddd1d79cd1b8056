"""Test that the index groups translations of one release."""

import tempfile
from contextlib import closing, suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archives import EVERYTHING, Desk
from finding import archive_of
from mediarel.errors import RefusedError
from mediarel.index.index import SqliteIndex
from mediarel.index.protocol import Index
from samples import EVERY

GONE = "99999999-0001-4000-8000-000000000001"
MERGED = "99999999-0002-4000-8000-000000000002"
SIZE = 5
_places = st.integers(1, SIZE)
_changes = st.lists(
    st.one_of(
        st.tuples(st.just("links to"), _places, _places),
        st.tuples(st.just("links to"), _places, st.sampled_from((GONE, MERGED))),
        st.tuples(st.just("links to"), _places, st.none()),
        st.tuples(st.just("takes in"), _places, st.sampled_from((GONE, MERGED))),
        st.tuples(st.just("goes"), _places, st.none()),
        st.tuples(st.just("is undone"), st.none(), st.none()),
    ),
    max_size=8,
)


def change(desk: Desk, kind: str, at: int | None, to: int | str | None) -> None:
    """Make a change of this `kind`, if the archive has the required statements."""
    uuids = {each.id: each.uuid for each in desk.statements(EVERYTHING)}
    if kind == "is undone":
        desk.undo()
    elif at not in uuids:
        return
    elif kind == "goes":
        desk.remove([at])
    elif kind == "takes in":
        desk.edit([at], lambda _: {"merged": [to]})
    else:
        target = uuids.get(to) if isinstance(to, int) else to
        if target != uuids[at]:
            desk.edit([at], lambda _: {"translation_of": target})


def releases(index: Index) -> list[object]:
    return index.rows("SELECT * FROM release ORDER BY id")


@settings(max_examples=30 // EVERY)
@given(_changes)
def test_releases_after_changes_equal_those_of_a_new_index(
    changes: list[tuple[str, int | None, int | str | None]],
) -> None:
    drafts = [{"text": f"No. {number}"} for number in range(SIZE)]
    with (
        tempfile.TemporaryDirectory() as folder,
        archive_of(Path(folder) / "archive", drafts) as desk,
    ):
        releases(desk.index)
        for each in changes:
            with suppress(RefusedError):
                change(desk, *each)

            anew = SqliteIndex(desk.store, Path(folder) / "anew")
            with closing(anew):
                assert releases(desk.index) == releases(anew)
                anew.discard()
