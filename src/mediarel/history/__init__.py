"""The history: changes, their undo, and statements as they were before."""
