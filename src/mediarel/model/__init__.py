"""Define a statement: the table of its fields, their readers, the statement itself."""
