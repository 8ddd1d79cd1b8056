"""Index the statements and changes of a store, for fast reading and searching."""
