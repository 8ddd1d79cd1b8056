"""The exports in a bag: JSON, a table with its description, Dublin Core.

Statements are read once for each, and never all at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.formats.choosing import format_named
from mediarel.formats.data_package import Written, data_package
from mediarel.formats.modules import module_of
from mediarel.publish.bag.crate import Part, part_of
from mediarel.publish.bag.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mediarel.formats.table import Format
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement
    from mediarel.publish.bag.payload import Files, Kept

JSON = "application/json"
_FOLDER = "exports/"
_FORMATS = {
    "json": "All statements as JSON, for programs.",
    "csv": "All statements as a table, for any spreadsheet.",
    "dublincore": "All statements as Dublin Core, for libraries.",
}
_TABLE = "csv"
_PACKAGE = f"{_FOLDER}datapackage.json"


class Exported(NamedTuple):
    """The files that were written of the statements, and what there is in them."""

    parts: list[Part]
    tally: Tally


def write_exports(
    files: Files,
    read: Callable[[], Iterator[Statement]],
    options: WriteOptions,
    *,
    beside_files: bool,
) -> Exported:
    """Write the statements that `read` returns in each format, and count them.

    With `beside_files`, JSON stands where the attached files are, as an export to a
    folder has them, so that an import finds them.
    """
    tally, parts = Tally(), list[Part]()
    for name, about in _FORMATS.items():
        wanted = format_named(name)
        folder = "" if beside_files and name == "json" else _FOLDER
        found = read() if parts else tally.counted(read())
        path = f"{folder}statements{wanted.suffixes[0]}"
        kept = _write(files, path, wanted, found, options)
        parts.append(part_of(kept, about, wanted.media_types[0]))
        if name == _TABLE:
            parts.append(_described(files, kept, wanted, options.name))
    return Exported(parts, tally)


def _write(
    files: Files,
    path: str,
    wanted: Format,
    found: Iterator[Statement],
    options: WriteOptions,
) -> Kept:
    write = module_of(wanted).write
    return files.write(path, lambda out: write(found, out, options))


def _described(files: Files, table: Kept, wanted: Format, title: str) -> Part:
    name = table.path.removeprefix(_FOLDER)
    media_type = wanted.media_types[0]
    written = Written(name, wanted.name, media_type, table.size, table.sha256)
    content = data_package(written, title)
    kept = files.put(_PACKAGE, content)
    return part_of(kept, "What the columns of the table are (Data Package).", JSON)
