"""Test changing an archive in a session."""

from pathlib import Path

import pytest

from archives import Desk, draft, opened
from mediarel.archive.lookup import get_by_id
from mediarel.archive.session import ChangedMeanwhileError
from mediarel.errors import RefusedError


def test_adding_is_refused_if_no_higher_id_is_valid(store: Path) -> None:
    text = store.read_text("utf-8")
    store.write_text(text.replace('    "9": {', f'    "{10**18 - 1}": {{'), "utf-8")

    with opened(store) as archive, pytest.raises(RefusedError, match="no ID is left"):
        archive.add(draft("Another one."))


def test_a_statement_changed_meanwhile_is_not_removed(archive: Desk) -> None:
    seen = get_by_id(archive, [1])
    archive.edit([1], lambda _: {"title": "Other"})

    with pytest.raises(ChangedMeanwhileError):
        archive.remove([1], expected=seen)

    assert archive.get([1])[0].title == "Other"
