"""Show results: statements, pages, tables, changes, findings, progress.

Each result is defined once, as columns of a table or as a record of labels and values
(`tables.py`). In a pipe, it is printed as tab-separated lines; in plain output, as
labels and values. Otherwise Rich draws it. Only `drawn.py` and `drawn_manual.py` import
Rich, and they are loaded only if something is drawn.
"""
