"""Read the entries of list pages, from HTML or from copied text."""
