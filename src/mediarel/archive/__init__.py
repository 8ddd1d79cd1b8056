"""Provide the archive: the handle, the session, and a module for each command."""
