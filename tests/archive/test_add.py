"""Adding a statement: its id, its times, its identity; no id that can't be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from archives import Desk, content, draft, opened
from mediarel.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

UUID = "3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b"
LONG = "We, the undersigned, call for the release of Mam Sonando. He is innocent."


def test_adding_gives_what_was_kept(store: Path, archive: Desk) -> None:
    """With the next id, a uuid, and the time as both of its times."""
    given = draft(LONG, title="T", tags=["x"])

    added = archive.add(given)

    assert added.id == 10
    assert added.fields() == given.fields()
    assert added.created == added.modified
    assert archive.get([10]) == [added]
    assert content(store)["statements"]["10"] == added.document()


def test_uuid_that_is_given_is_kept(archive: Desk) -> None:
    """What comes from elsewhere stays what it is; all others differ."""
    one = archive.add(draft("a", uuid=UUID))
    two, three = archive.import_drafts([draft("b"), draft("c")]).added

    assert one.uuid == UUID
    assert len({one.uuid, two.uuid, three.uuid}) == 3


def test_no_id_is_left(store: Path) -> None:
    """An id as high as can be is not followed by one that could not be read."""
    text = store.read_text("utf-8")
    store.write_text(text.replace('    "9": {', f'    "{10**18 - 1}": {{'), "utf-8")

    with opened(store) as archive, pytest.raises(RefusedError, match="no ID is left"):
        archive.add(draft("Another one."))
