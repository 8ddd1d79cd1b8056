"""Where an archive is kept: the protocol of a store, its records, its checksums."""
