"""A release as it is printed: its head, its dateline, its headline."""
