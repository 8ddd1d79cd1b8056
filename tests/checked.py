"""Check archives that were damaged on purpose."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archives import Desk
from mediarel.attachments.local_files import LocalFiles
from mediarel.check.check import check
from mediarel.check.finding import KINDS, LEVELS, Finding
from mediarel.index.index import SqliteIndex
from mediarel.store.tiny.file import FileStore
from tampering import Damage


@contextmanager
def on(day: str, path: Path) -> Iterator[Desk]:
    """Yield the archive at `path`, with a clock for one day."""
    store = FileStore(path)
    index = SqliteIndex(store, path.parent / "cache")
    now = f"{day}T10:00:00Z"
    try:
        yield Desk(store, index, now=lambda: now, author=lambda: "sok")
    finally:
        index.close()


def found(path: Path) -> list[Finding]:
    """Return the findings of a check."""
    store = FileStore(path)
    index = SqliteIndex(store, path.parent / "cache")
    try:
        findings = check(store, index, LocalFiles(Path(store.location))).findings
    finally:
        index.close()
    assert {each.level for each in findings} <= set(LEVELS)
    assert {each.kind for each in findings} <= {kind.name for kind in KINDS}
    assert all(each.message and each.hint for each in findings)
    return findings


def the_one(path: Path) -> Finding:
    """Return the only finding of a check."""
    (finding,) = found(path)
    return finding


def without_backups(path: Path) -> None:
    shutil.rmtree(path.parent / "backups")


def set_place(to: str | None) -> Damage:
    return lambda tables: tables["statements"]["3"].update(place=to)
