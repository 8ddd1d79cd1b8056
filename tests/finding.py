"""Create archives for tests of search."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from archives import Desk, tick
from mediarel.archive.session import open_session
from mediarel.dates.typed import read_date
from mediarel.history.change import ChangeSet
from mediarel.index.index import SqliteIndex
from mediarel.model.statement import Statement, read_draft
from mediarel.query.parser import parse
from mediarel.store.tiny.file import FileStore

parsed = partial(parse, read_date=partial(read_date, today=dt.date(2014, 1, 1)))


_USUAL = {"date": "2012-07-16", "program": "CLEC", "type": "Joint Statement"}


@contextmanager
def archive_of(
    folder: Path, statements: Iterable[Mapping[str, object]]
) -> Iterator[Desk]:
    """Yield an archive of `statements` in `folder`, with IDs from 1."""
    store = FileStore.create(folder / "statements.json")
    index = SqliteIndex(store, folder / "cache")
    archive = Desk(store, index, now=tick, author=lambda: "sok")
    try:
        drafts = [read_draft({**_USUAL, **fields}) for fields in statements]
        with open_session(archive, "import") as session:
            session.commit(ChangeSet("import", added=drafts))
        yield archive
    finally:
        index.close()


def ids(archive: Desk, query: str, *, sort: str = "id") -> list[int]:
    """Return the IDs that `query` finds."""
    return [row.id for row in archive.page(parsed(query), sort=sort).rows]


def is_missing(language: str, one: Statement, all_: Sequence[Statement]) -> bool:
    """Return whether no translation of `one` into `language` exists."""
    if one.translation_of or one.status == "withdrawn":
        return False
    release = {one.id: one}
    while True:
        uuids = {u for each in release.values() for u in (each.uuid, *each.merged)}
        more = [e for e in all_ if e.translation_of in uuids and e.id not in release]
        if not more:
            break
        release |= {each.id: each for each in more}
    codes = [each.language.lower() for each in release.values()]
    return not any(c == language or c.startswith(f"{language}-") for c in codes)
