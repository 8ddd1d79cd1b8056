"""Define statements and their fields, and check the values of the fields."""
