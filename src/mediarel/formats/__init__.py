"""Read and write statements in many formats.

A format is a row in `table.py`. The row contains the name of the module that reads or
writes the format. The formats have these modules in common:

- `encoding.py` decodes and encodes text.
- `table_columns.py` and `cells.py` read tables.
- `json_syntax.py` writes JSON.
- `writing.py` defines the options for writing, reports lost data, and escapes XML.
"""
