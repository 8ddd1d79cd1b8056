"""Store an archive: the protocol of a store, its records and checksums."""

from zlib import crc32

# The current format version of the tables: `tiny/read.py` lists all versions.
FORM = 4


def quick_fingerprint(document: bytes | memoryview) -> int:
    """Return a fast fingerprint of a record or entry, to detect changes.

    The fingerprint does not protect against attacks. Documents of different lengths
    always have different fingerprints; of two documents with the same length, one in
    2³² has the same. Stored checksums are stronger.
    """
    return len(document) << 32 | crc32(document)
