"""Record changes, undo changes, and compute earlier states of statements."""
