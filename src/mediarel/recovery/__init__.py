"""Make manual backups, and repair damaged archives.

A repair has two steps. `salvage.py` finds the readable data in the damaged file, and
`planner.py` plans the content of the repaired file.
"""
