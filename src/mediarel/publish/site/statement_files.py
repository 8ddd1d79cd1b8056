"""Make the pages of all statements, their part of the search, and copies of files.

The statements of each 512 ids are made together, by worker processes if there are many.
"""

from __future__ import annotations

import pickle
from contextlib import closing
from itertools import chain, groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediarel.attachments.files import AttachedFile, ChangedFileError, places_of
from mediarel.publish.folder import Original
from mediarel.publish.paths import folded
from mediarel.publish.search.block import SIZE, Block, block_of
from mediarel.publish.site.layout import Settings, found_at
from mediarel.publish.site.list_rows import LONGEST_HEADLINE, cut_short
from mediarel.publish.site.page_urls import page, slug
from mediarel.publish.site.statement_page import Linked, Other, statement_page
from mediarel.release.headline import title_of
from mediarel.text.folding import folded_name
from mediarel.workers import made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.attachments.files import Files as ArchiveFiles
    from mediarel.model.parts import Attachment
    from mediarel.model.statement import Statement
    from mediarel.publish.folder import Target
    from mediarel.publish.search.block import Called
    from mediarel.publish.search.search_index import Index
    from mediarel.publish.site.page_urls import Addresses


_FOLDER = "files"
_DIGITS = 16  # of a SHA-256, that tell one file from another
_LONGEST_ENDING = 8
_TASK = "mediarel.publish.site.statement_files"


class Files:
    """Copies the attached files of an archive, its `files`.

    `missing` counts those that lie nowhere.
    """

    def __init__(self, files: ArchiveFiles) -> None:
        self._files = files
        self._put: dict[str, str] = {}
        self.missing = 0

    def put(self, file: Attachment, target: Target) -> str:
        """Have a copy of `file` in `target`; return its path, "" if it lies nowhere.

        By names that some systems read as one it is there once.

        Raises what `Target.copy` raises.
        """
        path = path_of(file)
        if folded(path) not in self._put:
            place = self._found(AttachedFile.of(file))
            if place is not None:
                target.copy(path, Original(place, file.sha256))
            else:
                self.missing += 1
            self._put[folded(path)] = path if place is not None else ""
        return self._put[folded(path)]

    def _found(self, file: AttachedFile) -> Path | Callable[[], Path] | None:
        """Return where `file` lies, or what fetches it: only what is new is copied."""
        if self._files.missing([file]):
            return self._place(file)  # one of another size is refused as it is copied

        def fetched() -> Path:
            place = self._place(file)
            if place is None:
                raise ChangedFileError(Path(file.sha256))
            return place

        return fetched

    def _place(self, file: AttachedFile) -> Path | None:
        places = places_of(self._files.folder([file]), file.sha256)
        return places[0] if places else None

    def path(self, file: Attachment) -> str:
        """Return the path of a copy that was put, "" if there is none."""
        return self._put.get(folded(path_of(file)), "")


class Links:
    """Finds everything that the page of a statement links to."""

    def __init__(
        self,
        archive: Archive,
        public: Public,
        addresses: Addresses,
        files: Files,
        target: Target,
    ) -> None:
        """Find what is `public`; attached `files` are copied to `target`."""
        self._public = public
        self._addresses = addresses
        self._files = files
        self._target = target
        self._replaced = frozenset(map(folded_name, archive.values("replaces")))

    def linked(self, one: Statement, path: str, title: str) -> Linked:
        """Return the statement whose page is at `path`, with all that it links to.

        Raises what `Target.copy` raises.
        """
        public = self._public
        lists = {
            kind: [self._addresses.of_list(kind, v) for v in dict.fromkeys(values)]
            for kind, values in (
                ("program", (one.program,)),
                ("type", (one.type,)),
                ("series", (one.series,) if one.series else ()),
                ("tag", one.tags),
                ("signatory", one.signatories),
                ("language", (one.language,)),
            )
        }
        return Linked(
            one,
            path,
            title,
            lists,
            [self._files.put(each, self._target) for each in one.attachments],
            [
                (self._addresses.of(known), each)
                for each in public.translations(one)
                if (known := public.of_uuid(each.uuid)) is not None
            ],
            self._others(map(public.of_uuid, one.replaces)),
            self._others(self._replaced_by(one)),
        )

    def _others(self, found: Iterable[Statement | None]) -> list[Other]:
        return [
            Other(
                self._addresses.of(each),
                cut_short(title_of(each), LONGEST_HEADLINE),
                each.language,
            )
            for each in found
            if each is not None
        ]

    def _replaced_by(self, one: Statement) -> list[Statement]:
        """Return the statements that replace `one`; few are, so most need no query."""
        uuids = map(folded_name, (one.uuid, *one.merged))
        if self._replaced.isdisjoint(uuids):
            return []
        return self._public.replaced_by(one)


def put_statements(
    found: Iterable[Linked],
    settings: Settings,
    called: Called,
    target: Target,
    index: Index,
) -> None:
    """Put the pages of statements, in the order of ids, into `target` and `index`.

    Raises ThemeError, and what `Target.put` raises.
    """
    for lot, (pages, block) in _lots_made(found, settings, called):
        for linked, content in zip(lot, pages, strict=True):
            target.put(page(linked.path), content)
        for name, content in index.take(Block(*block)):
            target.put(name, content)


def _lots_made(
    found: Iterable[Linked], settings: Settings, called: Called
) -> Iterator[tuple[list[Linked], Any]]:
    by_block = groupby(found, lambda linked: linked.statement.id // SIZE)
    lots = (list(some) for _, some in by_block)
    first = list(islice(lots, 2))
    if len(first) < 2:  # noqa: PLR2004 - a worker would have nothing to do
        yield from ((lot, _made(lot, settings, called)) for lot in first)
        return
    by_workers = made(
        _TASK,
        chain(first, lots),
        lambda lot: (tuple(settings), pickle.dumps(lot), called),
    )
    with closing(by_workers):
        for lot, done in by_workers:
            # If a worker fails, this process repeats its work and raises the error.
            yield lot, done or _made(lot, settings, called)


def make(given: tuple[tuple[str, ...], bytes, Called]) -> tuple[list[bytes], Block]:
    """Return the pages of some statements and their block, in a worker process."""
    settings, pickled, called = given
    lot = pickle.loads(pickled)  # noqa: S301 - from the process that started this one
    return _made(lot, Settings(*settings), called)


def _made(
    lot: Sequence[Linked], settings: Settings, called: Called
) -> tuple[list[bytes], Block]:
    pages = [statement_page(linked, settings) for linked in lot]
    addressed = [(linked.statement, found_at(linked.path)) for linked in lot]
    return pages, block_of(addressed, called)


def path_of(file: Attachment) -> str:
    """Return where the copy of `file` is: `files/0123456789abcdef/letter.pdf`."""
    stem, dot, ending = file.name.rpartition(".")
    ending = slug(ending)
    if not dot or not ending.isascii() or len(ending) > _LONGEST_ENDING or not ending:
        stem, ending = file.name, ""
    named = slug(stem) or "file"
    name = f"{named}.{ending}" if ending else named
    return f"{_FOLDER}/{file.sha256[:_DIGITS]}/{name}"
