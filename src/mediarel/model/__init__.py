"""A statement: the table of its fields, how each is read, the statement itself."""
