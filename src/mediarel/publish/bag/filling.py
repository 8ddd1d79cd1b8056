"""The payload of a bag, file by file: what each is stands in the page and the crate."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.attachments.files import attached_files
from mediarel.attachments.needed import past_files
from mediarel.publish.bag.attached import (
    FOLDER,
    Attached,
    copy_attached,
    parts_of_files,
)
from mediarel.publish.bag.crate import DESCRIPTION, Crate, Part, part_of, write_crate
from mediarel.publish.bag.exports import JSON, write_exports
from mediarel.publish.bag.page import README, About, Year, readme
from mediarel.publish.bag.site import HOME, SITE, page_of, write_site
from mediarel.store.protocol import TABLES
from mediarel.store.tiny.file import read_content
from mediarel.store.tiny.layout import layout
from mediarel.store.tiny.read import snapshot_of, validated_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.attachments.files import AttachedFile
    from mediarel.publish.bag.payload import Files
    from mediarel.publish.bag.source import Source
    from mediarel.publish.bag.tally import Tally
    from mediarel.store.protocol import Snapshot

_STORE = "statements.json"


class Filled(NamedTuple):
    """What there is in a payload: counted, and the attached files of it."""

    tally: Tally
    attached: Attached


def fill(files: Files, source: Source, license_: str) -> Filled:
    """Write all of `source` to `files`, under a licence, a URL or "".

    Raises OSError, UnreadableOriginalError, NoStoreError or StoreAccessError.
    """
    parts: list[Part] = []
    attached = Attached({}, [])
    past: dict[AttachedFile, str] = {}
    if source.public is None:
        past = _write_store(files, source, parts, attached)
    exported = write_exports(
        files, source.statements, source.options(), beside_files=bool(source.public)
    )
    tally = exported.tally
    parts += exported.parts
    if source.public is not None:
        _copy(files, source, tally.files, attached)
    write_site(files, source.archive, source.at, attached.copied)
    about = "The site: what the public may see of it, as pages."
    page = _page(files, source, tally, [Part(HOME, HOME, about), *parts], attached)
    parts.append(Part(SITE, SITE, about))
    kept = files.put(README, page)
    parts.append(part_of(kept, "What this is, for people.", "text/html"))
    parts += parts_of_files(attached, tally, past)
    places = {sha256: kept.path for sha256, kept in attached.copied.items()}
    crate = Crate(
        source.title(tally),
        source.about(tally),
        source.at,
        license_,
        source.identifier,
        parts,
        places,
    )
    files.write(DESCRIPTION, lambda out: write_crate(crate, source.statements(), out))
    return Filled(tally, attached)


def _write_store(
    files: Files, source: Source, parts: list[Part], attached: Attached
) -> dict[AttachedFile, str]:
    """Write the store, and copy the files that it names, of now or before.

    Returns the names of those that its history alone has.
    """
    data, snapshot = _read(source)
    kept = files.put(_STORE, data)
    about = "The archive itself, with its history: one JSON file, made by mediarel."
    parts.append(part_of(kept, about, JSON))
    now = attached_files(snapshot.statements.values())
    past = past_files(snapshot.history)
    _copy(files, source, now, attached)
    # Those may be gone for good: none of them is missing.
    before = Attached(attached.copied, [])
    _copy(files, source, sorted(past.keys() - set(now)), before)
    return {file: said.name for file, said in past.items()}


def _read(source: Source) -> tuple[bytes, Snapshot]:
    """Return the archive as a file has it, and what that holds."""
    file = source.file
    if file is not None:
        data = read_content(file).data
        return data, snapshot_of("", validated_tables(file, data))
    snapshot = source.archive.store.read()
    of_their_own = (snapshot.statements, snapshot.history, snapshot.checksums)
    first, *names = TABLES
    others = {n: table for n, table in snapshot.others.items() if n != first}
    tables = {
        first: snapshot.others[first],
        **dict(zip(names, of_their_own, strict=True)),
    }
    return b"".join(layout({**tables, **others})), snapshot


def _copy(
    files: Files, source: Source, wanted: Iterable[AttachedFile], attached: Attached
) -> None:
    """Copy the files that are `wanted`, and note it in `attached`."""
    all_ = list(wanted)
    copy_attached(
        all_,
        source.archive.files,
        files,
        attached,
        lambda done: source.archive.progress("Copying attached files", done, len(all_)),
    )


def _page(
    files: Files,
    source: Source,
    tally: Tally,
    parts: Iterable[Part],
    attached: Attached,
) -> bytes:
    listed = list(parts)
    if attached.copied:
        about = "The attached files, each called by its SHA-256."
        listed.append(Part(f"{FOLDER}/", FOLDER, about))
    about = "What is in this folder, for programs (RO-Crate 1.1)."
    listed.append(Part(DESCRIPTION, DESCRIPTION, about))
    years = [
        Year(year, number, page_of(year) if files.has(page_of(year)) else "")
        for year, number in sorted(tally.years.items(), reverse=True)
    ]
    return readme(
        About(
            source.title(tally),
            tally.statements,
            tally.period,
            source.at,
            years,
            listed,
            len(attached.copied),
            len(attached.missing),
            is_public=source.public is not None,
        )
    )
