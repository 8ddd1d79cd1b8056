"""What is another in a store than someone knows of it.

- what is new, other or gone; what is the same is left out
- the file's own answer, after changes by two programs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tinydb import TinyDB

from archives import opened
from mediarel.store.contents import delta, quick_fingerprint
from mediarel.store.protocol import Known, Snapshot
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from pathlib import Path

ONE, OTHER = b'{"a": 1}', b'{"a": 2}'


def test_fingerprints_change_with_what_they_are_of() -> None:
    assert quick_fingerprint(ONE) != quick_fingerprint(OTHER)
    assert quick_fingerprint(b"a") != quick_fingerprint(b"aa")


def test_new_other_and_gone() -> None:
    """What is gone is None; the same is not told."""
    known = Known({1: quick_fingerprint(ONE), 2: quick_fingerprint(ONE)}, {})

    found = delta(Snapshot("r", {"1": ONE, "2": OTHER}, {"1": ONE}, {}), known)

    assert found.statements == {2: OTHER}
    assert found.history == {1: ONE}
    assert (found.revision, found.size) == ("r", 2)
    assert delta(Snapshot("r", {}, {}, {}), known).statements == {1: None, 2: None}


def test_a_file_tells_what_changed(store: Path) -> None:
    """A change of ours, and one by a script."""
    before = FileStore(store).read()
    known = Known(
        {int(key): quick_fingerprint(raw) for key, raw in before.statements.items()},
        {int(key): quick_fingerprint(raw) for key, raw in before.history.items()},
    )
    with opened(store) as archive:
        archive.edit([3], lambda _: {"tags": ["radio"]})
    with TinyDB(store, indent=2, ensure_ascii=False, encoding="utf-8") as db:
        db.table("statements").remove(doc_ids=[5])

    found = FileStore(store).changed_since(known)

    assert found.statements.keys() >= {3, 5}
    assert found.statements[5] is None
    assert 2 in found.history
    assert found.revision == FileStore(store).revision()
