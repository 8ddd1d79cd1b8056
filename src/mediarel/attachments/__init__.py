"""Store attached files. The name of a stored file is the SHA-256 of its content."""
