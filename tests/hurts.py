"""Damage a store as disks, editors and merges do.

Each function gets a random generator, the bytes of the store, and those of an earlier
version.
"""

import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any


def cut(chance: Random, good: bytes, _: bytes) -> bytes:
    return good[: chance.randrange(len(good))]


def without_a_part(chance: Random, good: bytes, _: bytes) -> bytes:
    start = chance.randrange(len(good))
    return good[:start] + good[start + chance.choice([1, 2, 30, 512, 4096]) :]


def with_flipped_bits(chance: Random, good: bytes, _: bytes) -> bytes:
    flipped = bytearray(good)
    for _each in range(chance.choice([1, 1, 1, 4])):
        flipped[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def with_other_bytes(chance: Random, good: bytes, _: bytes) -> bytes:
    start = chance.randrange(len(good))
    filler = chance.choice([b"\0", b"\xff", b'"', b"{", b"}", b"\n", b"9", b","])
    filler *= chance.choice([1, 1, 2, 64, 512])
    return good[:start] + filler + good[start + len(filler) :]


def with_a_line_again(chance: Random, good: bytes, _: bytes) -> bytes:
    lines = good.splitlines(keepends=True)
    line = chance.randrange(len(lines))
    lines.insert(chance.choice([line, chance.randrange(len(lines))]), lines[line])
    return b"".join(lines)


def without_a_line(chance: Random, good: bytes, _: bytes) -> bytes:
    lines = good.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def with_a_line_moved(chance: Random, good: bytes, _: bytes) -> bytes:
    lines = good.splitlines(keepends=True)
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return b"".join(lines)


def with_lines_swapped(chance: Random, good: bytes, _: bytes) -> bytes:
    lines = good.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def of_two_halves(chance: Random, good: bytes, older: bytes) -> bytes:
    place = chance.randrange(min(len(good), len(older)))
    return chance.choice([good[:place] + older[place:], older[:place] + good[place:]])


def with_a_part_spliced_in(chance: Random, good: bytes, older: bytes) -> bytes:
    start = chance.randrange(len(older))
    part = older[start : start + chance.choice([10, 100, 1000])]
    place = chance.randrange(len(good))
    return good[:place] + part + good[place:]


_RECORD = re.compile(rb'^    "[0-9]+": \{\n(.*?)^    \}', re.DOTALL | re.MULTILINE)


def with_a_line_of_a_record_again(chance: Random, good: bytes, _: bytes) -> bytes:
    """Repeat a line of a statement, a change or the checksums."""
    records = list(_RECORD.finditer(good))
    if not records:  # the file was cut before
        return good
    record = chance.choice(records)
    lines = _lines(record[1])
    line = chance.randrange(len(lines))
    place = chance.choice([line, line, chance.randrange(len(lines))])
    return _with(good, record, [*lines[:place], lines[line], *lines[place:]])


def with_a_line_of_another_record(chance: Random, good: bytes, _: bytes) -> bytes:
    """Insert a line of a different record, or replace a line with such a line."""
    records = list(_RECORD.finditer(good))
    if not records:
        return good
    record, other = chance.choice(records), chance.choice(records)
    lines = _lines(record[1])
    place = chance.randrange(len(lines))
    kept = place + chance.choice([0, 1])
    line = chance.choice(_lines(other[1]))
    return _with(good, record, [*lines[:place], line, *lines[kept:]])


def _lines(inside: bytes) -> list[bytes]:
    """Return the lines of a record without separators."""
    return [line.removesuffix(b",") for line in inside.splitlines()]


def _with(good: bytes, record: re.Match[bytes], lines: list[bytes]) -> bytes:
    start, end = record.span(1)
    parted = [
        line
        if line.endswith((b"{", b"[")) or following.strip() in {b"}", b"]"}
        else line + b","
        for line, following in zip(lines, [*lines[1:], b"}"], strict=True)
    ]
    return good[:start] + b"\n".join([*parted, b""]) + good[end:]


HURTS = (
    cut,
    without_a_part,
    with_flipped_bits,
    with_other_bytes,
    with_a_line_again,
    with_lines_swapped,
    of_two_halves,
    with_a_part_spliced_in,
    with_a_line_of_a_record_again,
    with_a_line_of_another_record,
)
# A file with such damage can be a valid store with different fields.
LOSSES = (without_a_line, with_a_line_moved)


def rewritten(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield `data` in the forms that other programs write, each with a description."""
    text = data.decode()
    tables: dict[str, dict[str, Any]] = json.loads(text)
    yield "keys sorted", _dumped(tables, indent=2, sort_keys=True)
    yield "on one line", _dumped(tables)
    yield "with tabs", _dumped(tables, indent="\t")
    yield "in ASCII", json.dumps(tables, indent=2).encode()
    yield "tables backwards", _dumped(dict(reversed(tables.items())), indent=2)
    yield (
        "documents backwards",
        _dumped(
            {name: dict(reversed(table.items())) for name, table in tables.items()}
        ),
    )
    yield "lines of Windows", text.replace("\n", "\r\n").encode()
    yield "with a byte order mark", text.encode("utf-8-sig")
    yield "in UTF-16", text.encode("utf-16")
    yield "in Latin letters of one byte", text.encode("latin-1", "replace")
    yield "empty fields left out", _dumped(_without_null(tables), indent=2)
    yield "twice", data + data
    yield "with a comma at the end", text.replace("\n  }\n}", "\n  },\n}").encode()
    yield "with a comment", b"// Do not edit\n" + data
    for name, one in tables.items():
        rest = {key: table for key, table in tables.items() if key != name}
        yield f"without {name}", _dumped(rest, indent=2)
        yield f"{name} empty", _dumped({**tables, name: {}}, indent=2)
        yield f"{name} a list", _dumped({**tables, name: []}, indent=2)
        again = _dumped({name: one}, indent=2)
        yield f"{name} twice", b"{" + again[1:].rstrip(b"\n}") + b"}\n}," + data[1:]


def _dumped(tables: object, **form: Any) -> bytes:
    return json.dumps(tables, ensure_ascii=False, **form).encode()


def _without_null(tables: dict[str, Any]) -> dict[str, Any]:
    """Return the tables without null fields of statements."""
    statements = {
        number: {name: value for name, value in record.items() if value is not None}
        for number, record in tables["statements"].items()
    }
    return {**tables, "statements": statements}
