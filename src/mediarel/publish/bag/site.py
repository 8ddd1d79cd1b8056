"""The site in a bag: the same as `mediarel publish site` writes, with no address.

All its links lead from one file to another, so that it can be read where it lies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.public import Public
from mediarel.attachments.files import ChangedFileError
from mediarel.publish.site.build import Wishes, build
from mediarel.query.tree import Everything

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement
    from mediarel.publish.bag.payload import Files
    from mediarel.publish.target import Original
    from mediarel.query.tree import Query

SITE = "site/"
HOME = f"{SITE}index.html"
_WISHES = Wishes(url="", theme=None, lang="en")


def write_site(files: Files, archive: Archive, at: str, copied: Container[str]) -> None:
    """Write the site of `archive` as it is `at` that moment.

    Of attached files it has those alone whose SHA-256 is among those `copied`.

    Raises OSError or ChangedFileError.
    """
    public = _PublicWithFiles(archive, at, copied)
    build(archive, public, _SiteFolder(files), _WISHES)


def page_of(year: int) -> str:
    """Return the page of a year."""
    return f"{SITE}{year:04}/index.html"


class _SiteFolder:
    """The folder of the site in a bag."""

    def __init__(self, files: Files) -> None:
        self.facts: dict[str, str] = {}
        self.folder = files.folder / SITE
        self._files = files

    def put(self, path: str, content: bytes) -> None:
        """Have a file of this content at `path`."""
        self._files.put(f"{SITE}{path}", content)

    def copy(self, path: str, original: Original) -> None:
        """Have a copy of `original` at `path`.

        Raises ChangedFileError, and what `Files.copy` raises.
        """
        place, sha256 = original.found(), original.sha256
        if self._files.copy(f"{SITE}{path}", place, sha256) is None:
            raise ChangedFileError(place)


class _PublicWithFiles(Public):
    """What is public, without attached files that could not be copied."""

    def __init__(self, archive: Archive, now: str, copied: Container[str]) -> None:
        super().__init__(archive, now)
        self._copied = copied

    def statements(
        self,
        query: Query = Everything(),  # noqa: B008 - a value
        *,
        sort: str = "newest",
    ) -> Iterator[Statement]:
        """Return the public statements that `query` finds, one by one."""
        return map(self._with_files, super().statements(query, sort=sort))

    def _with_files(self, one: Statement) -> Statement:
        if not one.attachments:
            return one
        there = tuple(f for f in one.attachments if f.sha256 in self._copied)
        return one.replace(attachments=there)
