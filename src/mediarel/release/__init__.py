"""A release as it is printed: its head, kind, dateline, signatories, headline."""
