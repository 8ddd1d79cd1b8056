"""Test the entries of the history."""

from pathlib import Path

import pytest

from archives import Desk, content
from mediarel.history.change import read_change


def test_an_earlier_state_has_its_own_time_of_change(archive: Desk) -> None:
    archive.edit([9], lambda _: {"title": "X"})
    (first,) = archive.get([9])
    archive.edit([9], lambda _: {"place": "Kep"})
    changes = list(archive.changes())
    (second,) = archive.get([9])
    archive.remove([9])
    archive.restore(9, at=changes[1].number)

    assert archive.get([9]) == [first]
    assert first.modified < second.modified


def test_changes_are_read_as_they_were_written(store: Path, archive: Desk) -> None:
    archive.edit([9], lambda _: {"title": "X"})
    archive.remove([9, 10])
    archive.undo()
    history = content(store)["history"]

    changes = list(archive.changes())

    assert [change.number for change in changes] == [5, 4, 3, 2, 1]
    for change in changes:
        document = history[str(change.number)]
        # The first entry is from an early version without kinds and digests.
        first = {"kind": "import", "digest": None}
        assert change.document() == {**first, **document}
        assert read_change(change.number, document) == change
    assert changes[0].ids == changes[1].ids == [9, 10]
    assert [change.number for change in archive.changes(10)] == [5, 4, 2]


@pytest.mark.parametrize(
    ("command", "says", "kind"),
    [
        ("add", {}, "add"),
        ("init", {}, "import"),
        ("undo", {"undoes": 1}, "undo"),
        ("undo", {"redoes": 1}, "redo"),
        ("restore", {}, "restore"),
        ("restore", {"added": {}}, "repair"),
        ("repair", {"added": {}}, "repair"),
        ("init", {"kind": "edit"}, "edit"),
    ],
)
def test_the_kind_of_an_early_change_follows_from_its_command(
    command: str, says: dict[str, object], kind: str
) -> None:
    """Newer entries have a field with the kind of the change."""
    nothing: dict[str, object] = {"changed": {}, "removed": {}}
    nothing |= {"undoes": None, "redoes": None}
    signed = {"at": "2024-01-01T00:00:00Z", "by": "sok", "command": command}
    document = {**signed, "last_id": 1, "added": {"1": "0" * 16}, **nothing, **says}

    assert read_change(2, document).kind == kind
