"""Set the name, default values, organisations and logo of an archive.

An organisation can sign under several names. Merging or splitting names doesn't change
the statements. Two names are equal if their folded texts are equal.

A logo must be a PNG file, because an SVG can have names, texts and scripts in many
places. A PNG file consists of chunks. Only the chunks that describe the picture are
kept, because other chunks can contain texts.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from mediarel import errors
from mediarel.address import is_address
from mediarel.archive.archive import Archive
from mediarel.archive.session import Session
from mediarel.formats.writing import identity_of
from mediarel.history.chain import running_digest
from mediarel.index import indexed_history, search
from mediarel.index.protocol import Index
from mediarel.index.sql import SIGNATORIES, organisations
from mediarel.model import archive_settings
from mediarel.settings import STORE
from mediarel.store.records import NAME, ORGANISATIONS, SITE, USUAL
from mediarel.text.folding import folded_name
from mediarel.text.lines import size_in_words, spaced_once
from mediarel.text.similarity import nearest_names

SAMPLE_NAME = "Program's Media Release"  # name on the page of the sample data
_LONGEST = 200  # characters
_MOST_NEAR = 5  # similar names in a hint
LOGO_TYPE = "image/png"
LARGEST_LOGO = 200_000  # bytes: each page shows the logo
_START_OF_PNG = b"\x89PNG\r\n\x1a\n"
# The chunks of a PNG that describe the picture (Portable Network Graphics, 11).
_KEPT_CHUNKS = frozenset(b"IHDR PLTE tRNS gAMA cHRM sRGB pHYs IDAT IEND".split())
_MOST_PIXELS = 50_000_000  # bytes


class Identity(NamedTuple):
    """The UUID of an archive or an export, and the time of the last change.

    The time is in RFC 3339, UTC. It is "" if the archive was never changed.
    """

    uuid: str
    changed: str


def read_name(given: str) -> str:
    """Check the name of an archive, and return the name on one line.

    An empty name is valid. Raises InvalidError.
    """
    name = spaced_once(given)
    try:
        name.encode()
    except UnicodeEncodeError:
        raise errors.InvalidError(
            f"the name {errors.shorten(name)!r} contains bytes that are not UTF-8",
            "Set the encoding of the terminal to UTF-8, then enter the name again.",
        ) from None
    if len(name) > _LONGEST:
        raise errors.InvalidError(
            f"the name {errors.shorten(name)!r} has {len(name):,} characters",
            f"Enter a name of at most {_LONGEST} characters.",
        )
    return name


def shown_name(archive: Archive) -> str:
    """Return the name of the archive.

    If the archive has no name, return the name of its folder or database.
    """
    return archive.name() or _place_name(archive.store.location)


def _place_name(location: str) -> str:
    """Return the name of the folder or the database of a store."""
    if is_address(location):
        url, _, schema = location.partition("#")
        return schema or urlsplit(url).path.strip("/") or "mediarel"
    path = Path(location)
    folder = path.parent.parent.name if path.parts[-2:] == STORE.parts else path.stem
    return folder or path.stem


def configure(
    session: Session,
    name: str | None,
    usual: Mapping[str, str],
    site: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
) -> set[str]:
    """Set the name, default values and site settings of an archive, in one change.

    If `name` is None, the old name is kept; "" removes the name. `usual` has the new
    default values of fields; an empty value removes a default. `site` is called with
    the present site settings and returns the new settings.

    Return the changed settings: `NAME`, `USUAL` and `SITE`.
    """
    about = session.about()
    settings: dict[str, object] = {}
    if name is not None:
        settings[NAME] = name or None
    kept = about.get(USUAL)
    before = kept if isinstance(kept, dict) else {}
    after = {field: value for field, value in {**before, **usual}.items() if value}
    if after != before:
        settings[USUAL] = after or None
    if site is not None:
        earlier = about.get(SITE)
        settings[SITE] = site(earlier if isinstance(earlier, dict) else {}) or None
    return session.change_settings(settings)


def identity(
    archive: Archive, asked: Iterable[str] = (), *, is_public: bool = False
) -> Identity:
    """Return the identity of an export.

    `asked` has the options and arguments that select statements. The UUID is computed
    from them and from the digest of the first change. The first change is the same in
    all copies of the archive, and no command removes it.

    Digests of changes cover hidden text, so they could confirm a guess of the text. If
    `is_public` is True, the UUID is computed from the time of the first change instead,
    and `asked` must not contain hidden text.
    """
    ends = archive.asked(lambda: indexed_history.ends(archive.index))
    first, newest = [str(row[2]) for row in ends] or ("", "")
    if is_public:
        return Identity(identity_of("public", first, *asked), newest)
    digest = ""
    if ends:
        number, entry = indexed_history.first_entry(archive.index)
        digest = running_digest([(number, msgspec.json.decode(entry))])
    return Identity(identity_of(digest, "", *asked), newest)


class Joined(NamedTuple):
    """The names of an organisation after a change.

    After a split, `names` are the remaining names: none, or at least two. `is_new` is
    False if nothing has changed. `before` are the names before a split.
    """

    names: archive_settings.Organisation
    is_new: bool
    before: archive_settings.Organisation = ()


def merge_names(session: Session, given: Sequence[str]) -> Joined:
    """Record that several names belong to the same organisation.

    The first name in `given` becomes the displayed name. If a name belongs to an
    organisation, all names of this organisation are included. Raises InvalidError,
    NotFoundError or RefusedError.
    """
    kept = _kept(session)
    owners = {folded_name(name): names for names in kept for name in names}
    printed = _printed(session.index)
    names = archive_settings.distinct(_spelled(name, owners, printed) for name in given)
    if len(names) < archive_settings.FEWEST:
        raise errors.InvalidError(
            f"{_quoted(names)} is only one name; at least two are needed",
            errors.Hint(
                "Enter all names of the organisation: ",
                errors.Command("signatories", "merge", names[0], "NAME"),
            ),
        )
    theirs = [owners[n] for n in map(folded_name, names) if n in owners]
    its, *others = dict.fromkeys(theirs) or [()]
    if others:
        one, other = its[0], others[0][0]
        raise errors.RefusedError(
            f"the names belong to two organisations: {_quoted([one])} and"
            f" {_quoted([other])}",
            errors.Hint(
                "Split one of the organisations first: ",
                errors.Command("signatories", "split", other),
            ),
        )
    whole = archive_settings.distinct((*names, *its))
    if whole == its:
        return Joined(whole, is_new=False)
    later = [whole if each == its else each for each in kept]
    later += [] if its else [whole]
    session.change_settings({ORGANISATIONS: archive_settings.as_kept(later)})
    return Joined(whole, is_new=True)


def split_names(session: Session, organisation: str, given: Sequence[str]) -> Joined:
    """Remove names from an organisation. If `given` is empty, remove all its names.

    `organisation` is any name of the organisation. If only one name is left, it is
    removed too. Raises NotFoundError.
    """
    kept = _kept(session)
    owners = {folded_name(name): names for names in kept for name in names}
    its = owners.get(folded_name(organisation))
    if its is None:
        name = errors.shorten(organisation)
        raise errors.NotFoundError(
            f'no organisation with several names is called "{name}"',
            errors.Hint("See who signed: ", errors.Command("signatories")),
        )
    gone = {folded_name(name) for name in given or its}
    for name in given:
        if folded_name(name) not in map(folded_name, its):
            raise errors.NotFoundError(
                f"{_quoted([name])} is not a name of {_quoted(its[:1])}",
                f"Its names are: {_quoted(its)}",
            )
    left = tuple(name for name in its if folded_name(name) not in gone)
    if len(left) < archive_settings.FEWEST:
        left = ()
    later = filter(None, (left if each == its else each for each in kept))
    session.change_settings({ORGANISATIONS: archive_settings.as_kept(later)})
    return Joined(left, is_new=True, before=its)


def known_signatory(index: Index, name: str) -> str:
    """Return the folded name of a signatory.

    Raises NotFoundError if nobody has signed under this name.
    """
    folded = folded_name(name)
    named = _printed(index)
    for called in organisations(index):
        for each in called.names:
            named.setdefault(folded_name(each), [each])
    if folded not in named:
        raise _unknown(name, folded, named)
    return folded


def _kept(session: Session) -> archive_settings.Organisations:
    return archive_settings.organisations_in(session.about().get(ORGANISATIONS))


def _printed(index: Index) -> dict[str, list[str]]:
    """Return the printed spellings of each signatory. The keys are folded names."""
    found: dict[str, list[str]] = {}
    for _, shown, folded, _ in search.counted(index, SIGNATORIES):
        found.setdefault(folded, []).append(shown)
    return found


def _spelled(
    name: str,
    owners: Mapping[str, archive_settings.Organisation],
    printed: Mapping[str, Sequence[str]],
) -> str:
    """Return a known spelling of a name.

    If `name` itself is a known spelling, it is returned unchanged. Otherwise, the most
    common spelling is returned. Raises NotFoundError if there is no known spelling.
    """
    folded = folded_name(name)
    spellings = [
        *printed.get(folded, ()),
        *(each for each in owners.get(folded, ()) if folded_name(each) == folded),
    ]
    if not spellings:
        raise _unknown(name, folded, printed)
    return name if name in spellings else spellings[0]


def _unknown(
    name: str, folded: str, named: Mapping[str, Sequence[str]]
) -> errors.NotFoundError:
    near = [named[each][0] for each in nearest_names(folded, named)[:_MOST_NEAR]]
    return errors.NotFoundError(
        f'nobody signed as "{errors.shorten(name)}"',
        f"Did you mean: {_quoted(near)}"
        if near
        else errors.Hint("See who signed: ", errors.Command("signatories")),
    )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{errors.shorten(each)}"' for each in names)


def picture_in(data: bytes, name: str) -> bytes:
    """Check a PNG file, and return it with only the chunks of the picture.

    `name` is the file name for errors. Raises InvalidError.
    """
    problem, parts = "", _chunks_of(data)
    if len(data) > LARGEST_LOGO:
        problem = f"is larger than {size_in_words(LARGEST_LOGO)}"
    elif not data.startswith(_START_OF_PNG):
        problem = "is not a PNG file"
    elif not _is_whole_picture(parts):
        problem = "is damaged"
    if problem:
        raise errors.InvalidError(
            f"the logo {name} {problem}",
            "In your drawing program, export the logo as a small PNG file.",
        )
    return _START_OF_PNG + b"".join(
        part for kind, part in parts if kind in _KEPT_CHUNKS
    )


def _chunks_of(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the type and the bytes of each chunk, up to the chunk `IEND`.

    If a chunk is damaged, only the chunks before it are returned.
    """
    found: list[tuple[bytes, bytes]] = []
    begin = len(_START_OF_PNG)
    while begin < len(data) and (not found or found[-1][0] != b"IEND"):
        end = begin + 12 + int.from_bytes(data[begin : begin + 4])
        part = data[begin:end]
        if len(part) != end - begin or zlib.crc32(part[4:-4]).to_bytes(4) != part[-4:]:
            break
        found.append((part[4:8], part))
        begin = end
    return found


def _is_whole_picture(parts: list[tuple[bytes, bytes]]) -> bool:
    """Return True if no chunk and no pixel is missing."""
    if not parts or (parts[0][0], parts[-1][0]) != (b"IHDR", b"IEND"):
        return False
    pixels = zlib.decompressobj()
    try:
        pixels.decompress(
            b"".join(part[8:-4] for kind, part in parts if kind == b"IDAT"),
            _MOST_PIXELS,
        )
    except zlib.error:
        return False
    return pixels.eof and not pixels.unused_data
