"""The history: a change, what takes it back, what was before it."""
