"""The store in a TinyDB file: read, written, locked, validated, rotated."""
