"""The query language: its lexer, its parser and the tree that a query becomes."""
