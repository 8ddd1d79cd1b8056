"""Parse the query language: lexer, parser and syntax tree."""
