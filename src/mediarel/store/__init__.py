"""Store an archive: define and check its records, and read and write its file."""

from zlib import crc32

# The current format version of the tables: `tiny/read.py` lists all versions.
FORM = 5


def quick_fingerprint(document: bytes | memoryview) -> int:
    """Return a fast fingerprint of a record or an entry, to detect changes.

    The fingerprint does not protect against attacks. The stored checksums are stronger.
    Documents of different lengths always have different fingerprints. If two documents
    have the same length, the chance of equal fingerprints is 1 in 2³².
    """
    return len(document) << 32 | crc32(document)
