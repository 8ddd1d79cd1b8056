"""Seal an archive, so that others can verify it with standard programs."""
