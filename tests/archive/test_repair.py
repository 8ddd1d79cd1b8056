"""A repair is a change of the history, made through a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archives import content, opened, tick
from mediarel.archive.repair import repair
from mediarel.recovery.repair import examine
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_recorded_as_what_it_is(store: Path) -> None:
    """Of the kind "repair", after all others; the damaged file is kept as it was."""
    damaged = b"\xef\xbb\xbf" + store.read_bytes()
    store.write_bytes(damaged)
    file = FileStore(store)
    examination = examine(file, tick())
    assert examination is not None

    with opened(store) as archive:
        done = repair(archive, file, examination, ["What was done.", "3 (why)"])

    history = content(store)["history"]
    assert list(history) == ["1", "2"]
    assert history["2"]["kind"] == "repair"
    assert (history["2"]["added"], history["2"]["last_id"]) == ({}, 9)
    assert done.kept is not None
    assert done.kept.read_bytes() == damaged
    assert done.report is not None
    assert done.report.read_text("utf-8") == "What was done.\n3 (why)\n"
