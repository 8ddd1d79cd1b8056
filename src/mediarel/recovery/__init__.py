"""Make manual backups, and repair a damaged file in two steps: salvage and plan."""
