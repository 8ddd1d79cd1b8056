"""Numbers about an archive: counts by what statements have in common, its timeline."""
