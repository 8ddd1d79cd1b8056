"""Damage a store as disks, editors and merges do.

Each function gets a random generator, the bytes of the store, and those of an earlier
version.
"""

import re
from random import Random


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
