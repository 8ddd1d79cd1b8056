"""Store an archive: the protocol of a store, its records and checksums."""

# The current format version of the tables: `tiny/migrations.py` lists all versions.
FORM = 4
