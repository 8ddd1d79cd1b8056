"""The formats that statements are exported to and imported from.

A format is a module with its name, `csv.py`, `json.py`, and a row in `table.py`.
What several share: `utf8.py` (text as bytes), `cells.py` (a column for each
field) and `separated.py` (such tables as text).
"""
