"""JSON Lines: one object a line, with a key for each field (jsonlines.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from mediarel.formats.json import check_syntax, encode, read_object
from mediarel.formats.reading import Reading
from mediarel.formats.utf8 import Utf8Writer, beginning, decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.errors import UnreadableInputError
    from mediarel.formats.reading import Entry, ReadOptions
    from mediarel.formats.table import WriteOptions
    from mediarel.model.statement import Statement


def write(
    statements: Iterable[Statement], out: BinaryIO, _options: WriteOptions
) -> None:
    """Write `statements` to `out`, each on a line of its own."""
    text = Utf8Writer(out)
    for statement in statements:
        text.write(encode(statement.to_json()) + "\n")


def sniff(start: bytes) -> bool:
    """Tell whether what begins with `start` can be JSON Lines."""
    return beginning(start).lstrip().startswith("{")


def read(data: bytes, source: str, _options: ReadOptions) -> Reading:
    """Return the statements in `data`; blank lines are passed over.

    Raises UnreadableInputError.
    """
    return Reading(list(_entries(decoded(data, source), source)))


def _entries(text: str, source: str) -> Iterator[Entry | UnreadableInputError]:
    # Only a line feed ends a line: other line ends may be inside a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if content := line.strip():
            check_syntax(line.strip("\r"), source, number)
            start = line.index(content[0])
            entry, _ = read_object(line, start, source, number)
            yield entry
