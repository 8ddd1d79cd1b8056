"""Keep an organisation's media releases and joint statements in one JSON file."""

__version__ = "1.0.0"
