"""Write the public exports of a site to `data/`, and the page that describes them.

There is a file with all public statements in each of four formats, and an EPUB for each
year. A worker process writes the statements of one year in all formats. The parts of
the years are then joined.
"""

from __future__ import annotations

import pickle
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from mediarel.formats.table import format_named, functions_of
from mediarel.formats.writing import WriteOptions, identity_of
from mediarel.publish.folder import Original
from mediarel.publish.site import templates
from mediarel.publish.site.page_urls import absolute, quoted
from mediarel.query.tree import Numbered
from mediarel.text.lines import size_in_words
from mediarel.workers import made, started

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mediarel.archive.public import Public
    from mediarel.model.parts import Attachment, Translation
    from mediarel.model.statement import Statement
    from mediarel.publish.folder import Target
    from mediarel.publish.site.list_rows import Row

    _Year = tuple[str, list[Row]]
    """A year, and the rows of its statements."""
    _Given = tuple[str, str, str, bytes]
    """The name of the archive, the URL of the site, an identity, pickled entries."""


DATA = "data"
_TASK = "mediarel.publish.site.data_files"
_CITING = ("ris", "biblatex")  # with the URL of a page if there is no source
_WHOLE = ("csv", "jsonl", *_CITING)
_MANY = 500  # statements: fewer are written faster without workers


class _Entry(NamedTuple):
    """A statement, and the data for its links.

    `path` is the path of its page. `files` maps the SHA-256 of each attached file to
    the path of its copy, or to "" if there is no copy.
    """

    statement: Statement
    path: str
    files: dict[str, str]
    translations: Sequence[Translation]


class DataSource(NamedTuple):
    """The data that the exports need.

    `rows` are the rows of all statements, newest first. `file_of` returns the path of
    the copy of an attached file. `identity` is an identifier of the site.
    """

    public: Public
    rows: Sequence[Row]
    file_of: Callable[[Attachment], str]
    settings: templates.Settings
    identity: str

    def of_year(self, year: _Year) -> _Given:
        """Return the statements of a year, for a worker."""
        paths = {row.id: row.path for row in year[1]}
        entries = [
            _Entry(
                one,
                paths[one.id],
                {file.sha256: self.file_of(file) for file in one.attachments},
                self.public.translations(one),
            )
            for one in self.public.statements(Numbered(tuple(paths)))
        ]
        identity = identity_of(self.identity, DATA, year[0])
        pickled = pickle.dumps(entries)
        return self.settings.name, self.settings.url, identity, pickled


def put_data_files(
    source: DataSource, target: Target, progress: Callable[[str, int, int], None]
) -> None:
    """Write all exports and their page to `target`.

    Raises the errors of `Target`, and ThemeError.
    """
    grouped = groupby(source.rows, lambda row: row.order[0][:4])
    years: list[_Year] = [(year, list(rows)) for year, rows in grouped]
    sizes = dict.fromkeys(_WHOLE, 0)
    books: list[tuple[str, int]] = []
    with (
        TemporaryDirectory() as folder,
        started(_TASK, is_large=len(source.rows) >= _MANY) as workers,
    ):
        digests = {name: sha256() for name in _WHOLE}
        for number, (year, done) in enumerate(made(workers, years, source.of_year)):
            progress("Writing exports", number, len(years))
            book, *parts = done or make(source.of_year(year))
            target.put(f"{DATA}/{year[0]}.epub", book)
            books.append((year[0], len(book)))
            for name, part in zip(_WHOLE, parts, strict=True):
                content = part if sizes[name] else _start(name) + part
                with Path(folder, name).open("ab") as file:
                    file.write(content)
                digests[name].update(content)
                sizes[name] += len(content)
        for name, digest in digests.items():
            original = Original(Path(folder, name), digest.hexdigest())
            target.copy(f"{DATA}/{_file(name)}", original)
    target.put(*_page(source, sizes, books))


def make(given: _Given) -> list[bytes]:
    """Return the EPUB of a year, and its statements in each of the other formats."""
    name, url, identity, pickled = given
    entries: list[_Entry] = pickle.loads(pickled)  # noqa: S301 - from our own process
    by_id = {each.statement.id: each for each in entries}
    files = {sha: path for each in entries for sha, path in each.files.items()}

    def place_of(file: Attachment) -> str | None:
        path = files[file.sha256]
        return f"{url or '../'}{quoted(path)}" if path else None

    options = WriteOptions(
        name=name,
        identity=identity,
        changed=max((each.statement.modified for each in entries), default=""),
        translations=lambda one: by_id[one.id].translations,
        place_of=place_of,
        page_of=lambda one: absolute(url, by_id[one.id].path) if url else None,
    )
    made = []
    for format_ in ("epub", *_WHOLE):
        out = BytesIO()
        statements = [each.statement for each in entries]
        if url and format_ in _CITING:
            statements = [
                one if one.sources else one.replace(sources=(options.page_of(one),))
                for one in statements
            ]
        functions_of(format_named(format_)).write(statements, out, options)
        made.append(out.getvalue().removeprefix(_start(format_)))
    return made


def _start(name: str) -> bytes:
    """Return the content of a file before its first statement."""
    format_ = format_named(name)
    return functions_of(format_).start(WriteOptions()) if format_.in_parts else b""


def _file(name: str) -> str:
    return f"statements{format_named(name).suffixes[0]}"


def _page(
    source: DataSource, sizes: dict[str, int], books: Sequence[tuple[str, int]]
) -> tuple[str, bytes]:
    """Return the path and the content of the page that describes the exports."""
    words = source.settings.english
    crumbs = [(words["data"], templates.HERE)]
    values = templates.page_values(source.settings, DATA, words["data"], crumbs)
    values |= {
        "exports": [
            (_file(name), words[f"data_{name}"], size_in_words(size))
            for name, size in sizes.items()
        ],
        "books": [(year, f"{year}.epub", size_in_words(size)) for year, size in books],
    }
    return templates.rendered_page(DATA, source.settings, "data.html", values)
