"""Parse the query language into a syntax tree."""
