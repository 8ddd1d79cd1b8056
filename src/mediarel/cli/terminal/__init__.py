"""Show results: statements, pages, tables, changes, findings, progress.

A result is described once: as columns of a table, or as a record of labels and values
(`table.py`). It is printed in one of three ways: as lines with tabs into a pipe, as
labels and values in plain output, or drawn with Rich. Only `console.py` and the
`drawn_…` modules import Rich; they are loaded only to draw.
"""
