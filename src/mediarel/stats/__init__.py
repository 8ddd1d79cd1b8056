"""Compute statistics of an archive: counts, timeline and networks."""
