"""The formats in which statements are handed on: `table.py` says which there are.

A format is a module with its name, `csv.py`, `json.py`, and a row in the table.
What several share: `utf8.py` (text as bytes), `cells.py` (a column for each
field) and `separated.py` (such tables as text).
"""
