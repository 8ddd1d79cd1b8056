"""Back up a store by hand, and repair a damaged file: salvage, then a plan."""
