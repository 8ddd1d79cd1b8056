"""Store an archive in a TinyDB file: read, write, lock, validate and rotate it."""
