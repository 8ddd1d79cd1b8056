"""Write `ro-crate-metadata.json`, the machine-readable description of a bag.

The format is RO-Crate 1.1. The root of the crate is the payload folder, so the crate is
also valid outside of the bag. The root lists each statement in `mentions`, as an
`Article`. It lists each file and folder in `hasPart`. An uncertain date or an
interval is in `temporal`, in EDTF. Any other date, such as `2012-07`, is in
`datePublished`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

from mediarel.dates.edtf import PartialDate
from mediarel.formats.encoding import Utf8Writer
from mediarel.formats.json_syntax import indented
from mediarel.formats.writing import urn
from mediarel.model.statement import Statement
from mediarel.publish.bag.bag_files import Kept
from mediarel.release.headline import title_of

DESCRIPTION = "ro-crate-metadata.json"
_VERSION = "https://w3id.org/ro/crate/1.1"
_HEAD = f'{{\n  "@context": "{_VERSION}/context",\n  "@graph": ['
_INDENT = "\n    "
_MISSING = "#licence"

Entity = dict[str, Any]


class Part(NamedTuple):
    """A file or a folder that the crate lists.

    The path of a folder ends in `/`. For a folder, `media_type`, `size` and `sha256`
    are empty.
    """

    path: str
    name: str
    about: str
    media_type: str = ""
    size: int = 0
    sha256: str = ""


def part_of(kept: Kept, about: str, media_type: str) -> Part:
    """Return the `Part` of the crate that describes a file in the bag."""
    return Part(kept.path, kept.path, about, media_type, kept.size, kept.sha256)


class Crate(NamedTuple):
    """The data of a crate.

    `at` is a time in the format of RFC 3339. `license` is a URL or empty.
    """

    name: str
    about: str
    at: str
    license: str
    identifier: str
    parts: Sequence[Part]
    places: Mapping[str, str]
    """The paths of the copied attached files, by SHA-256."""


def write_crate(crate: Crate, statements: Iterable[Statement], out: BinaryIO) -> None:
    """Write the description of a crate and of its statements.

    The statements are read one at a time. Only their uuids and the names of
    organisations stay in memory.
    """
    text = Utf8Writer(out)
    text.write(_HEAD)
    before = ""
    for entity in _entities(crate, statements):
        said = {key: _alone(value) for key, value in entity.items() if value}
        text.write(f"{before}{_INDENT}{indented(said, _INDENT.strip(chr(10)))}")
        before = ","
    text.write("\n  ]\n}\n")


def _entities(crate: Crate, statements: Iterable[Statement]) -> Iterator[Entity]:
    yield {
        "@id": DESCRIPTION,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _VERSION},
        "about": {"@id": "./"},
    }
    yield _license(crate.license)
    organisations = _Organisations()
    mentioned: list[Entity] = []
    for statement in statements:
        mentioned.append({"@id": urn(statement.uuid)})
        yield _article(statement, crate.places, organisations)
    yield from organisations.entities()
    yield from map(_part, crate.parts)
    yield {
        "@id": "./",
        "@type": "Dataset",
        "name": crate.name,
        "description": crate.about,
        "datePublished": crate.at,
        "license": {"@id": crate.license or _MISSING},
        "identifier": crate.identifier,
        "author": organisations.first(),
        "publisher": organisations.first(),
        "hasPart": [{"@id": part.path} for part in crate.parts],
        "mentions": mentioned,
    }


def _alone(value: object) -> object:
    """Return the item of a list if the list has only one item, otherwise `value`.

    JSON-LD calls this the compacted form.
    """
    return value[0] if isinstance(value, list) and len(value) == 1 else value


class _Organisations:
    """The organisations in a crate, and the identifier of each organisation."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def of(self, name: str) -> Entity:
        """Return a reference to the organisation `name`.

        The organisation is added if it is new.
        """
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        return {"@id": f"#organisation-{number}"}

    def first(self) -> Entity | None:
        """Return a reference to the first organisation.

        Return None if there are no organisations.
        """
        return self.of(next(iter(self._numbers))) if self._numbers else None

    def entities(self) -> Iterator[Entity]:
        """Yield the entity of each organisation."""
        for name in self._numbers:
            yield {**self.of(name), "@type": "Organization", "name": name}


def _license(license_: str) -> Entity:
    return {
        "@id": license_ or _MISSING,
        "@type": "CreativeWork",
        "name": license_ or "No licence",
        "description": "The licence of the statements and files."
        if license_
        else "The licence is unknown. Ask the provider of this folder.",
    }


def _article(
    one: Statement, places: Mapping[str, str], organisations: _Organisations
) -> Entity:
    issuer = organisations.of(one.program)
    sure = isinstance(one.date, PartialDate) and not one.date.qualifier
    files = (places[e.sha256] for e in one.attachments if e.sha256 in places)
    return {
        "@id": urn(one.uuid),
        "@type": "Article",
        "name": title_of(one),
        "identifier": str(one.id),
        "datePublished" if sure else "temporal": str(one.date),
        "inLanguage": one.language,
        "genre": one.type,
        "author": issuer,
        "publisher": issuer,
        "contributor": [organisations.of(each) for each in one.signatories],
        "keywords": list(one.tags),
        "url": list(one.sources),
        "encoding": [{"@id": place} for place in dict.fromkeys(files)],
    }


def _part(part: Part) -> Entity:
    is_folder = part.path.endswith("/")
    return {
        "@id": part.path,
        "@type": "Dataset" if is_folder else "File",
        "name": part.name,
        "description": part.about,
        "encodingFormat": part.media_type,
        "contentSize": "" if is_folder else str(part.size),
        "sha256": part.sha256,
    }
