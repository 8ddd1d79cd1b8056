"""Where an archive is kept: the protocol of a store, its records, its checksums."""

# The form in which this program writes the tables. Form 1 had no table `archive`.
FORM = 2
