"""Implement the commands, each in its own module."""
