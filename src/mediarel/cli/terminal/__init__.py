"""Show results: statements, pages, tables, changes, findings, progress.

A result is described once: as columns of a table, or as a record of labels and values
(`table.py`). In a pipe, a result is printed as lines with tabs; in plain output, as
labels and values. Otherwise Rich draws it. Only `console.py` and the `drawn_…` modules
import Rich; they are loaded only to draw.
"""
