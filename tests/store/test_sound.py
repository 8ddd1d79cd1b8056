"""Test that all commands, `check` and `repair` agree about which stores are valid."""

import os
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from archives import EVERYTHING, Desk, draft, opened, tick
from hurts import HURTS, LOSSES, rewritten
from mediarel.archive.repair import repair
from mediarel.check.check import check
from mediarel.errors import DamagedError, MediarelError, NewerArchiveError, RefusedError
from mediarel.recovery.backup import back_up
from mediarel.recovery.repair import NothingToSaveError, examine
from mediarel.store.tiny.file import FileStore
from samples import sample

EACH = 100
DAMAGE = {"damaged", "rule", "entry", "chain"}


class SmallStore(NamedTuple):
    """A small store with all kinds of data, its content, and an earlier content."""

    path: Path
    good: bytes
    older: bytes


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallStore:
    """Return a store of three statements and six changes."""
    path = tmp_path_factory.mktemp("small") / "statements.json"
    FileStore.create(path)
    attachment = {
        "name": "a.pdf",
        "sha256": "0" * 64,
        "size": 1,
        "media_type": "application/pdf",
    }
    with opened(path) as archive:
        archive.import_drafts(
            [
                draft("One, “we”.\n\nTwo.", title="First", tags=["land", "radio"]),
                draft("សេចក្តីថ្លែងការណ៍រួម", place="Phnom Penh", dated="2012"),
                draft("Third", signatories=["A", "B"], attachments=[attachment]),
                draft("Fourth"),
            ]
        )
        archive.edit([2], lambda _: {"source": "https://example.org/a?b=1"})
        older = path.read_bytes()
        archive.remove([4])
        archive.edit([3], lambda _: {"title": "Another", "tags": ["x"]})
        archive.undo()
        archive.redo()
    return SmallStore(path, path.read_bytes(), older)


@pytest.fixture(autouse=True)
def without_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make fsync do nothing, because these tests don't need it."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def reading(archive: Desk) -> None:
    """Run the code of list, show, export and log."""
    rows = archive.page(EVERYTHING).rows
    archive.get([row.id for row in rows])
    list(archive.statements(EVERYTHING))
    list(archive.changes())
    list(archive.changes(3))


def adding(archive: Desk) -> None:
    archive.add(draft("Another one"))


def editing(archive: Desk) -> None:
    ids = [row.id for row in archive.page(EVERYTHING).rows]
    archive.edit(ids[:1], lambda _: {"title": "Another title"})


def undoing(archive: Desk) -> None:
    archive.undo()


def refusals(path: Path) -> list[MediarelError]:
    """Return the errors with which commands refuse the store at `path`."""
    data = path.read_bytes()
    refused: list[MediarelError] = []

    def tried(act: Callable[[Desk], None]) -> None:
        try:
            with opened(path) as archive:
                act(archive)
        except (DamagedError, NewerArchiveError) as error:
            refused.append(error)
            assert path.read_bytes() == data
        except RefusedError:
            pass  # for example, an undo that is not possible any more
        path.write_bytes(data)

    for act in (reading, editing, adding, undoing):
        tried(act)
    try:
        back_up(FileStore(path), None, tick())
    except DamagedError as error:
        refused.append(error)
    return refused


def assert_repairable(path: Path, data: bytes) -> bool:
    """Assert that `check` and `repair` agree with the commands about a store.

    Return whether the store is damaged.
    """
    path.write_bytes(data)
    store = FileStore(path)
    refused = refusals(path)
    with opened(path) as archive:
        found = check(store, archive.index, archive.files).findings
    kinds = {each.kind for each in found}
    is_damaged = any(isinstance(each, DamagedError) for each in refused)
    if is_damaged:
        assert kinds & DAMAGE
        # In a few damaged stores, nothing can be saved.
        with suppress(NothingToSaveError):
            examined = examine(store, tick())
            assert examined is not None
            with opened(path) as archive:
                repair(archive, store, examined, [])
            assert refusals(path) == []
    elif refused:
        with pytest.raises(NewerArchiveError):
            examine(store, tick())
        assert path.read_bytes() == data
    else:
        assert not kinds & {"damaged", "rule"}
        # Only undo refuses a history with a wrong checksum.
        is_sound = examine(store, tick()) is None
        assert is_sound == (not kinds & {"chain", "entry"})
    return is_damaged


@pytest.mark.many_times
@pytest.mark.parametrize("hurt", [*HURTS, *LOSSES], ids=lambda hurt: hurt.__name__)
def test_repair_fixes_every_store_that_a_command_refuses(
    tmp_path: Path, small: SmallStore, hurt: Callable[[Random, bytes, bytes], bytes]
) -> None:
    """`check` must find the same damage.

    After the repair, no command may refuse the store.
    """
    chance = random.Random(hurt.__name__)  # noqa: S311 - no secret
    path = tmp_path / "statements.json"
    assert True in {
        assert_repairable(path, hurt(chance, small.good, small.older))
        for _ in sample(range(EACH))
    }


@pytest.mark.many_times
def test_repair_fixes_stores_that_other_programs_wrote(
    tmp_path: Path, small: SmallStore
) -> None:
    damaged = [
        said
        for said, data in rewritten(small.good)
        if assert_repairable(tmp_path / "statements.json", data)
    ]

    assert "in UTF-16" in damaged
    assert "keys sorted" not in damaged
