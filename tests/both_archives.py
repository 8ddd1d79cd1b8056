"""Create the same random archive in a file and on a server, and random queries."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

from archives import Desk, tick
from mediarel.address import read_address
from mediarel.archive.configuration import merge_names
from mediarel.archive.session import open_session
from mediarel.history.change import ChangeSet
from mediarel.index.index import SqliteIndex
from mediarel.model.statement import read_draft
from mediarel.postgres.connection import Connection
from mediarel.postgres.index import opened
from mediarel.postgres.setup import make
from mediarel.store.tiny.file import FileStore

# A few words, so that queries match: with accents, in both cases, prefixes of other
# words, and scripts without spaces, in which a phrase may overlap itself.
WORDS = (
    *("land", "Land", "lands", "landing", "law", "laws", "rights", "right", "human"),
    *("the", "of", "and", "café", "CAFE", "naïve", "No.", "2012", "3", "A1", "sea-law"),
    *("ដីធ្លី", "សិទ្ធិ", "កក", "កកក", "ស", "ប្រទេស", "សេចក្តីថ្លែងការណ៍", "ที่ดิน", "สิทธิ", "ที่"),
    *("O’Neill", "l'État", "mother\u00adland", "ΣΟΦΟΣ", "straße", "土地", "ﬁne", "x²"),
)
SIGNATORIES = (
    *("CLEC", "Community Legal Education Center", "Licadho", "LICADHO", "ADHOC"),
    *("Café Land", "land rights", "សិទ្ធិ", "Equitable Cambodia", "clec"),
)
ORGANISATIONS = (
    ("CLEC", "Community Legal Education Center"),
    ("Licadho", "Equitable Cambodia"),
)
PROGRAMS = ("CLEC", "Sonando", "sonando", "Land Law", "ដីធ្លី")
TAGS = ("land", "Land", "law", "human rights", "café", "ដីធ្លី", "x")
PLACES = ("Phnom Penh", "Kampot", "Land of Law", "")
DATES = (
    *("2010", "2011-03", "2011-03-05", "2012-07-16", "2012-12-31", "2013-01-01"),
    *("2009-11/2013-02", "../2011", "2012/..", "2012-01-01/2012-06-30", "2010-05"),
)
RANGES = ("2011", "2012-07", "2010..2012", "..2011", "2012..", "2012-07-16")
LANGUAGES = ("en", "km", "km-KH", "fr", "en-GB")
STATUSES = ("published", "draft", "withdrawn")
TYPES = ("Press Release", "Statement", "joint statement")


class Both(NamedTuple):
    """The same archive in a file and on a server."""

    file: Desk
    server: Desk


def sentence(random: Random, most: int = 12) -> str:
    """Return random words, some of them repeated."""
    words = [random.choice(WORDS) for _ in range(random.randint(1, most))]
    if random.random() < 0.3:
        words += [random.choice(words)] * random.randint(1, 4)
    return random.choice((" ", " ", ", ", "")).join(words)


def statements(random: Random, number: int) -> list[dict[str, object]]:
    """Return the fields of random statements, some linked to earlier ones."""
    given: list[dict[str, object]] = []
    for _ in range(number):
        one: dict[str, object] = {
            "uuid": str(UUID(int=random.getrandbits(128), version=4)),
            "date": random.choice(DATES),
            "program": random.choice(PROGRAMS),
            "title": sentence(random, 6),
            "text": "\n".join(sentence(random) for _ in range(random.randint(0, 5))),
            "type": random.choice(TYPES),
            "place": random.choice(PLACES),
            "language": random.choice(LANGUAGES),
            "status": random.choice(STATUSES) if random.random() < 0.3 else "",
            "tags": random.sample(TAGS, random.randint(0, 3)),
            "signatories": random.sample(SIGNATORIES, random.randint(0, 4)),
        }
        if given and random.random() < 0.3:
            one["translation_of"] = random.choice(given)["uuid"]
        if given and random.random() < 0.1:
            one["merged"] = [str(UUID(int=random.getrandbits(128), version=4))]
        given.append({name: value for name, value in one.items() if value})
    return given


def query(random: Random, depth: int = 2) -> str:
    """Return a random query."""
    if depth and random.random() < 0.55:
        parts = [query(random, depth - 1) for _ in range(random.randint(2, 3))]
        joined = random.choice((" ", " ", " OR ")).join(parts)
        return f"({joined})" if random.random() < 0.7 else joined
    said = _term(random)
    return f"NOT {said}" if random.random() < 0.12 else said


def _term(random: Random) -> str:
    word = random.choice(WORDS)
    phrase = " ".join(random.choices(WORDS, k=random.randint(2, 3)))
    begun = f"{word[: random.randint(1, 4)]}*"
    first = random.randint(1, 90)
    return random.choice(
        (
            *(word, word, word, begun, f'"{phrase}"', f'"{word} {word}"'),
            *(f'"{word}"', f'"{word} {word[:2]}"*'),
            f"title:{word}",
            f'text:"{phrase}"',
            f"title:{begun}",
            f"signatory:{random.choice((word, begun))}",
            f'signatory:"{random.choice(SIGNATORIES)}"',
            f'program:"{random.choice(PROGRAMS)}"',
            f"tag:{random.choice(('land', 'la*', 'x', 'nothing'))}",
            f'place:"{random.choice((*PLACES[:3], word))}"',
            f"date:{random.choice(RANGES)}",
            f"year:{random.randint(2009, 2014)}",
            f"language:{random.choice(('en', 'km', 'km-KH', 'fr'))}",
            f"status:{random.choice(STATUSES)}",
            f"missing:{random.choice(('en', 'km', 'fr'))}",
            f"id:{first}..{first + random.randint(0, 60)}",
            f"type:{random.choice(('statement', 'press*'))}",
        )
    )


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
