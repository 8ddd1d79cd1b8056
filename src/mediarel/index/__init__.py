"""Index a store in a SQLite file, derived from the store for fast reading."""
