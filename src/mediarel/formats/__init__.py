"""Read and write statements in many formats.

A format is a row in `table.py`, which names the module with its functions. Formats
share `encoding.py` (text as bytes), `table_columns.py` and `cells.py`,
`json_syntax.py`, `xml_text.py` and `writing.py` (options, and reports of lost data).
"""
