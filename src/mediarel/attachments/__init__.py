"""The files of statements, each named by its SHA-256."""
