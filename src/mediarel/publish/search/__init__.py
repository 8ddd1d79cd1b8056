"""The search in the page: an index in small pieces, and the script that reads it."""
