"""Set the name and the default values of an archive, and compute its UUID."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from mediarel import errors
from mediarel.address import is_address
from mediarel.formats.writing import identity_of
from mediarel.history.chain import running_digest
from mediarel.index import indexed_history
from mediarel.settings import STORE
from mediarel.store.records import NAME, SITE, USUAL
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mediarel.archive.archive import Archive
    from mediarel.archive.session import Session
    from mediarel.index.protocol import Index


SAMPLE_NAME = "Program's Media Release"  # name on the page of the sample data
_LONGEST = 200  # characters


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


def identity(archive: Archive, asked: Iterable[str] = ()) -> Identity:
    """Return the identity of an export.

    `asked` has the options and arguments that select statements. The UUID is computed
    from them and from the digest of the first change. The first change is the same in
    all copies of the archive, and no command removes it.
    """
    first, newest = archive.asked(lambda: _ends(archive.index))
    return Identity(identity_of(first, "", *asked), newest)


def public_identity(archive: Archive, words: Iterable[str] = ()) -> Identity:
    """Return the identity of an export for the public.

    Digests of changes cover hidden text, so they could confirm a guess of it. The UUID
    is computed only from the time of the first change and from `words`, which must not
    contain hidden text.
    """
    found = archive.asked(lambda: indexed_history.ends(archive.index))
    first, newest = [str(row[2]) for row in found] or ("", "")
    return Identity(identity_of("public", first, *words), newest)


def _ends(index: Index) -> tuple[str, str]:
    """Return the digest of the first change and the time of the newest change.

    Both are "" if there is no change.
    """
    found = indexed_history.ends(index)
    if not found:
        return "", ""
    number, entry = indexed_history.first_entry(index)
    digest = running_digest([(number, msgspec.json.decode(entry))])
    return digest, str(found[-1][2])
