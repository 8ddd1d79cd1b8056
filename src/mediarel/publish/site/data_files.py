"""Write the public exports of a site to `data/`, and the page that describes them.

There is a file with all public statements in each of four formats, and an EPUB for each
year. A worker process writes the statements of one year in all formats. The parts of
the years are then joined.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory
from typing import Any

from mediarel.formats.table import format_named, functions_of
from mediarel.formats.writing import WriteOptions, identity_of
from mediarel.model.parts import Attachment
from mediarel.publish.folder import Target
from mediarel.publish.site import statement_files, templates
from mediarel.publish.site.feeds import Source
from mediarel.publish.site.list_rows import Row
from mediarel.publish.site.page_urls import absolute, quoted
from mediarel.publish.staging import Original
from mediarel.query.tree import Numbered
from mediarel.text.lines import size_in_words
from mediarel.workers import made

_Year = tuple[str, list[Row]]
"""A year, and the rows of its statements."""
_Given = tuple[str, str, str, bytes]
"""The name of the archive, the URL of the site, an identity, pickled entries."""


DATA = "data"
_CITING = ("ris", "biblatex")  # with the URL of a page if there is no source
_WHOLE = ("csv", "jsonl", *_CITING)


def _given(source: Source, year: _Year) -> _Given:
    """Return the statements of a year, and the data for their links, for a worker."""
    paths = {row.id: row.path for row in year[1]}
    some = list(source.public.statements(Numbered(tuple(paths))))
    files = {f.sha256: source.file_of(f) for one in some for f in one.attachments}
    translations = {one.id: source.public.translations(one) for one in some}
    identity = identity_of(source.identity, DATA, year[0])
    pickled = pickle.dumps((some, paths, files, translations))
    return source.settings.name, source.settings.url, identity, pickled


def put_data_files(
    source: Source,
    target: Target,
    workers: list[Popen[bytes]],
    progress: Callable[[str, int, int], None],
) -> Iterator[None]:
    """Write all exports and their page to `target`. Yields None after each year.

    `workers` must run this module. Raises the errors of `Target`, and ThemeError.
    """
    grouped = groupby(source.rows.all, lambda row: row.order[0][:4])
    years: list[_Year] = [(year, list(rows)) for year, rows in grouped]
    sizes = dict.fromkeys(_WHOLE, 0)
    books: list[tuple[str, int]] = []
    with TemporaryDirectory() as folder:
        digests = {name: sha256() for name in _WHOLE}
        given = partial(_given, source)
        for number, (year, done) in enumerate(made(workers, years, given)):
            progress("Writing exports", number, len(years))
            book, *parts = done or _exports(given(year))
            target.put(f"{DATA}/{year[0]}.epub", book)
            books.append((year[0], len(book)))
            for name, part in zip(_WHOLE, parts, strict=True):
                content = part if sizes[name] else _start(name) + part
                with Path(folder, name).open("ab") as file:
                    file.write(content)
                digests[name].update(content)
                sizes[name] += len(content)
            yield
        for name, digest in digests.items():
            original = Original(partial(Path, folder, name), digest.hexdigest())
            target.copy(f"{DATA}/{_file(name)}", original)
    target.put(*_page(source.settings, sizes, books))


def make(given: Any) -> Any:
    """Return the exports of a year, or the pages of statements, in a worker process."""
    return _exports(given) if isinstance(given[0], str) else statement_files.make(given)


def _exports(given: _Given) -> list[bytes]:
    """Return the EPUB of a year, and its statements in each of the other formats."""
    name, url, identity, pickled = given
    some, paths, files, translations = pickle.loads(pickled)  # noqa: S301 - from our own process

    def place_of(file: Attachment) -> str | None:
        path = files[file.sha256]
        return f"{url or '../'}{quoted(path)}" if path else None

    options = WriteOptions(
        name=name,
        identity=identity,
        changed=max((one.modified for one in some), default=""),
        translations=lambda one: translations[one.id],
        place_of=place_of,
        page_of=lambda one: absolute(url, paths[one.id]) if url else None,
    )
    made = []
    for format_ in ("epub", *_WHOLE):
        out = BytesIO()
        statements = some
        if url and format_ in _CITING:
            statements = [
                one if one.sources else one.replace(sources=(options.page_of(one),))
                for one in some
            ]
        functions_of(format_named(format_)).write(statements, out, options)
        made.append(out.getvalue())
    book, *parts = made
    starts = map(_start, _WHOLE)
    return [book, *map(bytes.removeprefix, parts, starts)]


def _start(name: str) -> bytes:
    """Return the content of a file before its first statement."""
    out = BytesIO()
    functions_of(format_named(name)).write((), out, WriteOptions())
    return out.getvalue()


def _file(name: str) -> str:
    return f"statements{format_named(name).suffixes[0]}"


def _page(
    settings: templates.Settings,
    sizes: dict[str, int],
    books: Sequence[tuple[str, int]],
) -> tuple[str, bytes]:
    """Return the path and the content of the page that describes the exports."""
    words = settings.english
    values = templates.page_values(settings, DATA, words["data"])
    values |= {
        "exports": [
            (_file(name), words[f"data_{name}"], size_in_words(size))
            for name, size in sizes.items()
        ],
        "books": [(year, f"{year}.epub", size_in_words(size)) for year, size in books],
    }
    return templates.rendered_page(DATA, settings, "data.html", values)
