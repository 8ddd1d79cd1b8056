"""Create mails of Outlook (.msg): compound files of Microsoft (MS-CFB, MS-OXMSG)."""

from __future__ import annotations

import datetime as dt
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    Storage = dict[str, "bytes | Storage"]

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR, _SMALL, _LEAST = 512, 64, 4096  # smaller streams are in small sectors
_NONE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT, _BINARY, _TIME = 0x1F, 0x102, 0x40
_SUBJECT, _BODY, _SENT, _CLASS = 0x37, 0x1000, 0x39, 0x1A
_NAME, _DATA = 0x3707, 0x3701


def outlook(
    text: str,
    subject: str,
    date: dt.datetime,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a mail of Outlook with attached files."""
    since = date - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
    root = _object(
        struct.pack("<8x4I8x", 0, len(files or ()), 0, len(files or ())),
        {_SUBJECT: subject, _BODY: text, _CLASS: "IPM.Note", _SENT: since},
    )
    root["__nameid_version1.0"] = {}
    for number, (name, data) in enumerate((files or {}).items()):
        made = _object(bytes(8), {_NAME: name, _DATA: data})
        root[f"__attach_version1.0_#{number:08X}"] = made
    return _compound(root)


def _object(header: bytes, values: Mapping[int, str | bytes | dt.timedelta]) -> Storage:
    """Return a storage with properties."""
    found: Storage = {}
    rows = [header]
    for number, value in values.items():
        if isinstance(value, dt.timedelta):
            fixed, kind = round(value.total_seconds()) * 10**7, _TIME
        else:
            kind = _TEXT if isinstance(value, str) else _BINARY
            data = value.encode("utf-16-le") if isinstance(value, str) else value
            fixed = len(data) + 2 * (kind == _TEXT)
            found[f"__substg1.0_{number:04X}{kind:04X}"] = data
        rows.append(struct.pack("<HHIQ", kind, number, 6, fixed))
    found["__properties_version1.0"] = b"".join(rows)
    return found


def _compound(root: Storage) -> bytes:
    """Return a compound file with a directory of streams."""
    big, small = _Sectors(_SECTOR), _Sectors(_SMALL)
    rows = _rows("Root Entry", root, big, small)
    # The small sectors are together the content of the root.
    rows[0][1], rows[0][4:] = 5, [big.put(small.data), len(small.data)]
    directory = b"".join(_row(*each) for each in rows)
    begin = big.put(directory)
    small_begin = big.put(struct.pack(f"<{len(small.next)}I", *small.next))
    small_count = -(-len(small.next) * 4 // _SECTOR)
    count = 1
    while count * _SECTOR // 4 < len(big.next) + count:
        count += 1
    table = [*big.next, *[_TABLE] * count]
    places = [*range(len(big.next), len(table))]
    table += [_NONE] * (count * _SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16x5H6x9I109I",
        *(_COMPOUND, 0x3E, 3, 0xFFFE, 9, 6, 0, count, begin, 0, _LEAST),
        *(small_begin, small_count, _END, 0, *places, *[_NONE] * (109 - count)),
    )
    return header + big.data + struct.pack(f"<{len(table)}I", *table)


class _Sectors:
    """Contents in sectors of one size. `next` has the sector after each sector."""

    def __init__(self, size: int) -> None:
        self.size, self.data, self.next = size, b"", list[int]()

    def put(self, data: bytes) -> int:
        """Add a content, and return its first sector."""
        first, count = len(self.next), -(-len(data) // self.size)
        self.data += data.ljust(count * self.size, b"\0")
        self.next += [*range(first + 1, first + count), _END][-count:]
        return first if count else _END


def _rows(
    name: str, content: bytes | Storage, big: _Sectors, small: _Sectors
) -> list[list[Any]]:
    """Return the rows of the directory for a storage or stream."""
    if isinstance(content, bytes):
        where = small if len(content) < _LEAST else big
        return [[name, 2, _NONE, _NONE, where.put(content), len(content)]]
    rows: list[list[Any]] = [[name, 1, _NONE, _NONE, 0, 0]]
    last = (rows[0], 3)
    for inner in sorted(content, key=lambda each: (len(each), each.upper())):
        below = _rows(inner, content[inner], big, small)
        last[0][last[1]] = len(rows)
        last = (below[0], 2)
        for each in below:
            each[2:4] = [n if n == _NONE else n + len(rows) for n in each[2:4]]
        rows += below
    return rows


def _row(name: str, kind: int, *places: int) -> bytes:
    right, child, begin, size = places
    wide = name.encode("utf-16-le")
    head = struct.pack("<64sHBB3I", wide, len(wide) + 2, kind, 1, _NONE, right, child)
    return head + bytes(36) + struct.pack("<IQ", begin, size)
