"""Import statements from list pages, given as HTML or as copied text."""
