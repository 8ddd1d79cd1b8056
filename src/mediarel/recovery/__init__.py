"""Backups by hand, and the repair of a damaged file: salvage, then a plan."""
