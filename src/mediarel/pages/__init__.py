"""Read the entries of pages that list statements, as HTML or as copied text."""
