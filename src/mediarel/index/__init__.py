"""The index: a SQLite file, derived from a store so that it can be read fast."""
