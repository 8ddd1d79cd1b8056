"""Record the history: changes, their undo, and earlier states of statements."""
