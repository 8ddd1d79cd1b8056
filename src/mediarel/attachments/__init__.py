"""Store the attached files of statements, each named by its SHA-256."""
