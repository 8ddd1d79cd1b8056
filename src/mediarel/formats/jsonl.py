"""JSON Lines: one object a line, with a key for each field (jsonlines.org)."""

from __future__ import annotations

import io
import json as stdlib_json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel.errors import UnreadableInputError
from mediarel.formats import json
from mediarel.formats.encoding import beginning, text_of
from mediarel.formats.header import fits
from mediarel.formats.json import (
    check_syntax,
    encode,
    lists_in,
    read_object,
    visible,
)
from mediarel.formats.objects import read_objects
from mediarel.model.fields import ALL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mediarel.formats.reading import Entry, Reading, ReadOptions
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

_KEYS = [f'{", " if n else "{"}"{name}": ' for n, name in enumerate(ALL_FIELDS)]


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, each on a line of its own."""
    out.writelines(part((each.to_json().values(),), options) for each in statements)


def start(_options: WriteOptions) -> bytes:
    """Return what stands before the first line: nothing."""
    return b""


def part(statements: Iterable[Iterable[Any]], _options: WriteOptions) -> bytes:
    """Return the lines of statements, given by their values (`ALL_FIELDS`)."""
    lines = (
        visible("".join(map(str.__add__, _KEYS, map(_encoded, values))))
        for values in statements
    )
    return "".join(f"{line}}}\n" for line in lines).encode()


def _encoded(value: Any) -> str:  # noqa: ANN401 - JSON is of any type
    # Nearly all values are text, nothing, or a list of texts.
    if type(value) is str:
        return encode_basestring(value)
    if value is None:
        return "null"
    if type(value) is int:
        return str(value)
    if type(value) is list and all(type(item) is str for item in value):
        return f"[{', '.join(map(encode_basestring, value))}]"
    return "false" if value is False else encode(value)


def sniff(start: bytes) -> bool:
    """Tell whether what begins with `start` can be JSON Lines."""
    text = beginning(start)
    is_object = text.lstrip().startswith("{")
    return is_object and not (json.sniff(start) or json.is_json_feed(text))


def read(data: bytes, source: str, options: ReadOptions) -> Reading:
    """Return the statements in `data`; blank lines are passed over.

    A line that is no JSON is one refused entry.

    Raises UnreadableInputError.
    """
    text = text_of(data, options.encoding, source)
    if _is_one_object(text):
        return json.read(data, source, options)
    return read_objects(lambda: _entries(text, source), source, options)


def _is_one_object(text: str) -> bool:
    """Tell whether `text` is a line alone, of an object that holds a list of others."""
    if "\n" in text.strip():
        return False
    try:
        value = stdlib_json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and not fits([*value]) and any(lists_in(value))


def _entries(text: str, source: str) -> Iterator[Entry | UnreadableInputError]:
    # Only a line feed ends a line: other line ends may be inside a string.
    for number, line in enumerate(io.StringIO(text, newline="\n"), start=1):
        if content := line.strip():
            try:
                check_syntax(line.strip("\r\n"), source, number)
            except UnreadableInputError as error:
                yield error
                continue
            start = line.index(content[0])
            entry, _ = read_object(line, start, source, number)
            yield entry
