"""Cite statements in four styles, as text, Markdown and HTML."""
