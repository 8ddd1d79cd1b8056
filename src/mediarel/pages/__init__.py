"""List pages: the entries of a page that lists statements, as HTML or as text."""
