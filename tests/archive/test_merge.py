"""Test merging duplicate statements."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archives import Desk, content, opened
from mediarel.archive.lookup import records
from mediarel.archive.merge import CHOSEN, merge, planned_merge
from mediarel.archive.session import open_session
from mediarel.model.statement import fingerprint, read_draft
from mediarel.store.tiny.file import FileStore
from strategies import statements

SOME = st.lists(
    statements, min_size=2, max_size=4, unique_by=(lambda s: s.id, lambda s: s.uuid)
)


def said(path: Path) -> dict[str, str]:
    """Return a fingerprint of each statement, without its time of modification."""
    tables: dict[str, dict[str, Any]] = content(path)["statements"]
    return {
        number: fingerprint({n: v for n, v in each.items() if n != "modified"})
        for number, each in tables.items()
    }


def merged(archive: Desk, ids: list[int], answers: dict[str, int]) -> None:
    seen = records(archive, ids)
    with open_session(archive, "merge") as session:
        merge(session, ids, answers, seen=seen)


@given(SOME, st.data())
@settings(max_examples=10)
def test_undo_and_redo_of_a_merge_restore_the_archive(
    some: list[Any], data: st.DataObject
) -> None:
    """A conflict with an answer is no longer a conflict."""
    count = len(some)
    ids = data.draw(st.permutations(range(1, count + 1)))
    answers = data.draw(
        st.dictionaries(st.sampled_from(CHOSEN), st.sampled_from(ids), max_size=3)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "statements.json")
        FileStore.create(path)
        with opened(path) as archive:
            for each in some:
                draft = read_draft({**each.to_json(), "attachments": []})
                archive.add(draft, allow_duplicate=True)
            before = said(path)
            plan = planned_merge(archive.get(ids), answers)
            merged(archive, ids, answers)
            after = said(path)
            archive.undo()
            undone = said(path)
            archive.redo()

            assert not {each.field for each in plan.conflicts} & answers.keys()
            assert [*after] == [str(ids[0])]
            assert undone == before
            assert said(path) == after
            assert [each.id for each in archive.get([ids[0]])] == [ids[0]]
