"""Back up a store by hand, and repair a damaged file in two steps: salvage and plan."""
