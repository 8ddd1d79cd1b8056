"""Render the pages and search blocks of all statements, and copy attached files.

Statements are rendered in groups of 512 ids. If there are many statements, worker
processes render them.
"""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import groupby
from pathlib import Path
from subprocess import Popen
from typing import Any

from mediarel.archive.archive import Archive
from mediarel.archive.corrections import Corrections
from mediarel.archive.public import Public
from mediarel.attachments.files import AttachedFile, ChangedFileError, places_of
from mediarel.attachments.files import Files as ArchiveFiles
from mediarel.model.parts import Attachment, Translation
from mediarel.model.statement import Statement
from mediarel.publish.folder import Target
from mediarel.publish.paths import folded
from mediarel.publish.search.block import SIZE, Block, Called, block_of
from mediarel.publish.search.search_index import Index
from mediarel.publish.site.list_rows import Row, Rows, values_of
from mediarel.publish.site.page_urls import Addresses, slug
from mediarel.publish.site.statement_page import Linked, statement_pages
from mediarel.publish.site.templates import Settings, link
from mediarel.publish.staging import Original
from mediarel.text.folding import folded_name
from mediarel.workers import made, started

_FOLDER = "files"
_DIGITS = 16  # characters of a SHA-256 that distinguish files
_LONGEST_ENDING = 8
_MANY = 2 * SIZE  # statements: with fewer, a second process would have nothing to do
_TASK = "mediarel.publish.site.data_files"  # also makes the exports


class Files:
    """The attached files that are copied to a site.

    `missing` is the number of files that were not found.
    """

    def __init__(self, files: ArchiveFiles) -> None:
        self._files = files
        self._put: dict[str, str] = {}
        self.missing = 0

    def put(self, file: Attachment, target: Target) -> str:
        """Copy `file` to `target`, and return the path of the copy.

        Return "" if the file was not found. If a file has two names that differ only in
        case or accents, it is copied only once.

        Raises errors of `Target.copy`.
        """
        path = path_of(file)
        name = folded(path)
        if name not in self._put:
            wanted = AttachedFile.of(file)
            # Copying refuses a file of a different size.
            is_there = not self._files.missing([wanted]) or bool(self._places(wanted))
            self._put[name] = path if is_there else ""
            self.missing += not is_there
            if is_there:
                target.copy(path, Original(partial(self._place, wanted), file.sha256))
        return self._put[name]

    def _places(self, file: AttachedFile) -> list[Path]:
        return places_of(self._files.folder([file]), file.sha256)

    def _place(self, file: AttachedFile) -> Path:
        places = self._places(file)
        if not places:
            raise ChangedFileError(Path(file.sha256))
        return places[0]

    def path(self, file: Attachment) -> str:
        """Return the path of the copy of `file`, or "" if there is no copy."""
        return self._put.get(folded(path_of(file)), "")


class Links:
    """The links on the pages of statements.

    Attached files are copied to `target` when the links of their statement are created.
    `files` are these copies.
    """

    def __init__(
        self, archive: Archive, public: Public, addresses: Addresses, target: Target
    ) -> None:
        self._public = public
        self._addresses = addresses
        self.files = Files(archive.files)
        self._target = target
        self._replaced = frozenset(map(folded_name, archive.values("replaces")))
        self._translations: dict[int, list[tuple[str, Translation]]] = {}
        self._corrections = Corrections(archive, public)

    def translations(self, one: Statement) -> list[tuple[str, Translation]]:
        """Return the path and the data of each public translation of a statement."""
        found = [
            (self._addresses.of(known), each)
            for each in self._public.translations(one)
            if (known := self._public.of_uuid(each.uuid)) is not None
        ]
        if found:
            self._translations[one.id] = found
        return found

    def linked(self, one: Statement, row: Row, rows: Rows) -> Linked:
        """Return a statement and the data for all links on its page.

        Call `translations` first. Raises errors of `Target.copy`.
        """
        replaced = map(self._public.of_uuid, one.replaces)
        lists = {
            kind: [(value, self._addresses.of_list(kind, value)) for value in values]
            for kind, values in values_of(one).items()
        }
        return Linked(
            one,
            row.path,
            row.title,
            lists,
            [self.files.put(each, self._target) for each in one.attachments],
            self._translations.get(one.id, []),
            [*filter(None, map(rows.row_of, filter(None, replaced)))],
            [*filter(None, map(rows.row_of, self._replaced_by(one)))],
            *rows.around(row),
            corrections=self._corrections.of(one),
        )

    def _replaced_by(self, one: Statement) -> list[Statement]:
        """Return the statements that replace `one`."""
        uuids = map(folded_name, (one.uuid, *one.merged))
        if self._replaced.isdisjoint(uuids):
            return []
        return self._public.replaced_by(one)


def rendering(public: Public) -> AbstractContextManager[list[Popen[bytes]]]:
    """Start the workers for `put_statements`, and stop them at the end of the block."""
    return started(_TASK, is_large=public.count() >= _MANY)


def put_statements(  # noqa: PLR0913, PLR0917 - what the pages need
    found: Iterable[Linked],
    settings: Settings,
    called: Called,
    target: Target,
    index: Index,
    workers: list[Popen[bytes]],
) -> Iterator[None]:
    """Write the pages of statements to `target`, and add their blocks to `index`.

    The statements must be sorted by id. Yields None after each group of statements.

    Raises ThemeError, and errors of `Target.put`.
    """
    by_block = groupby(found, lambda linked: linked.statement.id // SIZE)
    rendered = made(
        workers,
        (list(some) for _, some in by_block),
        lambda group: (tuple(settings), pickle.dumps(group), called),
    )
    for group, done in rendered:
        # If a worker fails, this process repeats its work and raises the error.
        pages, block = done or _rendered_group(group, settings, called)
        for path, content in pages:
            target.put(path, content)
        for name, content in index.take(Block(*block)):
            target.put(name, content)
        yield


def make(
    given: tuple[tuple[Any, ...], bytes, Called],
) -> tuple[list[tuple[str, bytes]], tuple[Any, ...]]:
    """Render some statements in a worker process, and return their pages and block.

    The block is a plain tuple, because marshal doesn't support named tuples.
    """
    settings, pickled, called = given
    group = pickle.loads(pickled)  # noqa: S301 - from the process that started this one
    pages, block = _rendered_group(group, Settings(*settings), called)
    return pages, tuple(block)


def _rendered_group(
    group: Sequence[Linked], settings: Settings, called: Called
) -> tuple[list[tuple[str, bytes]], Block]:
    pages = [each for linked in group for each in statement_pages(linked, settings)]
    addressed = [(linked.statement, link("../", linked.path)) for linked in group]
    return pages, block_of(addressed, called)


def path_of(file: Attachment) -> str:
    """Return the path of the copy of `file`: `files/0123456789abcdef/letter.pdf`."""
    stem, dot, ending = file.name.rpartition(".")
    ending = slug(ending)
    if not dot or not ending.isascii() or len(ending) > _LONGEST_ENDING or not ending:
        stem, ending = file.name, ""
    named = slug(stem) or "file"
    name = f"{named}.{ending}" if ending else named
    return f"{_FOLDER}/{file.sha256[:_DIGITS]}/{name}"
