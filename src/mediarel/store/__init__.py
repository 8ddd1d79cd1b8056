"""Store an archive: the protocol of a store, its records and checksums."""

# The form in which this program writes the tables: `tiny/migrations.py` has them all.
FORM = 4
