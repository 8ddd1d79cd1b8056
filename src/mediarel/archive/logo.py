"""Check the file of a logo, and remove everything but the picture.

Only PNG is allowed, because an SVG can have names, texts and scripts in many places. A
PNG file consists of chunks. Only the chunks that describe the picture are kept, because
other chunks can contain texts.
"""

import zlib

from mediarel import errors
from mediarel.text.lines import size_in_words

LARGEST = 200_000  # bytes: each page shows the logo
MEDIA_TYPE = "image/png"
_START = b"\x89PNG\r\n\x1a\n"
# The chunks of a PNG that describe the picture (Portable Network Graphics, 11).
_KEPT = frozenset(b"IHDR PLTE tRNS gAMA cHRM sRGB pHYs IDAT IEND".split())
_MOST = 50_000_000  # bytes of the pixels


def picture_in(data: bytes, name: str) -> bytes:
    """Check a PNG file, and return it with only the chunks of the picture.

    `name` is the file name for errors. Raises InvalidError.
    """
    problem, parts = "", _parts_of(data)
    if len(data) > LARGEST:
        problem = f"is larger than {size_in_words(LARGEST)}"
    elif not data.startswith(_START):
        problem = "is not a PNG file"
    elif not _is_whole(parts):
        problem = "is damaged"
    if problem:
        raise errors.InvalidError(
            f"the logo {name} {problem}",
            "In your drawing program, export the logo as a small PNG file.",
        )
    return _START + b"".join(part for kind, part in parts if kind in _KEPT)


def _parts_of(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the type and the bytes of each chunk, up to the chunk `IEND`.

    If a chunk is damaged, only the chunks before it are returned.
    """
    found: list[tuple[bytes, bytes]] = []
    begin = len(_START)
    while begin < len(data) and (not found or found[-1][0] != b"IEND"):
        end = begin + 12 + int.from_bytes(data[begin : begin + 4])
        part = data[begin:end]
        if len(part) != end - begin or zlib.crc32(part[4:-4]).to_bytes(4) != part[-4:]:
            break
        found.append((part[4:8], part))
        begin = end
    return found


def _is_whole(parts: list[tuple[bytes, bytes]]) -> bool:
    """Return True if no chunk and no pixel is missing."""
    if not parts or (parts[0][0], parts[-1][0]) != (b"IHDR", b"IEND"):
        return False
    pixels = zlib.decompressobj()
    try:
        pixels.decompress(
            b"".join(part[8:-4] for kind, part in parts if kind == b"IDAT"), _MOST
        )
    except zlib.error:
        return False
    return pixels.eof and not pixels.unused_data
