"""Store an archive: the protocol of a store, its records and checksums."""

from zlib import crc32

# The current format version of the tables: `tiny/read.py` lists all versions.
FORM = 4


def quick_fingerprint(document: bytes | memoryview) -> int:
    """Return a fast fingerprint of a record or entry, to detect changes.

    It is not safe against attacks. A different length always changes the fingerprint;
    documents of the same length collide once in 2³². Stored checksums are stronger.
    """
    return len(document) << 32 | crc32(document)
