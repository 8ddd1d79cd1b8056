"""Checking all of an archive for what is wrong or lost in it."""
