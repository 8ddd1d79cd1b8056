"""The version of the tables on a server."""

# Raised when the tables, or the rows in them, are made in another way.
VERSION = 1
