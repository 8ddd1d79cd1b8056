"""The query language: its tree, its parser, and the SQL that a tree becomes."""
