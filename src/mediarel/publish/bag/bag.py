"""Writing a bag (RFC 8493, version 1.0) of an archive, or of what is public of it.

Where nothing is left out, the store and the files beside it are an archive again. Else
`statements.json` is an export, from which one can be made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.public import Public
from mediarel.archive.scan import Scan
from mediarel.errors import BusyError, Command, DamagedError, Hint
from mediarel.publish.bag.filling import fill
from mediarel.publish.bag.payload import Files
from mediarel.publish.bag.place import new_folder
from mediarel.publish.bag.source import Source
from mediarel.publish.bag.tags import DECLARED, bag_info, size_in_words
from mediarel.publish.paths import DECLARATION
from mediarel.publish.site.theme import shipped_files
from mediarel.store.sound import error_in

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.archive.archive import Archive
    from mediarel.publish.bag.filling import Filled

_INFO = "bag-info.txt"


class ChangedArchiveError(BusyError):
    """The archive was changed while a bag was made of it."""

    def __init__(self) -> None:
        super().__init__(
            "the archive was changed while the bag was made of it",
            "No bag was made. Give the command again when nobody changes the archive.",
        )


class Wanted(NamedTuple):
    """What bag is wanted: of what is public alone, under which licence (a URL or "").

    `agent` is what writes it: `mediarel 1.0`. The public may read the texts `allowed`.
    """

    is_public: bool
    license: str
    agent: str
    allowed: tuple[str, ...] = ()


class BagResult(NamedTuple):
    """A bag that was made: how many statements, attached files and files it has.

    `size` is that of its payload in bytes, `missing` how many attached files could not
    be copied. `public` is what it was made from, None where that is all.
    """

    statements: int
    attached: int
    files: int
    size: int
    missing: int
    public: Public | None


def write_bag(archive: Archive, folder: Path, wanted: Wanted) -> BagResult:
    """Write a bag of `archive` to `folder`, which is new or empty: whole or not at all.

    All in it is of one moment.

    Raises DamagedError, NewerArchiveError, ChangedArchiveError, LeakError,
    TakenFolderError, UnwritableFolderError, UnreadableOriginalError, NoStoreError
    or StoreAccessError.
    """
    _refuse_unsound(archive)
    revision = archive.store.revision()
    source = Source(archive, is_public=wanted.is_public)
    is_closed = not wanted.is_public
    like = source.file if is_closed else None
    with new_folder(folder, like=like, is_closed=is_closed) as made:
        (made / DECLARATION).write_bytes(DECLARED)
        with Files(made, "manifest", "data/") as files:
            filled = fill(files, source, wanted.license)
        _scan(archive, source, wanted, made, folder)
        info = _info(source, filled, files, wanted.agent)
        with Files(made, "tagmanifest", "") as tags:
            tags.put(_INFO, info)
            for each in (DECLARATION, *files.names):
                tags.note(each)
        if not archive.store.is_at(revision):
            raise ChangedArchiveError
    return BagResult(
        filled.tally.statements,
        len(filled.attached.copied),
        files.count,
        files.size,
        len(filled.attached.missing),
        source.public,
    )


def _scan(
    archive: Archive, source: Source, wanted: Wanted, made: Path, folder: Path
) -> None:
    """Raise LeakError if a public file of the bag `made` contains a withheld text.

    The bag will be `folder`.
    """
    public = source.public or Public(archive, source.at)
    root = made if wanted.is_public else made / "data" / "site"
    files = sorted(path for path in root.rglob("*") if path.is_file())
    paths = ((file.relative_to(root).as_posix(), file) for file in files)
    site = "data/site/" if wanted.is_public else ""
    shipped = [f"{site}{path}" for path in shipped_files(None)]
    shown = str(folder if wanted.is_public else folder / "data" / "site")
    Scan(archive, public, wanted.allowed).check_folder(paths, shown, shipped)


def _refuse_unsound(archive: Archive) -> None:
    """Raise DamagedError or NewerArchiveError where `archive` can't be read whole."""
    error = error_in(archive.store)
    if isinstance(error, DamagedError):
        error.hint = Hint("Save what can be saved of it first: ", Command("repair"))
    if error is not None:
        raise error


def _info(source: Source, filled: Filled, files: Files, agent: str) -> bytes:
    """Return what the bag says of itself."""
    return bag_info(
        (
            ("Source-Organization", source.owner(filled.tally)),
            ("External-Description", source.about(filled.tally)),
            ("External-Identifier", source.identifier),
            ("Bagging-Date", source.at[:10]),
            ("Bag-Size", size_in_words(files.size)),
            ("Payload-Oxum", f"{files.size}.{files.count}"),
            ("Bag-Software-Agent", agent),
        )
    )
