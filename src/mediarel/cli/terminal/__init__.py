"""All that draws: tables, statements, changes, progress."""
