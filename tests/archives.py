"""Archives for tests: one that is open, what is in its file, and other writers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediarel.archive.archive import Archive
from mediarel.index.index import Index
from mediarel.model.statement import read_draft
from mediarel.query.tree import both
from mediarel.store.tiny.file import FileStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediarel.model.statement import Draft

EVERYTHING = both()
NOBODY = 65534
KHMER = "សេចក្តីថ្លែងការណ៍រួម “៣” \U0001f4fb \x1b[31m \u2028 é"
_seconds = count()


@contextmanager
def opened(
    path: Path, *, command: str = "test", patience: float = 10.0
) -> Iterator[Archive]:
    """Yield the archive at `path`, with its index beside it and a clock that ticks."""
    store = FileStore(path, patience=patience)
    index = Index(store, path.parent / "cache")
    try:
        yield Archive(store, index, now=tick, author=lambda: "sok", command=command)
    finally:
        index.close()


def tick() -> str:
    """Return a time that was never given before, a second after the last."""
    minutes, seconds = divmod(next(_seconds), 60)
    return f"2024-01-01T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}Z"


def draft(text: str | None = "We, the undersigned.", **fields: object) -> Draft:
    """Return a draft that says `text`, with `fields`."""
    return read_draft({"date": "2012-07-16", "program": "CLEC", "text": text, **fields})


def content(path: Path) -> dict[str, dict[str, Any]]:
    """Return what is in the file at `path`, as anyone reads it."""
    tables: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return tables


def shown(archive: Archive) -> list[int]:
    """Return the ids that a list of all shows, newest first."""
    return [row.id for row in archive.page(EVERYTHING).rows]


def open_files() -> int:
    """Return how many files this process has open."""
    return len(list(Path("/dev/fd").iterdir()))


def started(program: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a process that runs `program`, which may import from the tests."""
    begin = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
    return subprocess.Popen(
        [sys.executable, "-c", begin + program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@contextmanager
def stranger() -> Iterator[Path]:
    """Be a user who is not root, and give a folder with a store of theirs.

    Where the tests are run by such a user, that is who we are already.
    """
    folder = Path(tempfile.mkdtemp())
    path = folder / "statements.json"
    FileStore.create(path)
    # A change loads what a change needs: later we may not read its modules.
    with opened(path) as archive:
        archive.add(draft("One of their own."))
    shutil.rmtree(folder / "cache")
    if os.getuid() == 0:
        for place in (folder, *folder.iterdir()):
            os.chown(place, NOBODY, NOBODY)
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
    try:
        yield path
    finally:
        os.seteuid(os.getuid())
        os.setegid(os.getgid())
        shutil.rmtree(folder)
