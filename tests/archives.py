"""Open, fill and inspect archives in tests."""

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
from typing import TYPE_CHECKING, Any, NamedTuple

from mediarel.archive import lookup
from mediarel.archive.add import add_all
from mediarel.archive.archive import Archive
from mediarel.archive.edit import edit, remove
from mediarel.archive.import_ import import_
from mediarel.archive.repair import accept
from mediarel.archive.session import open_session
from mediarel.archive.undo import next_redo, next_undo, redo, restore, undo
from mediarel.attachments.local_files import LocalFiles
from mediarel.formats.drafts import Taken
from mediarel.history.change import Change, Signature
from mediarel.index.index import SqliteIndex
from mediarel.model.statement import read_draft
from mediarel.query.tree import both
from mediarel.store.tiny.file import FileStore
from mediarel.store.tiny.layout import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mediarel.archive.edit import FieldsFor
    from mediarel.archive.undo import RestoreResult
    from mediarel.check.outside import OutsideChanges
    from mediarel.history.change import Edit
    from mediarel.index.excerpt import Excerpt
    from mediarel.index.search import Page
    from mediarel.model.statement import Draft, Statement
    from mediarel.query.tree import Query
    from mediarel.store.protocol import Document, Transaction

EVERYTHING = both()
NOBODY = 65534
KHMER = "សេចក្តីថ្លែងការណ៍រួម “៣” \U0001f4fb \x1b[31m \u2028 é"
_seconds = count()


class Imported(NamedTuple):
    """The result of an import: added, known and differing statements."""

    added: list[Statement]
    known: int
    conflicting: list[int]


def taken(given: Draft, source: str = "a file", line: int | None = None) -> Taken:
    """Return a draft as if all its fields came from a file."""
    said = frozenset(name for name, value in given.fields().items() if value)
    return Taken(given, said, source, line)


class Desk(Archive):
    """An open archive.

    Each method opens a session for one change, or looks something up.
    """

    def __init__(
        self,
        store: FileStore,
        index: SqliteIndex,
        *,
        now: Callable[[], str],
        author: Callable[[], str],
    ) -> None:
        path = Path(store.location)
        super().__init__(store, index, lambda: LocalFiles(path), now=now, author=author)

    def add(self, draft: Draft, *, allow_duplicate: bool = False) -> Statement:
        """Add `draft`."""
        with open_session(self, "test") as session:
            return add_all(session, [draft], allow_duplicate=allow_duplicate)[0]

    def import_drafts(self, drafts: Iterable[Draft]) -> Imported:
        """Add the new `drafts`, including near-duplicates."""
        given = [taken(each) for each in drafts]
        with open_session(self, "test") as session:
            result = import_(session, given, allow_duplicate=True)
        plan = result.plan
        known = len(given) - len(plan.new)
        differing = [each.edit.before.id for each in plan.differing]
        return Imported(list(result.added), known, differing)

    def edit(
        self,
        ids: Sequence[int],
        changed: FieldsFor,
        *,
        expected: Mapping[int, Statement] = {},
    ) -> list[Edit]:
        """Edit the statements with these IDs."""
        with open_session(self, "test") as session:
            return edit(session, ids, changed, expected=expected)

    def remove(
        self, ids: Sequence[int], *, expected: Mapping[int, Statement] = {}
    ) -> list[Statement]:
        """Remove the statements with these IDs."""
        with open_session(self, "test") as session:
            return remove(session, ids, expected=expected)

    def next_undo(self, number: int | None = None) -> Change:
        """Return the change that `undo` would undo."""
        return next_undo(self.changes(), number)

    def next_redo(self) -> Change:
        """Return the undo that `redo` would redo."""
        return next_redo(self.changes())

    def undo(
        self, number: int | None = None, *, expected: Change | None = None
    ) -> Change:
        """Undo the newest change, or change `number`."""
        with open_session(self, "test") as session:
            return undo(session, number, expected=expected)

    def redo(self, *, expected: Change | None = None) -> Change:
        """Redo the newest undo."""
        with open_session(self, "test") as session:
            return redo(session, expected=expected)

    def restore(self, number: int, *, at: int | None = None) -> RestoreResult:
        """Restore statement `number`."""
        with open_session(self, "test") as session:
            return restore(session, [number], at=at)[0]

    def accept(self, outside: OutsideChanges) -> None:
        """Record changes that were made outside mediarel."""
        with open_session(self, "accept") as session:
            accept(session, outside)

    def get(self, ids: Sequence[int]) -> list[Statement]:
        """Return the statements with these IDs."""
        return lookup.get(self, ids)

    def statements(self, query: Query, *, sort: str = "newest") -> Iterator[Statement]:
        """Return the statements that `query` finds."""
        return lookup.statements(self, query, sort=sort)

    def excerpts(self, page: Page, query: Query) -> list[Excerpt]:
        """Return the matching excerpt of each row."""
        return lookup.excerpts(self, page, query)

    def signatures(self, number: int) -> list[Signature]:
        """Return the signatures of the changes of statement `number`, oldest first."""
        return lookup.signatures(self, number)

    def changes(
        self, number: int | None = None, *, most: int | None = None
    ) -> Iterator[Change]:
        """Return the changes, newest first."""
        return lookup.changes(self, number, most=most)


@contextmanager
def opened(path: Path, *, patience: float = 10.0) -> Iterator[Desk]:
    """Yield the archive at `path`, with its own cache folder and a fake clock."""
    store = FileStore(path, patience=patience)
    index = SqliteIndex(store, path.parent / "cache")
    try:
        yield Desk(store, index, now=tick, author=lambda: "sok")
    finally:
        index.close()


@contextmanager
def unseen(path: Path) -> Iterator[None]:
    """Restore the modification time of `path` after the block has changed the file."""
    before = path.stat()
    yield
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def tick() -> str:
    """Return a new time, a second after the last one."""
    minutes, seconds = divmod(next(_seconds), 60)
    return f"2024-01-01T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}Z"


def commit_nothing(
    transaction: Transaction,
    records: Mapping[int, Document | None] | None = None,
) -> str:
    """Commit a change of only the `records`, and return the new revision."""
    last = next(transaction.entries(), (0, b""))[0]
    change = Change(
        number=last + 1,
        at="2026-11-24T10:00:00Z",
        by="sok",
        command="test",
        kind="edit",
        last_id=0,
    )
    entry = encoded(change.document())
    return transaction.commit(change, entry, records or {})


def draft(text: str | None = "We, the undersigned.", **fields: object) -> Draft:
    """Return a draft with the text `text` and these `fields`."""
    usual = {"date": "2012-07-16", "program": "CLEC", "type": "Joint Statement"}
    return read_draft({**usual, "text": text, **fields})


def content(path: Path) -> dict[str, dict[str, Any]]:
    """Return the parsed file at `path`."""
    tables: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return tables


def statements(path: Path) -> dict[str, Any]:
    """Return the statements of the store at `path`."""
    return content(path)["statements"]


def untimed(path: Path) -> dict[str, Any]:
    """Return the statements of a store without their time of modification."""
    return {n: {**each, "modified": None} for n, each in statements(path).items()}


def files_below(folder: Path) -> dict[Path, bytes]:
    """Return the content of all files except the index."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path: path.read_bytes() for path in found if "cache" not in path.parts}


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """Check that the block does not change the file at `path`."""
    before = path.read_bytes()
    yield
    assert path.read_bytes() == before


def stored(number: int = 10) -> dict[str, Any]:
    """Return statement `number` from the store in the current folder."""
    document: dict[str, Any] = statements(Path("data/statements.json"))[str(number)]
    return document


def shown(archive: Archive) -> list[int]:
    """Return the IDs of all listed statements, newest first."""
    return [row.id for row in archive.page(EVERYTHING).rows]


def open_files() -> int:
    """Return the number of files that this process has open."""
    return len(list(Path("/dev/fd").iterdir()))


def started(program: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a process that runs `program`, which may import from the tests."""
    begin = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
    return subprocess.Popen(
        [sys.executable, "-c", begin + program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # Without coverage, like `conftest.unmeasured`, which would load pytest.
        env={k: v for k, v in os.environ.items() if not k.startswith("COV")},
    )


@contextmanager
def stranger() -> Iterator[Path]:
    """Switch to a user other than root, and yield a store of this user.

    If the tests don't run as root, the user stays the same.
    """
    folder = Path(tempfile.mkdtemp())
    path = folder / "statements.json"
    FileStore.create(path)
    # Load the modules of a change now: the other user may not read them.
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
