"""Create the same random archive in a file and on a server, and random queries."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from archives import Desk, tick
from finding import parsed
from mediarel.address import read_address
from mediarel.archive.configuration import merge_names
from mediarel.archive.session import open_session
from mediarel.errors import MediarelError
from mediarel.history.change import ChangeSet
from mediarel.index.index import SqliteIndex
from mediarel.model.statement import read_draft
from mediarel.postgres.connection import Connection
from mediarel.postgres.index import opened
from mediarel.postgres.setup import make
from mediarel.query.tree import Query
from mediarel.store.tiny.file import FileStore
from page_search import invented, queries

# Terms that the search page of a site does not have.
FURTHER = (
    *("status:draft", "status:withdrawn", "missing:km", "-missing:en", "type:press*"),
    *("id:1..40", "id:7,9,30..60", "place:land", "signatory:l*", "signatory:clec"),
)
TYPES = ("Press Release", "Statement", "joint statement")


class Both(NamedTuple):
    """The same archive in a file and on a server."""

    file: Desk
    server: Desk


def statements(random: Random, number: int) -> list[dict[str, Any]]:
    """Return the fields of random statements, some linked to earlier ones."""
    given = invented(number, random.randrange(1000))
    for place, one in enumerate(given):
        one["uuid"] = str(UUID(int=random.getrandbits(128), version=4))
        one["type"] = random.choice(TYPES)
        if random.random() < 0.2:
            one["status"] = random.choice(("draft", "withdrawn"))
        if place and random.random() < 0.3:
            one["translation_of"] = random.choice(given[:place])["uuid"]
        if random.random() < 0.1:
            one["merged"] = [str(UUID(int=random.getrandbits(128), version=4))]
    return given


def trees(random: Random, given: Sequence[dict[str, Any]], count: int) -> list[Query]:
    """Return the trees of `count` random queries."""
    found: list[Query] = []
    for text in queries(given, 2 * count, random.randrange(1000)):
        asked = text
        if random.random() < 0.3:
            asked = f"({text}) {random.choice(('', 'OR'))} {random.choice(FURTHER)}"
        with suppress(MediarelError):  # `queries` has some mistakes
            found.append(parsed(asked))
    return found[:count]


@contextmanager
def both_of(
    folder: Path,
    address: str,
    given: Sequence[Mapping[str, object]],
    organisations: Sequence[Sequence[str]] = (),
) -> Iterator[Both]:
    """Yield an archive of the statements `given`, in a file and on a server.

    The names of each of the `organisations` are merged.
    """
    store = FileStore.create(folder / "statements.json")
    make(read_address(address))
    on_server = opened(Connection(read_address(address)), folder)
    in_file = (store, SqliteIndex(store, folder / "cache"))
    with closing(in_file[1]), closing(on_server[1]):
        both = Both(
            *(
                Desk(*each, now=tick, author=lambda: "sok")
                for each in (in_file, on_server)
            )
        )
        for desk in both:
            with open_session(desk, "import") as session:
                drafts = [read_draft(fields) for fields in given]
                session.commit(ChangeSet("import", added=drafts))
            for names in organisations:
                with open_session(desk, "merge") as session:
                    merge_names(session, names)
        yield both
