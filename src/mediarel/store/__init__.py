"""Where an archive is kept: the protocol of a store, its records, its checksums."""

# The form in which this program writes the tables: `tiny/migrations.py` has them all.
FORM = 4
